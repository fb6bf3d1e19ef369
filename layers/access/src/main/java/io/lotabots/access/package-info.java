/**
 * Who calls, and what a role may do: the one library that the authorizer and the functions of every service ask. It reads
 * what the identity service keeps of sessions and keys, and never a private key.
 */
@NullMarked
package io.lotabots.access;

import org.jspecify.annotations.NullMarked;
