/** The identity service: how wallets, people and programs prove who they are, and what they are given for it. */
@NullMarked
package io.lotabots.identity;

import org.jspecify.annotations.NullMarked;
