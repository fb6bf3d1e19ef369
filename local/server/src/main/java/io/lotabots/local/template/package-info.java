/** Reads a CDK assembly: stacks, resolved resources, assets. */
@NullMarked
package io.lotabots.local.template;

import org.jspecify.annotations.NullMarked;
