@NullMarked
package io.lotabots.local.template;

import org.jspecify.annotations.NullMarked;
