/** Wallets of people: keys at rest, words for backup, and the commands that look at and move money. */
@NullMarked
package io.lotabots.clients.wallet;

import org.jspecify.annotations.NullMarked;
