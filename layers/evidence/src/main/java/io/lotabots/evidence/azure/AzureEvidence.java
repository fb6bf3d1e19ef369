package io.lotabots.evidence.azure;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * Evidence of a confidential machine of Azure as attesters of the Confidential Containers project write it: JSON, in version
 * 1 with texts, before that without a version and with lists of bytes.
 *
 * @param endorsement the VCEK's certificate on SNP, the quote on TDX
 * @param message TPMS_ATTEST
 * @param signature of RSASSA with SHA-256, alone
 * @param pcrs the registers of SHA-256 from 0 on, as JSON by number
 */
record AzureEvidence(byte[] hclReport, byte[] endorsement, boolean tdx, byte[] message, byte[] signature, byte[] pcrs) {
    static final int MOST_BYTES = 512 * 1024;

    private static final int MOST_PCRS = 32;

    /** How version 1 writes a run of bytes; lists of numbers are read in any place. */
    private enum Text {
        HEX,
        BASE64,
        PEM_OR_BASE64
    }

    static AzureEvidence read(byte[] json) throws EvidenceRefused {
        JsonObject evidence = JsonObject.read("evidence", json);
        if (evidence.has("version") && evidence.number("version") != 1) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION,
                    "evidence is of version 1 or of none, got " + evidence.number("version"));
        }
        boolean tdx = evidence.has("td_quote");
        JsonObject quote = evidence.object(evidence.has("tpm_quote") ? "tpm_quote" : "quote");
        return new AzureEvidence(
                bytes(evidence, evidence.has("hcl_report") ? "hcl_report" : "report", Text.BASE64),
                tdx ? bytes(evidence, "td_quote", Text.BASE64) : bytes(evidence, "vcek", Text.PEM_OR_BASE64),
                tdx,
                bytes(quote, "message", Text.HEX),
                bytes(quote, "signature", Text.HEX),
                pcrs(quote));
    }

    private static byte[] pcrs(JsonObject quote) throws EvidenceRefused {
        List<?> values = quote.list("pcrs");
        if (values.size() > MOST_PCRS) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "evidence: \"pcrs\" are at most " + MOST_PCRS + ", got " + values.size());
        }
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int i = 0; i < values.size(); i++) {
            String hex = HexFormat.of().formatHex(bytes("pcrs", values.get(i), Text.HEX));
            object.add("\"" + i + "\":\"" + hex + "\"");
        }
        return object.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(JsonObject object, String name, Text text) throws EvidenceRefused {
        Object value = object.members().get(name);
        if (value == null) {
            throw new EvidenceRefused(Reason.MISSING_PART, "evidence: \"" + name + "\" is missing");
        }
        return bytes(name, value, text);
    }

    private static byte[] bytes(String name, Object value, Text text) throws EvidenceRefused {
        try {
            return switch (value) {
                case List<?> numbers -> octets(numbers);
                case String written when text == Text.HEX -> HexFormat.of().parseHex(written);
                case String written
                when text == Text.PEM_OR_BASE64 && written.startsWith("-----") ->
                    written.getBytes(StandardCharsets.US_ASCII);
                case String written -> base64(written);
                default -> throw new IllegalArgumentException("another kind");
            };
        } catch (IllegalArgumentException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, "evidence: \"" + name + "\" is not written as bytes are");
        }
    }

    /** Both alphabets of RFC 4648 are in use, with and without padding. */
    private static byte[] base64(String text) {
        return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
    }

    private static byte[] octets(List<?> numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(numbers.get(i) instanceof Long number) || number < 0 || number > 255) {
                throw new IllegalArgumentException("no byte");
            }
            bytes[i] = number.byteValue();
        }
        return bytes;
    }
}
