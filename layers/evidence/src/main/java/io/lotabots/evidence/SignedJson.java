package io.lotabots.evidence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A member of a JSON object that is signed over its exact bytes, beside a member {@code signature} in hexadecimal, as
 * Intel's certification service answers: {@code {"tcbInfo":{...},"signature":"..."}}. Nothing is written anew before the
 * signature is checked, so other spaces or another order of members break it.
 *
 * @param signed from the brace that opens the member's object to the one that closes it
 */
public record SignedJson(byte[] signed, byte[] signature) {
    private static final int MOST_SIGNATURE_BYTES = 1024;

    /**
     * @param what names the document in refusals
     * @param member the name of the signed object
     */
    public static SignedJson read(String what, byte[] document, String member) throws EvidenceRefused {
        byte[] signed = null;
        String signature = null;
        try (JsonParser parser = JsonObject.parser(what, document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new EvidenceRefused(Reason.MALFORMED, what + " is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(member) && value == JsonToken.START_OBJECT) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    int to = (int) parser.currentLocation().getByteOffset();
                    signed = Arrays.copyOfRange(document, from, to);
                } else if (name.equals("signature") && value == JsonToken.VALUE_STRING) {
                    signature = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new EvidenceRefused(Reason.MALFORMED, what + " goes on after its end");
            }
        } catch (IOException malformed) {
            throw JsonObject.malformed(what, malformed);
        }
        if (signed == null || signature == null) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, what + " has no object \"" + member + "\" with a \"signature\" beside it");
        }
        return new SignedJson(signed, hex(what, signature));
    }

    private static byte[] hex(String what, String signature) throws EvidenceRefused {
        if (signature.length() > 2 * MOST_SIGNATURE_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, what + ": a signature has at most " + MOST_SIGNATURE_BYTES + " bytes");
        }
        try {
            return HexFormat.of().parseHex(signature);
        } catch (IllegalArgumentException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, what + ": the signature is not hexadecimal");
        }
    }
}
