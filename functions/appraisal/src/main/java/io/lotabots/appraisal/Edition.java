package io.lotabots.appraisal;

import io.lotabots.aws.Item;
import java.math.BigInteger;

/**
 * Which issue of its publisher a piece of collateral is: an older one, however well signed, may not take the place of a newer
 * one.
 *
 * @param issuer within whose count {@code number} stands; empty when there is none
 * @param issuedAt seconds since 1970; 0 when the piece does not say
 * @param number zero when the publisher does not count
 */
record Edition(String issuer, long issuedAt, BigInteger number) {
    /** Of what says nothing of its age. */
    static final Edition NONE = new Edition("", 0, BigInteger.ZERO);

    private static final int HEX = 16;

    static Edition of(Item row) {
        return new Edition(
                row.findText("issuer").orElse(""),
                row.number("issued_at", 0),
                new BigInteger(row.findText("edition").orElse("0"), HEX));
    }

    /** The number in hexadecimal digits: a list's may be longer than a number of the database. */
    String digits() {
        return number.toString(HEX);
    }

    boolean isBefore(Edition stored) {
        boolean counted = issuer.equals(stored.issuer) && number.compareTo(stored.number) < 0;
        return counted || issuedAt < stored.issuedAt;
    }
}
