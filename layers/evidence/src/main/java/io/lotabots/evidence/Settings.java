package io.lotabots.evidence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/**
 * The settings that a format's policy may have, and what each may be: a policy that misspells a restriction would otherwise
 * restrict nothing. Immutable.
 */
public final class Settings {
    /** A format without any. */
    public static final Settings NONE = new Settings(new LinkedHashMap<>());

    /** Digests from SHA-1 to SHA-512. */
    private static final String DIGEST = "[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}";

    private final SequencedMap<String, Setting> settings;

    private Settings(SequencedMap<String, Setting> settings) {
        this.settings = settings;
    }

    private enum Type {
        FLAG,
        NUMBER,
        TEXT,
        TEXTS
    }

    /** @param most of a number, and {@code least}; {@code pattern} of each text */
    private record Setting(Type type, long least, long most, Pattern pattern) {
        private static final Pattern ANY = Pattern.compile("");

        static Setting number(long least, long most) {
            return new Setting(Type.NUMBER, least, most, ANY);
        }

        String wanted() {
            return switch (type) {
                case FLAG -> "true or false";
                case NUMBER -> "a whole number from " + least + " to " + most;
                case TEXT -> "a text that matches " + pattern;
                case TEXTS -> "a list of texts that match " + pattern;
            };
        }

        boolean takes(Object value) {
            return switch (type) {
                case FLAG -> value instanceof Boolean;
                case NUMBER ->
                    value instanceof Number number && number.longValue() >= least && number.longValue() <= most;
                case TEXT -> isText(value);
                case TEXTS -> value instanceof List<?> list ? list.stream().allMatch(this::isText) : isText(value);
            };
        }

        private boolean isText(Object value) {
            return value instanceof String text && pattern.matcher(text).matches();
        }
    }

    private Settings with(String name, Setting setting) {
        SequencedMap<String, Setting> more = new LinkedHashMap<>(settings);
        more.put(name, setting);
        return new Settings(more);
    }

    /** These and settings that are true or false. */
    public Settings flags(String... names) {
        return Arrays.stream(names)
                .reduce(
                        this,
                        (all, name) -> all.with(name, new Setting(Type.FLAG, 0, 0, Setting.ANY)),
                        (one, other) -> other);
    }

    /** These and a whole number. */
    public Settings number(String name, long least, long most) {
        return with(name, Setting.number(least, most));
    }

    /** These and one text. @param pattern a regular expression that it matches as a whole */
    public Settings text(String name, String pattern) {
        return with(name, new Setting(Type.TEXT, 0, 0, Pattern.compile(pattern)));
    }

    /** These and a list of the texts that are allowed; a single one is a list of one. */
    public Settings texts(String name, String pattern) {
        return with(name, new Setting(Type.TEXTS, 0, 0, Pattern.compile(pattern)));
    }

    /** These and lists of allowed values of so many bytes, in hexadecimal. */
    public Settings hex(int bytes, String... names) {
        return lists("[0-9a-fA-F]{" + 2 * bytes + "}", names);
    }

    /** These and lists of allowed digests in hexadecimal. */
    public Settings digests(String... names) {
        return lists(DIGEST, names);
    }

    private Settings lists(String pattern, String... names) {
        return Arrays.stream(names).reduce(this, (all, name) -> all.texts(name, pattern), (one, other) -> other);
    }

    /** These and others. */
    public Settings and(Settings others) {
        SequencedMap<String, Setting> more = new LinkedHashMap<>(settings);
        more.putAll(others.settings);
        return new Settings(more);
    }

    public SequencedSet<String> names() {
        return new java.util.LinkedHashSet<>(settings.sequencedKeySet());
    }

    /** Whether a setting of this name lists what a claim is allowed to be, as reference values do. */
    public boolean isList(String name) {
        Setting setting = settings.get(name);
        return setting != null && setting.type == Type.TEXTS;
    }

    /** What is wrong with a value under a name, as the end of a sentence; empty when the format takes it. */
    public Optional<String> problem(String name, Object value) {
        Setting setting = settings.get(name);
        if (setting == null) {
            return Optional.of("is none of the settings " + settings.keySet());
        }
        return setting.takes(value) ? Optional.empty() : Optional.of("must be " + setting.wanted());
    }

    /** The first setting of a policy that the format does not take, and why, as a sentence. */
    public Optional<String> problem(Policy policy) {
        for (Map.Entry<String, Object> entry : policy.settings().entrySet()) {
            Optional<String> problem = problem(entry.getKey(), entry.getValue());
            if (problem.isPresent()) {
                return Optional.of("the policy's \"" + entry.getKey() + "\" " + problem.get());
            }
        }
        return Optional.empty();
    }

    /** A text of the command line as the setting means it: true and false, a whole number, a text, texts parted by commas. */
    public Object parsed(String name, String text) {
        Setting setting = settings.get(name);
        return switch (setting == null ? Type.TEXT : setting.type) {
            case FLAG -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
            case NUMBER -> text.matches("\\d{1,18}") ? Long.valueOf(text) : text;
            case TEXT -> text;
            case TEXTS -> List.of(text.split(",", -1));
        };
    }
}
