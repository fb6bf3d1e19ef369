/** Checking what a node says it paid: proofs of single shares, and whole epochs from the archive. */
@NullMarked
package io.lotabots.clients.audit;

import org.jspecify.annotations.NullMarked;
