package io.lotabots.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * The keys in which chains must end, in groups such as {@code amd} or {@code tpm}. They are pinned by public key: a
 * vendor's root certificate may be renewed or expire, its key is what was decided about. Evidence never brings its own.
 */
public final class TrustAnchors {
    /** A line of the data file: group, vendor, subject, key algorithm, key, last day, source, separated by tabs. */
    private static final int COLUMNS = 7;

    private final List<Anchor> anchors;

    private TrustAnchors(List<Anchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    /**
     * @param subject the name that certificates issued by it carry as their issuer
     * @param lastDay the last day of the vendor's own certificate of this key
     * @param source where the key was read
     */
    public record Anchor(
            String group, String vendor, X500Principal subject, PublicKey key, LocalDate lastDay, String source) {
        /** The key of a certificate as an anchor: for tests, and for what an operator adds. */
        public static Anchor of(String group, String vendor, X509Certificate certificate) {
            return new Anchor(
                    group,
                    vendor,
                    certificate.getSubjectX500Principal(),
                    certificate.getPublicKey(),
                    LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC),
                    "given");
        }
    }

    public static TrustAnchors of(List<Anchor> anchors) {
        return new TrustAnchors(anchors);
    }

    /** The vendors' roots that stand in {@code anchors.tsv} beside this class. */
    public static TrustAnchors pinned() {
        try (InputStream file = TrustAnchors.class.getResourceAsStream("anchors.tsv")) {
            if (file == null) {
                throw new IllegalStateException("anchors.tsv is not on the class path");
            }
            List<Anchor> anchors = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    anchors.add(anchor(line));
                }
            }
            return new TrustAnchors(anchors);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The anchors of one group; empty when nobody is trusted for it. */
    public List<Anchor> group(String group) {
        return anchors.stream().filter(anchor -> anchor.group().equals(group)).toList();
    }

    public List<Anchor> all() {
        return anchors;
    }

    /** Those whose vendor's own certificate ends on {@code day} or before: time to look for the vendor's next root. */
    public List<Anchor> endingBy(LocalDate day) {
        return anchors.stream().filter(anchor -> !anchor.lastDay().isAfter(day)).toList();
    }

    /** These and others: an operator's own roots beside the vendors'. */
    public TrustAnchors with(List<Anchor> more) {
        List<Anchor> both = new ArrayList<>(anchors);
        both.addAll(more);
        return new TrustAnchors(both);
    }

    private static Anchor anchor(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("anchors.tsv: " + columns.length + " columns in: " + line);
        }
        try {
            PublicKey key = KeyFactory.getInstance(columns[3])
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(columns[4])));
            return new Anchor(
                    columns[0],
                    columns[1],
                    new X500Principal(columns[2]),
                    key,
                    LocalDate.parse(columns[5]),
                    columns[6]);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException("anchors.tsv: the key of " + columns[2] + " cannot be read", wrong);
        }
    }
}
