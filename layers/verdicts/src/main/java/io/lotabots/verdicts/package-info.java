/** What verdicts are judged by and written in: rules in CEL, signed and encrypted JSON tokens. */
@NullMarked
package io.lotabots.verdicts;

import org.jspecify.annotations.NullMarked;
