@NullMarked
package io.lotabots.local.http;

import org.jspecify.annotations.NullMarked;
