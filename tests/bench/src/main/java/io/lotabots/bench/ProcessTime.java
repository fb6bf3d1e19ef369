package io.lotabots.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * CPU time of all threads of this process, those of the JVM itself included, by POSIX {@code clock_gettime}: the JDK's own
 * figure comes in steps of 10 ms on Linux.
 */
final class ProcessTime {
    private static final int LINUX_CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int MAC_CLOCK_PROCESS_CPUTIME_ID = 12;
    private static final long NANOS = 1_000_000_000;

    private final MemorySegment time = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);
    private final int clock = System.getProperty("os.name").startsWith("Mac")
            ? MAC_CLOCK_PROCESS_CPUTIME_ID
            : LINUX_CLOCK_PROCESS_CPUTIME_ID;
    private final MethodHandle read;

    @SuppressWarnings("restricted") // The one function that is called reads a clock.
    ProcessTime() {
        Linker linker = Linker.nativeLinker();
        read = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    long nanos() {
        try {
            if ((int) read.invokeExact(clock, time) != 0) {
                throw new IllegalStateException("this system does not tell a process's CPU time");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
        return Math.addExact(
                Math.multiplyExact(time.getAtIndex(ValueLayout.JAVA_LONG, 0), NANOS),
                time.getAtIndex(ValueLayout.JAVA_LONG, 1));
    }
}
