/** The command line that people run: {@code lotabots}. */
@NullMarked
package io.lotabots.clients;

import org.jspecify.annotations.NullMarked;
