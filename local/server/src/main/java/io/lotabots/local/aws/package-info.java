/** The AWS port: DynamoDB, S3 and Secrets Manager for functions on one machine, with their policies, costs and faults. */
@NullMarked
package io.lotabots.local.aws;

import org.jspecify.annotations.NullMarked;
