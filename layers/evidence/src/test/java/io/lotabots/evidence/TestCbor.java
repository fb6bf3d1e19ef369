package io.lotabots.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes CBOR for tests: numbers, booleans, texts, byte arrays, lists, maps, null, and what is already encoded. */
public final class TestCbor {
    private TestCbor() {}

    /** Bytes that are an item already. */
    public record Encoded(byte[] item) {}

    /** An item that is null. */
    public static final Encoded NULL = new Encoded(new byte[] {(byte) 0xf6});

    /** A list or a map that is written with indefinite length. */
    public record Indefinite(Object items) {}

    public static Map<Object, Object> map(Object... keysAndValues) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** A value that is there. */
    public static Object value(Map<Object, Object> map, Object key) {
        return Objects.requireNonNull(map.get(key));
    }

    public static Encoded tag(long number, Object item) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, 6, number);
        write(out, item);
        return new Encoded(out.toByteArray());
    }

    public static byte[] encode(Object item) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, item);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object item) {
        switch (item) {
            case Number number -> {
                long value = number.longValue();
                head(out, value < 0 ? 1 : 0, value < 0 ? ~value : value);
            }
            case Boolean value -> out.write(value ? 0xf5 : 0xf4);
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(out, 3, bytes.length);
                out.writeBytes(bytes);
            }
            case byte[] bytes -> {
                head(out, 2, bytes.length);
                out.writeBytes(bytes);
            }
            case Encoded encoded -> out.writeBytes(encoded.item());
            case List<?> list -> {
                head(out, 4, list.size());
                list.forEach(element -> write(out, element));
            }
            case Map<?, ?> map -> {
                head(out, 5, map.size());
                flat(map).forEach(element -> write(out, element));
            }
            case Indefinite whole -> {
                out.write(whole.items() instanceof Map ? 0xbf : 0x9f);
                List<?> elements = whole.items() instanceof Map<?, ?> map ? flat(map) : (List<?>) whole.items();
                elements.forEach(element -> write(out, element));
                out.write(0xff);
            }
            default -> throw new IllegalArgumentException("no CBOR for " + item.getClass());
        }
    }

    private static List<Object> flat(Map<?, ?> map) {
        List<Object> elements = new ArrayList<>();
        map.forEach((key, value) -> {
            elements.add(key);
            elements.add(value);
        });
        return elements;
    }

    private static void head(ByteArrayOutputStream out, int major, long argument) {
        if (argument < 24) {
            out.write((int) (major << 5 | argument));
            return;
        }
        int bytes = argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
        out.write(major << 5 | 24 + Integer.numberOfTrailingZeros(bytes));
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (argument >> 8 * i));
        }
    }
}
