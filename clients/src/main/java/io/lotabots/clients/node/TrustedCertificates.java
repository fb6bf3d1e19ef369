package io.lotabots.clients.node;

import io.lotabots.clients.PlainError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates that the Java runtime trusts, and those of one file beside them. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * A TLS context that trusts the runtime's authorities and those in a PEM file.
     *
     * @throws PlainError when the file cannot be read or holds no certificate
     */
    static SSLContext with(Path pem) {
        try (var in = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int at = 0;
            for (var known : systemManager().getAcceptedIssuers()) {
                store.setCertificateEntry("system-" + at++, known);
            }
            var added = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (added.isEmpty()) {
                throw new PlainError("--ca " + pem + " holds no certificate in PEM form");
            }
            for (var certificate : added) {
                store.setCertificateEntry("added-" + at++, certificate);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers(store).getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new PlainError("--ca " + pem + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new PlainError("--ca " + pem + " holds no certificate in PEM form", e);
        }
    }

    private static X509TrustManager systemManager() throws GeneralSecurityException {
        return Arrays.stream(managers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
