/** Apple's App Attest: a key in the Secure Enclave of one app on one device. */
@NullMarked
package io.lotabots.evidence.apple;

import org.jspecify.annotations.NullMarked;
