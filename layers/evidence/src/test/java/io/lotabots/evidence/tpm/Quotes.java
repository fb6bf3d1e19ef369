package io.lotabots.evidence.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.Verdict;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What the tests of quotes share: a maker of TPMs, a quote of one of them, and what is asked of it. */
final class Quotes {
    static final Authority ROOT = TestPki.root("CN=TPM Root,O=Maker", "P-256");
    static final Authority MAKER = ROOT.authority("CN=TPM Manufacturing,O=Maker", "P-256");
    static final byte[] NONCE = HexFormat.of().parseHex("5a".repeat(32));
    static final byte[] SECRET = HexFormat.of().parseHex("c3".repeat(32));
    static final Integer[] PCRS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    static final Tpm2Quote FORMAT = new Tpm2Quote();

    private Quotes() {}

    /** A whole answer: quote, values, logs of a boot, endorsement and the activated secret. */
    static Evidence genuine(SoftTpm tpm) {
        TestLogs logs = TestLogs.boot(tpm);
        Map<String, byte[]> parts = new HashMap<>(quote(tpm).parts());
        parts.put("event_log", logs.events());
        parts.put("ima_log", logs.ima());
        return new Evidence(parts);
    }

    /** The same without logs. */
    static Evidence quote(SoftTpm tpm) {
        return quote(tpm, tpm.message(NONCE, PCRS));
    }

    static Evidence quote(SoftTpm tpm, byte[] message) {
        Map<String, byte[]> parts = new HashMap<>();
        parts.put("ak_public", tpm.akPublic());
        parts.put("message", message);
        parts.put("signature", tpm.sign(message));
        parts.put("pcrs", tpm.pcrJson());
        parts.put("ek_certificate", TestPki.encoded(tpm.certify(MAKER, "id:49465800", "SLB9672")));
        parts.put("ek_chain", TestPki.encoded(MAKER.certificate()));
        parts.put("credential_secret", SECRET);
        return new Evidence(parts);
    }

    /** Terms that offered the secret to this TPM, and ask more. */
    static Terms terms(SoftTpm tpm, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.putIfAbsent("credential", Tpm2Quote.credential(tpm.ek.getPublic(), name(tpm), SECRET));
        return terms(settings);
    }

    static Terms terms(Map<String, Object> settings) {
        return terms(settings, ROOT.anchors("tpm"), Collateral.NONE);
    }

    static Terms terms(Map<String, Object> settings, TrustAnchors anchors, Collateral collateral) {
        return new Terms(NONCE, TestPki.NOW, anchors, collateral, new Policy(settings));
    }

    static byte[] name(SoftTpm tpm) {
        byte[] digest = TpmHash.SHA256.digest(tpm.akPublic());
        byte[] name = new byte[34];
        name[1] = 0x0B;
        System.arraycopy(digest, 0, name, 2, 32);
        return name;
    }

    /** Reference values for what firmware, its drivers and the loader measured, as they are. */
    static Map<String, Object> references(SoftTpm tpm) {
        Map<String, Object> references = new HashMap<>();
        for (int pcr : List.of(0, 2, 4, 7)) {
            references.put("pcr_" + pcr, HexFormat.of().formatHex(tpm.pcrs.getOrDefault(pcr, new byte[0])));
        }
        return references;
    }

    static Verdict.Accepted accepted(Evidence evidence, Terms terms) {
        Verdict verdict = FORMAT.verify(evidence, terms);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    static void refused(Reason reason, Evidence evidence, Terms terms) {
        assertThat(FORMAT.verify(evidence, terms))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }
}
