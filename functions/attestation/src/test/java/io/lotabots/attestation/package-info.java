@org.jspecify.annotations.NullMarked
package io.lotabots.attestation;
