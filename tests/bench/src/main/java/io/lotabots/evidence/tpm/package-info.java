@org.jspecify.annotations.NullMarked
package io.lotabots.evidence.tpm;
