/** What the tests of services stand on: a service over a store in memory, and what holds for every endpoint. */
@NullMarked
package io.lotabots.testing;

import org.jspecify.annotations.NullMarked;
