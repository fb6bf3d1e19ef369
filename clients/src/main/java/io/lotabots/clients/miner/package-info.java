/** The miner: key, payload, the attestation cycle and the commands around it. */
@NullMarked
package io.lotabots.clients.miner;

import org.jspecify.annotations.NullMarked;
