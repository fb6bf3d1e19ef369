/** Signing in from the command line, and what who is signed in does: organisations, projects, keys. */
@NullMarked
package io.lotabots.clients.account;

import org.jspecify.annotations.NullMarked;
