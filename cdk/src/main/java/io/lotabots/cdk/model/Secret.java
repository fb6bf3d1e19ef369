package io.lotabots.cdk.model;

/**
 * A random string in Secrets Manager, made at the first deployment.
 *
 * @param purpose what the secret is for, as people read it in the console
 * @param unrotated why it is not rotated by a schedule beside it
 * @param field the field of a JSON object in which the string stands; empty when it is the whole secret
 */
public record Secret(String name, String purpose, String unrotated, String field) implements Store {

    /** Letters and digits of a generated secret: more than 380 bits. */
    public static final int LENGTH = 64;

    /** A secret that is one string. */
    public Secret(String name, String purpose, String unrotated) {
        this(name, purpose, unrotated, "");
    }

    /** This secret as a JSON object, whose field the string is: a function rotates it, which keeps more in it. */
    public Secret as(String field) {
        return new Secret(name, purpose, unrotated, field);
    }
}
