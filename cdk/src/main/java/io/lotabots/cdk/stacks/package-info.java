/** From the declarations to CloudFormation: one data stack and one service stack per service, and the edge. */
@NullMarked
package io.lotabots.cdk.stacks;

import org.jspecify.annotations.NullMarked;
