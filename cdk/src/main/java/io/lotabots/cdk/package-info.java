/** The stage's settings, the synthesis of its stacks, and the documents that follow from the declarations. */
@NullMarked
package io.lotabots.cdk;

import org.jspecify.annotations.NullMarked;
