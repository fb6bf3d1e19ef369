/** One epoch from evidence to money, told: the platform and the clients of it in one process. */
@NullMarked
package io.lotabots.demo;

import org.jspecify.annotations.NullMarked;
