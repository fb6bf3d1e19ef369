package io.lotabots.clients.hardware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Processor features as platforms list them. */
final class CpuFlags {
    private static final int MAX_FLAGS = 512;

    private CpuFlags() {}

    /** Names parted by blanks or commas, in lower case, each once. */
    static List<String> split(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+", MAX_FLAGS + 1))
                .limit(MAX_FLAGS)
                .filter(flag -> !flag.isEmpty())
                .distinct()
                .toList();
    }
}
