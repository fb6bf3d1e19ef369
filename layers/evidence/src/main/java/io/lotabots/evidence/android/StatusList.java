package io.lotabots.evidence.android;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Google's list of attestation keys that leaked or misbehaved ({@code android.googleapis.com/attestation/status}): an
 * object {@code entries} whose names are serial numbers in hexadecimal without leading zeros. Whoever stands in it is
 * refused, whatever its status.
 */
final class StatusList {
    private static final int MOST_BYTES = 16 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private StatusList() {}

    /** @throws EvidenceRefused CERT_REVOKED, or MALFORMED when it is no such list */
    static void requireNone(byte[] list, List<X509Certificate> chain) throws EvidenceRefused {
        if (list.length > MOST_BYTES) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH, "the status list has at most " + MOST_BYTES + " bytes, got " + list.length);
        }
        Set<String> serials = chain.stream()
                .map(certificate -> certificate.getSerialNumber().toString(16))
                .collect(Collectors.toSet());
        try (JsonParser json = JSON.createParser(list)) {
            if (json.nextToken() != JsonToken.START_OBJECT || !read(json, serials)) {
                throw new EvidenceRefused(Reason.MALFORMED, "the status list has no object \"entries\"");
            }
        } catch (IOException malformed) {
            throw new EvidenceRefused(Reason.MALFORMED, "the status list is not JSON");
        }
    }

    /** Whether there was an object of entries. The list is read to its end: half a list is none. */
    private static boolean read(JsonParser json, Set<String> serials) throws IOException, EvidenceRefused {
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean entries = json.currentName().equals("entries");
            if (json.nextToken() == JsonToken.START_OBJECT && entries) {
                found = true;
                requireNone(json, serials);
            } else {
                json.skipChildren();
            }
        }
        return found && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
    }

    private static void requireNone(JsonParser json, Set<String> serials) throws IOException, EvidenceRefused {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String serial = json.currentName().toLowerCase(Locale.ROOT);
            if (serials.contains(serial)) {
                throw new EvidenceRefused(Reason.CERT_REVOKED, "the status list names the serial " + serial);
            }
            json.nextToken();
            json.skipChildren();
        }
    }
}
