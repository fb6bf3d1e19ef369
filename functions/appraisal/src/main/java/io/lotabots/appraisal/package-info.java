/** Hardware evidence is challenged for, verified, judged by policy, and answered with a signed result. */
@NullMarked
package io.lotabots.appraisal;

import org.jspecify.annotations.NullMarked;
