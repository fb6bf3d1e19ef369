/** The HTTP API of API Gateway (payload 2.0): routes, events, answers, authorizers, CORS. */
@NullMarked
package io.lotabots.local.http;

import org.jspecify.annotations.NullMarked;
