/** Documents that follow from the declarations: the table of routes and the OpenAPI description. */
@NullMarked
package io.lotabots.cdk.docs;

import org.jspecify.annotations.NullMarked;
