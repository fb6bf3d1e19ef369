package io.lotabots.clients.fingerprint;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers in the text that Python writes for a float.
 *
 * <p>Nodes in the field check a signature over numbers that they parsed and wrote again with Python's {@code json}, so a float has to
 * leave here in exactly that text: shortest digits, {@code 2.0} for whole ones, {@code 5e-05} below 0.0001 and {@code 1e+16} from
 * there on.
 */
public final class PythonNumber {
    private PythonNumber() {}

    /**
     * The text of a measured value.
     *
     * @param value a finite number
     * @param decimals digits kept behind the point, half up
     */
    public static String text(double value, int decimals) {
        return text(BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue());
    }

    /** Python's {@code repr} of a finite float. */
    static String text(double value) {
        if (value == 0) {
            return "0.0";
        }
        // Java, like Python, gives the shortest digits that read back as the same double; only the notation differs.
        var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return shortest.scale() <= 0 ? shortest.toBigInteger() + ".0" : shortest.toPlainString();
        }
        var digits = shortest.unscaledValue().abs().toString();
        var fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e%+03d".formatted(exponent);
    }
}
