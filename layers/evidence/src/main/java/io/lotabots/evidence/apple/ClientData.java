package io.lotabots.evidence.apple;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The data whose digest an app gave to its device. They are the app's own, so the nonce must be found in them. */
final class ClientData {
    private ClientData() {}

    /** The part {@code client_data}, which holds the nonce when there is one; without the part, the nonce. */
    static byte[] of(Evidence evidence, Terms terms, int mostBytes) throws EvidenceRefused {
        byte[] nonce = terms.nonce();
        if (!evidence.has("client_data") && nonce != null) {
            return nonce;
        }
        byte[] data = evidence.part("client_data", mostBytes);
        if (nonce != null && !holds(data, nonce)) {
            throw new EvidenceRefused(Reason.NONCE_MISMATCH, "the client data do not hold the nonce");
        }
        return data;
    }

    private static boolean holds(byte[] data, byte[] nonce) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return nonce.length > 0
                && Stream.of(
                                new String(nonce, StandardCharsets.ISO_8859_1),
                                HexFormat.of().formatHex(nonce),
                                Base64.getEncoder().withoutPadding().encodeToString(nonce),
                                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce))
                        .anyMatch(text::contains);
    }
}
