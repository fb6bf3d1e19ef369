package io.lotabots.evidence.tpm;

import static io.lotabots.evidence.Mutations.with;
import static io.lotabots.evidence.tpm.Quotes.MAKER;
import static io.lotabots.evidence.tpm.Quotes.ROOT;
import static io.lotabots.evidence.tpm.Quotes.accepted;
import static io.lotabots.evidence.tpm.Quotes.quote;
import static io.lotabots.evidence.tpm.Quotes.refused;
import static io.lotabots.evidence.tpm.Quotes.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TestPki.Authority;
import io.lotabots.evidence.Tier;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.TrustAnchors.Anchor;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
    private static final KeyPurposeId EK_USE = use(TpmCertificates.ENDORSEMENT);
    private static final KeyPurposeId AK_USE = use(TpmCertificates.ATTESTATION);

    private final SoftTpm tpm = SoftTpm.ecdsa();

    @Test
    void a_software_key_that_claims_to_be_a_tpms_is_refused() {
        SoftTpm software = new SoftTpm(TestPki.keys("P-256"), SoftTpm.ECDSA, TpmHash.SHA256, tpm.ek);
        refused(Reason.AK_NOT_BOUND_TO_EK, quote(software), terms(tpm, Map.of()));
        refused(Reason.AK_NOT_BOUND_TO_EK, quote(software), terms(Map.of()));
        refused(Reason.AK_NOT_BOUND_TO_EK, with(quote(software), "ek_certificate", null), terms(tpm, Map.of()));
    }

    @Test
    void the_secret_must_be_the_one_that_was_wrapped_for_this_endorsement_key() {
        Evidence evidence = quote(tpm);
        refused(Reason.AK_NOT_BOUND_TO_EK, with(evidence, "credential_secret", new byte[32]), terms(tpm, Map.of()));
        refused(Reason.AK_NOT_BOUND_TO_EK, with(evidence, "credential_secret", null), terms(tpm, Map.of()));
        SoftTpm other = new SoftTpm(tpm.ak, SoftTpm.ECDSA, TpmHash.SHA256, TestPki.keys("P-256"));
        refused(Reason.AK_NOT_BOUND_TO_EK, quote(other), terms(tpm, Map.of()));
    }

    @Test
    void a_key_that_was_activated_earlier_is_known_by_its_name_and_its_endorsement_key() {
        Evidence evidence = with(quote(tpm), "credential_secret", null);
        String name = HexFormat.of().formatHex(Quotes.name(tpm));
        String both = name + "/" + Tpm2Quote.endorsementKeyId(tpm.ek.getPublic());

        var shown = accepted(evidence, terms(Map.of("activated_aks", List.of(both))));
        var notShown = accepted(with(evidence, "ek_certificate", null), terms(Map.of("activated_aks", List.of(both))));

        assertThat(shown.cautions()).isEmpty();
        assertThat(shown.vector().hardware()).isEqualTo(2);
        assertThat(notShown.cautions()).containsOnlyKeys(Reason.AK_NOT_BOUND_TO_EK);
        assertThat(notShown.vector().instanceIdentity()).isEqualTo(2);
        assertThat(notShown.status()).isEqualTo(Tier.WARNING);
        String otherEk = name + "/" + "00".repeat(32);
        refused(Reason.AK_NOT_BOUND_TO_EK, evidence, terms(Map.of("activated_aks", List.of(otherEk))));
        refused(Reason.AK_NOT_BOUND_TO_EK, evidence, terms(Map.of("activated_aks", List.of("000b" + "00".repeat(32)))));
    }

    @Test
    void an_unbound_key_is_accepted_only_when_allowed_and_never_affirmed() {
        Evidence evidence = with(quote(tpm), "ek_certificate", null);
        refused(Reason.AK_NOT_BOUND_TO_EK, evidence, terms(Map.of()));
        Map<String, Object> settings = new HashMap<>(Quotes.references(tpm));
        settings.put("allow_unbound_ak", true);
        var verdict = accepted(evidence, terms(settings));
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.AK_NOT_BOUND_TO_EK);
        assertThat(verdict.vector().instanceIdentity()).isZero();
    }

    @Test
    void a_firmware_tpm_of_amds_is_never_affirmed() {
        X509Certificate certificate = tpm.certify(MAKER, "id:414D4400", "AMD");
        Evidence evidence = with(quote(tpm), "ek_certificate", TestPki.encoded(certificate));
        Map<String, Object> settings = new HashMap<>(Quotes.references(tpm));
        settings.put("credential", Tpm2Quote.credential(tpm.ek.getPublic(), Quotes.name(tpm), Quotes.SECRET));
        Anchor amd = Anchor.of("tpm", "AMD fTPM", ROOT.certificate());

        var verdict =
                accepted(evidence, Quotes.terms(settings, TrustAnchors.pinned().with(List.of(amd)), Collateral.NONE));

        assertThat(verdict.cautions()).containsOnlyKeys(Reason.SILICON_WITH_KNOWN_BREAK);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(TrustAnchors.pinned().group("tpm"))
                .as("the name under which they are pinned")
                .anyMatch(anchor -> anchor.vendor().equals("AMD fTPM"));
    }

    @ParameterizedTest
    @CsvSource({
        "id:00001014, swtpm",
        "id:474F4F47, vTPM",
        "id:4D534654, TPM",
        "id:414D5A4E, NitroTPM",
        "id:564D5700, VMware",
        "id:53494D30, x",
        "id:49465800, SwTPM 2"
    })
    void a_tpm_in_software_is_a_caution(String manufacturer, String model) {
        X509Certificate certificate = tpm.certify(MAKER, manufacturer, model);
        Evidence evidence = with(quote(tpm), "ek_certificate", TestPki.encoded(certificate));
        Map<String, Object> references = Quotes.references(tpm);

        var verdict = accepted(evidence, terms(tpm, references));

        assertThat(verdict.cautions()).containsOnlyKeys(Reason.VIRTUAL_TPM);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(verdict.claims()).containsEntry("virtual", true);
    }

    @ParameterizedTest
    @CsvSource({
        "id:49465800, IFX",
        "id:53544D20, STM",
        "id:4E544300, NTC",
        "id:494E5443, INTC",
        "id:414D4400, AMD",
        "id:FFFFFFFF, FFFFFFFF"
    })
    void makers_of_chips_are_named(String identifier, String manufacturer) {
        X509Certificate certificate = tpm.certify(MAKER, identifier, "chip");
        Evidence evidence = with(quote(tpm), "ek_certificate", TestPki.encoded(certificate));
        assertThat(accepted(evidence, terms(tpm, Map.of())).claims())
                .containsEntry("tpmManufacturer", manufacturer)
                .containsEntry("virtual", false);
    }

    @Test
    void the_endorsement_ends_in_a_makers_root_and_not_in_what_the_attester_brings() {
        Evidence evidence = quote(tpm);
        refused(
                Reason.UNTRUSTED_ROOT,
                evidence,
                terms(terms(tpm, Map.of()).policy().settings(), TrustAnchors.of(List.of()), Collateral.NONE));
        Authority stranger =
                TestPki.root("CN=TPM Root,O=Maker", "P-256").authority("CN=TPM Manufacturing,O=Maker", "P-256");
        Evidence foreign = with(
                with(evidence, "ek_certificate", TestPki.encoded(tpm.certify(stranger, "id:49465800", "x"))),
                "ek_chain",
                TestPki.encoded(stranger.certificate()));
        assertThat(Quotes.FORMAT.verify(foreign, terms(tpm, Map.of())).accepted())
                .isFalse();
        refused(Reason.UNTRUSTED_ROOT, with(evidence, "ek_chain", null), terms(tpm, Map.of()));
    }

    @Test
    void issuers_may_come_from_what_makers_publish() {
        Evidence evidence = with(quote(tpm), "ek_chain", null);
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + java.util.Base64.getEncoder().encodeToString(TestPki.encoded(MAKER.certificate()))
                + "\n-----END CERTIFICATE-----\n";
        accepted(
                evidence,
                terms(
                        terms(tpm, Map.of()).policy().settings(),
                        ROOT.anchors("tpm"),
                        Collateral.of(
                                Map.of("tpm/issuers", pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))));
    }

    @Test
    void a_certificate_for_another_use_endorses_nothing() {
        X509Certificate wrongUse = SoftTpm.certify(MAKER, "", tpm.ek, AK_USE, "id:49465800", "x", Map.of());
        X509Certificate noUse = MAKER.leaf("CN=x", tpm.ek.getPublic(), Map.of(), Set.of());
        for (X509Certificate certificate : List.of(wrongUse, noUse)) {
            refused(
                    Reason.BAD_CHAIN,
                    with(quote(tpm), "ek_certificate", TestPki.encoded(certificate)),
                    terms(tpm, Map.of()));
        }
    }

    @Test
    void a_maker_may_certify_the_attestation_key_itself() {
        byte[] certified =
                TestPki.encoded(SoftTpm.certify(MAKER, "", tpm.ak, AK_USE, "id:49465800", "SLB9672", Map.of()));
        Evidence evidence = with(quote(tpm), "credential_secret", null);
        evidence = with(evidence, "ek_certificate", null);
        evidence = with(
                with(evidence, "ak_certificate", certified),
                "ak_chain",
                evidence.parts().get("ek_chain"));

        var verdict = accepted(evidence, terms(Map.of()));

        assertThat(verdict.cautions()).isEmpty();
        assertThat(verdict.claims()).containsEntry("akBinding", "certificate");
        byte[] ofAnother =
                TestPki.encoded(SoftTpm.certify(MAKER, "", tpm.ek, AK_USE, "id:49465800", "SLB9672", Map.of()));
        refused(Reason.AK_NOT_BOUND, with(evidence, "ak_certificate", ofAnother), terms(Map.of()));
        byte[] endorsement = TestPki.encoded(tpm.certify(MAKER, "id:49465800", "SLB9672"));
        refused(Reason.BAD_CHAIN, with(evidence, "ak_certificate", endorsement), terms(Map.of()));
    }

    @Test
    void a_revocation_list_that_the_certificate_names_is_wanted() throws CRLException {
        String address = "http://maker.example/ek.crl";
        X509Certificate certificate = SoftTpm.certify(
                MAKER, "", tpm.ek, EK_USE, "id:49465800", "SLB9672", Map.of("2.5.29.31", distributionPoint(address)));
        Evidence evidence = with(quote(tpm), "ek_certificate", TestPki.encoded(certificate));
        Map<String, Object> settings = new HashMap<>(Quotes.references(tpm));
        settings.putAll(terms(tpm, Map.of()).policy().settings());

        var without = accepted(evidence, terms(settings));

        assertThat(without.cautions()).containsOnlyKeys(Reason.COLLATERAL_MISSING);
        assertThat(without.status()).isEqualTo(Tier.WARNING);
        byte[] clean = MAKER.revoking(TestPki.BEGIN, TestPki.END).getEncoded();
        byte[] revoking =
                MAKER.revoking(TestPki.BEGIN, TestPki.END, certificate).getEncoded();
        byte[] foreign = ROOT.revoking(TestPki.BEGIN, TestPki.END).getEncoded();
        assertThat(accepted(evidence, listed(settings, address, clean)).status())
                .isEqualTo(Tier.AFFIRMING);
        refused(Reason.CERT_REVOKED, evidence, listed(settings, address, revoking));
        refused(Reason.BAD_CRL_SIGNATURE, evidence, listed(settings, address, foreign));
    }

    @Test
    void a_key_whose_primes_are_known_to_be_weak_is_a_caution() throws GeneralSecurityException {
        SoftTpm weak = new SoftTpm(tpm.ak, SoftTpm.ECDSA, TpmHash.SHA256, weakKey());
        var verdict = accepted(quote(weak), terms(weak, Quotes.references(weak)));
        assertThat(verdict.cautions()).containsOnlyKeys(Reason.SILICON_WITH_KNOWN_BREAK);
        assertThat(verdict.status()).isEqualTo(Tier.WARNING);
        assertThat(WeakPrimes.in(SoftTpm.Keys.RSA.getPublic())).isFalse();
    }

    /** Primes as the faulty library made them: k M + (65537^a mod M), M the product of the first 126 primes. */
    private static KeyPair weakKey() throws GeneralSecurityException {
        BigInteger product = BigInteger.ONE;
        BigInteger small = BigInteger.ONE;
        for (int i = 0; i < 126; i++) {
            small = small.nextProbablePrime();
            product = product.multiply(small);
        }
        Random random = new Random(1);
        BigInteger modulus = weakPrime(product, random).multiply(weakPrime(product, random));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537))),
                SoftTpm.Keys.RSA.getPrivate());
    }

    private static BigInteger weakPrime(BigInteger product, Random random) {
        while (true) {
            BigInteger rest = BigInteger.valueOf(65537).modPow(new BigInteger(64, random), product);
            BigInteger top = BigInteger.ONE.shiftLeft(1023).add(BigInteger.ONE.shiftLeft(1022));
            BigInteger factor = top.divide(product).add(new BigInteger(50, random));
            BigInteger candidate = factor.multiply(product).add(rest);
            if (candidate.bitLength() == 1024 && candidate.isProbablePrime(30)) {
                return candidate;
            }
        }
    }

    @Test
    void published_issuers_lead_to_pinned_roots() throws Exception {
        TrustAnchors pinned = TrustAnchors.pinned();
        List<X509Certificate> issuers = new ArrayList<>(TpmCertificates.shipped());
        assertThat(issuers).hasSizeGreaterThan(20);
        for (X509Certificate issuer : issuers) {
            assertThat(issuer.getBasicConstraints())
                    .as(issuer.getSubjectX500Principal().getName())
                    .isNotNegative();
            var chains = new io.lotabots.evidence.Chains();
            chains.verify(chains.order(issuer, issuers), pinned.group("tpm"), TestPki.NOW, Set.of("2.5.29.37"));
        }
        assertThat(pinned.group("microsoft-tpm")).hasSize(1);
        assertThat(pinned.group("tpm"))
                .extracting(TrustAnchors.Anchor::vendor)
                .contains("Infineon", "Intel", "Nuvoton", "Nationz", "STMicroelectronics", "Google Cloud vTPM");
    }

    private static io.lotabots.evidence.Terms listed(Map<String, Object> settings, String address, byte[] list) {
        return terms(settings, ROOT.anchors("tpm"), Collateral.of(Map.of("crl/" + address, list)));
    }

    private static byte[] distributionPoint(String address) {
        try {
            var name = new DistributionPointName(
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address)));
            return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)}).getEncoded();
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPurposeId use(String identifier) {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(identifier));
    }
}
