package io.lotabots.appraisal;

import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every format of evidence that is taken. */
final class Kinds {
    private final List<Kind> kinds;

    Kinds(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    List<Kind> all() {
        return kinds;
    }

    List<String> names() {
        return kinds.stream().map(Kind::name).toList();
    }

    /** @throws Refusal 415 naming the formats that are taken */
    Kind named(String name) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unsupported("format " + Fields.shown(name)));
    }

    /** @throws Refusal 415 naming the formats that are taken */
    Kind ofMediaType(String type) {
        String asked = normal(type);
        return kinds.stream()
                .filter(kind -> kind.mediaTypes().stream().anyMatch(known -> asked.equals(normal(known))))
                .findFirst()
                .orElseThrow(() -> unsupported("media type " + Fields.shown(type)));
    }

    private static String normal(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
    }

    private Refusal unsupported(String what) {
        String taken = kinds.stream()
                .flatMap(kind -> Stream.concat(Stream.of(kind.partsType()), kind.mediaTypes().stream()))
                .collect(Collectors.joining(", "));
        return new Refusal(415, "UNSUPPORTED_EVIDENCE", "Evidence of " + what + " is not taken; formats are " + names())
                .header("Accept", taken);
    }
}
