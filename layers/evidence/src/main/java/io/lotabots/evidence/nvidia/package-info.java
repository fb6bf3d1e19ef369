/** Attestation of NVIDIA's GPUs and NVSwitches. */
@NullMarked
package io.lotabots.evidence.nvidia;

import org.jspecify.annotations.NullMarked;
