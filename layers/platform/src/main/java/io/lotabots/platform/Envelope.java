package io.lotabots.platform;

/**
 * What Haithe's clients read of every good answer: {@code {success, message, data}}.
 *
 * @param success always true; the errors of {@link Wire#HAITHE} say false
 * @param message a sentence for people
 * @param data never null: without anything to tell an empty record, which is {@code {}}
 */
public record Envelope<T extends Object>(boolean success, String message, T data) {
    /** Nothing to tell. */
    public record Empty() {}

    /** A good answer. */
    public static <T extends Object> Envelope<T> of(String message, T data) {
        return new Envelope<>(true, message, data);
    }

    /** A good answer that tells nothing but that it is done. */
    public static Envelope<Empty> done(String message) {
        return new Envelope<>(true, message, new Empty());
    }
}
