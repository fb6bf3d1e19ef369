/** The clock that tests can move, and the schedules that follow it. */
@NullMarked
package io.lotabots.local.schedule;

import org.jspecify.annotations.NullMarked;
