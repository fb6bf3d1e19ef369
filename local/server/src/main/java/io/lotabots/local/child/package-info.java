/** The child processes that serve DynamoDB and S3. */
@NullMarked
package io.lotabots.local.child;

import org.jspecify.annotations.NullMarked;
