@NullMarked
package io.lotabots.local.aws;

import org.jspecify.annotations.NullMarked;
