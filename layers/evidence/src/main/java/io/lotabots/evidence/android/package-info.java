/** Android Key Attestation: a key in the trusted environment or the secure element of a phone. */
@NullMarked
package io.lotabots.evidence.android;

import org.jspecify.annotations.NullMarked;
