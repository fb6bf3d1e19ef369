/** Runs what a CDK assembly says on one machine. */
@NullMarked
package io.lotabots.local;

import org.jspecify.annotations.NullMarked;
