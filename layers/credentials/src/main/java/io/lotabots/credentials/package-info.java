/** How a person proves who they are: passwords, one-time passwords, recovery codes and passkeys. Stores nothing. */
@NullMarked
package io.lotabots.credentials;

import org.jspecify.annotations.NullMarked;
