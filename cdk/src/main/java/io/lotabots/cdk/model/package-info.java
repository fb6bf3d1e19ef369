/** The words in which services are declared: stores, verbs, triggers, callers. Plain Java, no CDK. */
@NullMarked
package io.lotabots.cdk.model;

import org.jspecify.annotations.NullMarked;
