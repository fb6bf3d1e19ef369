/** Talking to a node over HTTP: one small client, its answers, and patience. */
@NullMarked
package io.lotabots.clients.node;

import org.jspecify.annotations.NullMarked;
