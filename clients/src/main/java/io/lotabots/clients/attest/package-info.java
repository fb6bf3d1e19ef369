/** {@code lotabots attest}: hardware evidence appraised on this machine, without a node. */
@NullMarked
package io.lotabots.clients.attest;

import org.jspecify.annotations.NullMarked;
