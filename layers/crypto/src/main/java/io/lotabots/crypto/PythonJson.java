package io.lotabots.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON as Python's {@code json.dumps(sort_keys=True, separators=(",", ":"))} writes parsed values: non-ASCII escaped,
 * integers unchanged, every other number as the {@code repr} of a 64-bit float.
 *
 * <p>{@link CanonicalJson} keeps the text of numbers; this class is for hashes that the network takes over values that
 * were parsed first.
 */
public final class PythonJson {
    private PythonJson() {}

    /** The text of a value. Numbers beyond a 64-bit float become {@code Infinity}, as in Python. */
    public static String dumps(JsonNode node) {
        return dumps(node, "");
    }

    /** The same with a blank after each comma and colon, as Python writes when it is not told otherwise. */
    public static String dumpsSpaced(JsonNode node) {
        return dumps(node, " ");
    }

    private static String dumps(JsonNode node, String blank) {
        StringBuilder out = new StringBuilder();
        write(node, blank, out);
        return out.toString();
    }

    /**
     * Python's {@code repr} of a float: the shortest digits that read back as the same number, with a fraction
     * ({@code 2.0}) or an exponent of at least two digits ({@code 1e-05}, {@code 1e+16}).
     */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        String sign = 1 / value < 0 || value < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return sign + "0.0";
        }
        if (magnitude >= 1e-3 && magnitude < 1e7) {
            // Java, too, writes these without an exponent and with the fewest digits.
            return sign + magnitude;
        }
        BigDecimal shortest = shortest(magnitude);
        String digits = shortest.unscaledValue().toString();
        // The exponent of the first digit, d.ddd x 10^exponent.
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
            return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
        }
        String plain = shortest.toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    private static BigDecimal shortest(double magnitude) {
        BigDecimal shortest = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        if (shortest.precision() == 2) {
            // Java prefers two digits where one is enough (4.9E-324 for 5e-324).
            BigDecimal one = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == magnitude) {
                return one.stripTrailingZeros();
            }
        }
        return shortest;
    }

    private static void write(JsonNode node, String blank, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, blank, out);
            case ARRAY -> {
                out.append('[');
                String separator = "";
                for (JsonNode item : node) {
                    out.append(separator);
                    write(item, blank, out);
                    separator = "," + blank;
                }
                out.append(']');
            }
            case STRING -> CanonicalJson.quote(node.textValue(), out);
            case NUMBER -> out.append(node.isIntegralNumber() ? node.asText() : repr(node.doubleValue()));
            case BOOLEAN -> out.append(node.booleanValue());
            default -> out.append("null");
        }
    }

    private static void writeObject(JsonNode node, String blank, StringBuilder out) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        names.sort(CanonicalJson.BY_CODE_POINT);
        out.append('{');
        String separator = "";
        for (String name : names) {
            CanonicalJson.quote(name, out.append(separator));
            out.append(':').append(blank);
            write(node.get(name), blank, out);
            separator = "," + blank;
        }
        out.append('}');
    }
}
