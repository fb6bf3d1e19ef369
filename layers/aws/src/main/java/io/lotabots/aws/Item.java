package io.lotabots.aws;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One row, or the key of one: attributes of text, whole numbers, bytes and lists of text. Immutable. */
public final class Item {
    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    /** A row without attributes. */
    public static Item empty() {
        return new Item(Map.of());
    }

    /** A row, or a key, of one text attribute. */
    public static Item of(String name, String text) {
        return empty().with(name, text);
    }

    static Item ofSdk(Map<String, AttributeValue> attributes) {
        return new Item(attributes);
    }

    Map<String, AttributeValue> sdk() {
        return attributes;
    }

    public Item with(String name, String text) {
        return toBuilder().with(name, text).build();
    }

    public Item with(String name, long number) {
        return toBuilder().with(name, number).build();
    }

    public Item with(String name, byte[] bytes) {
        return toBuilder().with(name, bytes).build();
    }

    public Item with(String name, List<String> texts) {
        return toBuilder().with(name, texts).build();
    }

    /** A builder that begins with what this row holds: for rows of many attributes, because {@code with} copies all. */
    public Builder toBuilder() {
        return new Builder(new LinkedHashMap<>(attributes));
    }

    /** Collects the attributes of one row; for one thread, and for one {@link #build}. */
    public static final class Builder {
        private final Map<String, AttributeValue> attributes;

        private Builder(Map<String, AttributeValue> attributes) {
            this.attributes = attributes;
        }

        public Builder with(String name, String text) {
            return and(name, AttributeValue.fromS(text));
        }

        public Builder with(String name, long number) {
            return and(name, AttributeValue.fromN(Long.toString(number)));
        }

        /** A whole number of at most 38 digits, as the store keeps it. */
        public Builder with(String name, BigInteger number) {
            return and(name, AttributeValue.fromN(number.toString()));
        }

        public Builder with(String name, byte[] bytes) {
            return and(name, AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
        }

        public Builder with(String name, List<String> texts) {
            return and(
                    name,
                    AttributeValue.fromL(
                            texts.stream().map(AttributeValue::fromS).toList()));
        }

        private Builder and(String name, AttributeValue value) {
            attributes.put(name, value);
            return this;
        }

        public Item build() {
            return new Item(attributes);
        }
    }

    public boolean isEmpty() {
        return attributes.isEmpty();
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** The text at {@code name}. @throws IllegalStateException when the row has none */
    public String text(String name) {
        return findText(name).orElseThrow(() -> missing(name, "text"));
    }

    public Optional<String> findText(String name) {
        return find(name).map(AttributeValue::s);
    }

    /** The whole number at {@code name}. @throws IllegalStateException when the row has none */
    public long number(String name) {
        return find(name).map(AttributeValue::n).map(Long::parseLong).orElseThrow(() -> missing(name, "number"));
    }

    public long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    /** The whole number at {@code name}, however great; 0 when the row has none. */
    public BigInteger integer(String name) {
        return find(name).map(AttributeValue::n).map(BigInteger::new).orElse(BigInteger.ZERO);
    }

    /** The bytes at {@code name}; none when the row has none. */
    public byte[] bytes(String name) {
        return find(name).map(AttributeValue::b).map(SdkBytes::asByteArray).orElse(new byte[0]);
    }

    /** The texts at {@code name}, a list in its order or a set in none; none when the row has none. */
    public List<String> texts(String name) {
        return find(name)
                .map(v -> v.hasSs()
                        ? v.ss()
                        : v.l().stream().map(AttributeValue::s).toList())
                .orElse(List.of());
    }

    private Optional<AttributeValue> find(String name) {
        @Nullable AttributeValue value = attributes.get(name);
        return Optional.ofNullable(value);
    }

    private IllegalStateException missing(String name, String kind) {
        return new IllegalStateException("the row has no " + kind + " '" + name + "', only " + attributes.keySet());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Item item && item.attributes.equals(attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    @Override
    public String toString() {
        return "Item" + attributes.keySet();
    }
}
