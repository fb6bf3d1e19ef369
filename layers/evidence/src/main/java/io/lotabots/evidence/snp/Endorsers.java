package io.lotabots.evidence.snp;

import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The six intermediates that AMD's roots have signed so far, from {@code endorsers.pem} beside this class: a convenience
 * that saves collateral, no trust. What else is needed comes as collateral or with the evidence.
 */
final class Endorsers {
    /** The most certificates that one source may bring. */
    static final int MOST = 8;

    private Endorsers() {}

    static List<X509Certificate> known() {
        try (InputStream file = Endorsers.class.getResourceAsStream("endorsers.pem")) {
            if (file == null) {
                throw new IllegalStateException("endorsers.pem is not on the class path");
            }
            return Certificates.pem(file.readAllBytes(), MOST);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (EvidenceRefused malformed) {
            throw new IllegalStateException("endorsers.pem cannot be read", malformed);
        }
    }
}
