package io.lotabots.cdk.model;

/**
 * A random string in Secrets Manager, made at the first deployment.
 *
 * @param purpose what the secret is for, as people read it in the console
 * @param unrotated why it is not rotated by a schedule
 */
public record Secret(String name, String purpose, String unrotated) implements Store {

    /** Letters and digits of a generated secret: more than 380 bits. */
    public static final int LENGTH = 64;
}
