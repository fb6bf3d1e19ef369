/** What machine this is: one collector per platform, all reading through {@link io.lotabots.clients.hardware.Sources}. */
@NullMarked
package io.lotabots.clients.hardware;

import org.jspecify.annotations.NullMarked;
