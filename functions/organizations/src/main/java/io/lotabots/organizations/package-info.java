/** The organisations service: organisations and projects, who is a member of them, and in which role. */
@NullMarked
package io.lotabots.organizations;

import org.jspecify.annotations.NullMarked;
