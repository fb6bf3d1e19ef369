package io.lotabots.clients.tpm;

import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.TpmPublic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The endorsement key of a TPM: the certificate that its maker left in the TPM's memory, and the key itself, where it is
 * kept or made again from the same template (TCG EK Credential Profile, section 2.2).
 *
 * @param certificate in DER
 * @param chain issuers that the maker left beside it, in PEM; empty when there are none
 * @param key what uses it
 */
record Endorsement(byte[] certificate, byte[] chain, Key key) {
    /**
     * @param context as {@code -C} of tpm2-tools takes it
     * @param byPolicy whether its use wants a policy session with the secret of the endorsement hierarchy, as the older
     *     templates do; the newer ones take the key's own empty password
     */
    record Key(String context, boolean byPolicy) {}

    /** A certificate's place, where its key is usually kept, and how it is made when it is not kept. */
    private record Place(String index, String handle, String template) {}

    private static final List<Place> PLACES = List.of(
            new Place("0x1c00002", "0x81010001", "rsa"),
            new Place("0x1c0000a", "0x81010002", "ecc"),
            new Place("0x1c00012", "0x81010012", ""),
            new Place("0x1c00014", "0x81010014", ""),
            new Place("0x1c00016", "0x81010016", ""));

    private static final Pattern INDEX = Pattern.compile("0x1[Cc]0[0-9A-Fa-f]{4}");
    private static final int FIRST_CHAIN_INDEX = 0x1c00100;
    private static final int LAST_CHAIN_INDEX = 0x1c001ff;

    /**
     * Finds the first endorsement key that has a certificate.
     *
     * @param kind {@code rsa}, {@code ecc} or empty for either
     * @throws PlainError when this TPM has none of this kind
     */
    static Endorsement find(TpmTools tools, Path folder, String kind) {
        List<String> indexes = INDEX.matcher(text(tools.run("tpm2_getcap", "handles-nv-index")))
                .results()
                .map(match -> match.group().toLowerCase(Locale.ROOT))
                .toList();
        for (Place place : PLACES) {
            if (!indexes.contains(place.index)) {
                continue;
            }
            byte[] certificate = exactly(read(tools, place.index));
            X509Certificate parsed = parsed(certificate);
            if (!kind.isEmpty() && !parsed.getPublicKey().getAlgorithm().equals(kind.equals("ecc") ? "EC" : "RSA")) {
                continue;
            }
            Optional<Key> key = key(tools, folder, place, parsed);
            if (key.isPresent()) {
                return new Endorsement(certificate, chain(tools, indexes), key.get());
            }
        }
        throw PlainError.notDone(
                "this TPM has no endorsement certificate" + (kind.isEmpty() ? "" : " for a key of kind " + kind));
    }

    /** The kept key when it is the certificate's, else the one that the default template gives. */
    private static Optional<Key> key(TpmTools tools, Path folder, Place place, X509Certificate certificate) {
        String kept = text(tools.run("tpm2_getcap", "handles-persistent"));
        if (kept.toLowerCase(Locale.ROOT).contains(place.handle)) {
            tools.run("tpm2_readpublic", "-c", place.handle, "-f", "tss", "-o", "ek.pub");
            Optional<Key> key = of(place.handle, folder.resolve("ek.pub"), certificate);
            if (key.isPresent()) {
                return key;
            }
        }
        if (place.template.isEmpty()) {
            return Optional.empty();
        }
        tools.run("tpm2_createek", "-G", place.template, "-c", "ek.ctx", "-f", "tss", "-u", "ek.pub");
        return of("ek.ctx", folder.resolve("ek.pub"), certificate);
    }

    /** The key when it is the one that was certified. */
    private static Optional<Key> of(String context, Path publicArea, X509Certificate certificate) {
        try {
            TpmPublic key = TpmPublic.of(Files.readAllBytes(publicArea));
            return Arrays.equals(
                            key.key().getEncoded(), certificate.getPublicKey().getEncoded())
                    ? Optional.of(new Key(context, !key.has(TpmPublic.USER_WITH_AUTH)))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw PlainError.notDone("cannot read " + unreadable.getMessage());
        } catch (EvidenceRefused notSupported) {
            return Optional.empty();
        }
    }

    private static byte[] chain(TpmTools tools, List<String> indexes) {
        StringBuilder pem = new StringBuilder();
        for (String index : indexes) {
            int number = Integer.decode(index);
            if (number >= FIRST_CHAIN_INDEX && number <= LAST_CHAIN_INDEX) {
                for (byte[] certificate : certificates(read(tools, index))) {
                    pem.append("-----BEGIN CERTIFICATE-----\n")
                            .append(Base64.getEncoder().encodeToString(certificate))
                            .append("\n-----END CERTIFICATE-----\n");
                }
            }
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(TpmTools tools, String index) {
        // By the index's own empty password: the owner's may be set.
        return tools.run("tpm2_nvread", "-C", index, index);
    }

    /** Indexes are sometimes longer than their certificate: the bytes of the first element of DER. */
    private static byte[] exactly(byte[] bytes) {
        List<byte[]> found = certificates(bytes);
        return found.isEmpty() ? bytes : found.getFirst();
    }

    private static List<byte[]> certificates(byte[] bytes) {
        List<byte[]> found = new ArrayList<>();
        int at = 0;
        while (at + 4 <= bytes.length && bytes[at] == 0x30 && (bytes[at + 1] & 0xff) == 0x82) {
            int end = at + 4 + ((bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff);
            if (end > bytes.length) {
                break;
            }
            found.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return found;
    }

    private static X509Certificate parsed(byte[] certificate) {
        try {
            return Certificates.der(certificate);
        } catch (EvidenceRefused malformed) {
            throw PlainError.notDone("the endorsement certificate cannot be read: " + malformed.detail());
        }
    }

    private static String text(byte[] output) {
        return new String(output, StandardCharsets.UTF_8);
    }
}
