package io.lotabots.evidence.tpm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.tpm.TpmAttest.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of registers that the attester tells beside its quote. They count for nothing until {@link #digest} of them
 * is the digest in the quote.
 *
 * <p>As JSON: {@code {"0": "hex", ...}} when the quote is of one bank, {@code {"sha256": {"0": "hex"}, ...}} otherwise.
 */
public final class PcrValues {
    /** 32 registers in each of several banks. */
    public static final int MOST_BYTES = 32 * 1024;

    private static final int MOST_PCR = 31;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<TpmHash, Map<Integer, byte[]>> banks = new EnumMap<>(TpmHash.class);

    private PcrValues() {}

    /** @param quoted what the quote selects: names the bank when the JSON does not */
    public static PcrValues json(byte[] text, List<Selection> quoted) throws EvidenceRefused {
        PcrValues values = new PcrValues();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    values.bank(parser, name);
                } else if (quoted.size() == 1) {
                    values.put(quoted.getFirst().bank(), name, parser);
                } else {
                    throw malformed("names the bank of each value, as the quote is of " + quoted.size() + " banks");
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed("is one JSON object");
            }
        } catch (IOException notJson) {
            throw malformed("is JSON");
        }
        return values;
    }

    /**
     * The digest that a quote over these values holds: the selected registers, ascending, one bank after the other.
     *
     * @throws EvidenceRefused MISSING_PCR when a selected register was not told
     */
    public byte[] digest(List<Selection> selections, TpmHash hash) throws EvidenceRefused {
        ByteArrayOutputStream concatenated = new ByteArrayOutputStream();
        for (Selection selection : selections) {
            for (int pcr : selection.pcrs()) {
                byte[] value = banks.getOrDefault(selection.bank(), Map.of()).get(pcr);
                if (value == null) {
                    throw new EvidenceRefused(
                            Reason.MISSING_PCR,
                            "the quote is over PCR " + pcr + " of "
                                    + selection.bank().label() + ", whose value is not among \"pcrs\"");
                }
                concatenated.writeBytes(value);
            }
        }
        return hash.digest(concatenated.toByteArray());
    }

    /** The registers of a bank that the quote covers; values that were told beside them are left out. */
    public SortedMap<Integer, byte[]> covered(List<Selection> selections, TpmHash bank) {
        SortedMap<Integer, byte[]> covered = new TreeMap<>(banks.getOrDefault(bank, Map.of()));
        covered.keySet()
                .retainAll(selections.stream()
                        .filter(selection -> selection.bank() == bank)
                        .flatMap(selection -> selection.pcrs().stream())
                        .collect(Collectors.toSet()));
        return covered;
    }

    private void bank(JsonParser parser, String name) throws IOException, EvidenceRefused {
        TpmHash bank = TpmHash.named(name);
        if (bank == null) {
            throw malformed("has values by PCR of known banks, got \"" + name + "\"");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String pcr = parser.currentName();
            parser.nextToken();
            put(bank, pcr, parser);
        }
    }

    private void put(TpmHash bank, String name, JsonParser parser) throws IOException, EvidenceRefused {
        if (!name.matches("[0-9]{1,2}") || Integer.parseInt(name) > MOST_PCR) {
            throw malformed("numbers registers 0 to " + MOST_PCR + ", got \"" + name + "\"");
        }
        String hex = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        if (hex.length() != 2 * bank.size() || !hex.matches("[0-9a-fA-F]+")) {
            throw malformed("has " + bank.size() + " bytes in hexadecimal for PCR " + name + " of " + bank.label());
        }
        banks.computeIfAbsent(bank, _ -> new TreeMap<>())
                .put(Integer.parseInt(name), HexFormat.of().parseHex(hex));
    }

    private static EvidenceRefused malformed(String wanted) {
        return new EvidenceRefused(Reason.MALFORMED, "part \"pcrs\" " + wanted);
    }
}
