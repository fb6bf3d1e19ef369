/** What each service owns and every endpoint it answers, declared once. */
@NullMarked
package io.lotabots.cdk.services;

import org.jspecify.annotations.NullMarked;
