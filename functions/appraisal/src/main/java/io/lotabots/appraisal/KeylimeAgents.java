package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.tpm.MakeCredential;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.tpm.TpmPublic;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Agents of Keylime: whoever shows a TPM's endorsement certificate under a name has the name with that TPM for ever. An
 * attestation key counts once the TPM has opened a credential for it, which the agent proves by a code over its name.
 */
final class KeylimeAgents {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private static final int MOST_CERTIFICATES = 8;

    private final Table agents;

    KeylimeAgents(Aws aws) {
        this.agents = aws.table("AGENTS");
    }

    /**
     * An agent whose attestation key is the TPM's.
     *
     * @param ekChain the certificate and its issuers in PEM, as the agent sent them; empty when it sent none
     * @param ek {@link Tpm2Quote#endorsementKeyId}
     * @param akName in hexadecimal
     * @param token the SHA-256 of its token in hexadecimal; empty while it asked for none since it registered
     * @param tokenUntil seconds since 1970
     */
    record Agent(
            String id,
            byte[] ekCertificate,
            String ekChain,
            byte[] akPublic,
            String ek,
            String akName,
            long attestations,
            String token,
            long tokenUntil) {
        static Optional<Agent> of(Item row) {
            return row.findText("ak_name")
                    .map(name -> new Agent(
                            row.text("agent_id"),
                            row.bytes("ek_certificate"),
                            row.findText("ek_chain").orElse(""),
                            row.bytes("ak_public"),
                            row.text("ek"),
                            name,
                            row.number("attestations", 0),
                            row.findText("token").orElse(""),
                            row.number("token_until", 0)));
        }

        /** The setting {@code activated_aks} of {@link Tpm2Quote}. */
        String activated() {
            return akName + "/" + ek;
        }
    }

    /**
     * Takes an agent's keys and makes a credential that its TPM alone opens.
     *
     * @param ekCertificates PEM, the chip's first, or the chip's in DER; the chain is verified with each quote
     * @param akPublic TPM2B_PUBLIC
     * @throws Refusal 400 when a key cannot be read, 409 when the name is another TPM's
     */
    byte[] register(String id, byte[] ekCertificates, byte[] akPublic, long now) {
        PublicKey ek;
        byte[] ekCertificate;
        byte[] name;
        byte[] blob;
        byte[] secret = RandomBytes.of(MakeCredential.MOST_SECRET_BYTES);
        try {
            X509Certificate chip = Certificates.pemOrDer(ekCertificates, MOST_CERTIFICATES).stream()
                    .findFirst()
                    .orElseThrow(() -> Fields.invalid("ekcert", "holds no certificate"));
            ek = chip.getPublicKey();
            ekCertificate = chip.getEncoded();
            name = TpmPublic.of(akPublic).name();
            blob = MakeCredential.blob(ek, name, secret, new SecureRandom());
        } catch (EvidenceRefused refused) {
            throw new Refusal(400, "INVALID_FIELD", "The keys cannot be read: " + refused.detail());
        } catch (IllegalArgumentException | CertificateEncodingException wrong) {
            throw new Refusal(400, "INVALID_FIELD", "No credential can be made: " + wrong.getMessage());
        }
        String ekId = Tpm2Quote.endorsementKeyId(ek);
        // A certificate alone is all that DER holds.
        String chain = ekCertificates[0] == 0x30 ? "" : new String(ekCertificates, StandardCharsets.US_ASCII);
        Written written = agents.update(
                key(id),
                Expression.of(
                                "SET #ek = :ek, #pending_certificate = :certificate, #pending_chain = :chain, #pending_public = :public,"
                                        + " #pending_name = :name, #pending_tag = :tag, #pending_at = :now")
                        .with(":ek", ekId)
                        .with(":certificate", ekCertificate)
                        .with(":chain", chain)
                        .with(":public", akPublic)
                        .with(":name", HexFormat.of().formatHex(name))
                        .with(":tag", tag(secret, id))
                        .with(":now", now),
                Expression.of("attribute_not_exists(#ek) OR #ek = :ek").with(":ek", ekId));
        if (!written.done()) {
            throw new Refusal(409, "AGENT_TAKEN", "This agent has registered with another TPM");
        }
        return blob;
    }

    /** @param authTag HMAC-SHA-384 in hexadecimal, keyed with the base64 text of the secret, over the agent's name */
    void activate(String id, String authTag, long now) {
        Item row = agents.get(key(id)).orElseThrow(() -> unknown(id));
        byte[] tag = authTag.getBytes(StandardCharsets.UTF_8);
        if (row.findText("pending_tag")
                .filter(pending -> Digests.sameBytes(pending.getBytes(StandardCharsets.UTF_8), tag))
                .isEmpty()) {
            throw new Refusal(400, "AUTH_TAG_MISMATCH", "auth_tag is not the code of the credential's secret");
        }
        Written written = agents.update(
                key(id),
                Expression.of(
                                "SET #ek_certificate = #pending_certificate, #ek_chain = #pending_chain, #ak_public = #pending_public,"
                                        + " #ak_name = #pending_name, #activated_at = :now REMOVE #pending_tag, #token, #token_until")
                        .with(":now", now),
                Expression.of("#pending_tag = :tag").with(":tag", authTag));
        if (!written.done()) {
            throw new Refusal(409, "AGENT_CHANGED", "The agent registers again right now; try again");
        }
    }

    /** @throws Refusal 404 when there is none with an active key */
    Agent find(String id) {
        return lookedUp(id).orElseThrow(() -> unknown(id));
    }

    /** The same, empty when there is none. */
    Optional<Agent> lookedUp(String id) {
        return agents.get(key(id)).flatMap(Agent::of);
    }

    /** Counts an attestation up. @return its index, from 0 */
    long next(String id) {
        Written written = agents.update(
                key(id),
                Expression.of("ADD #attestations :one").with(":one", 1),
                Expression.of("attribute_exists(#ak_name)"));
        if (written instanceof Written.Done done) {
            return done.row().number("attestations", 1) - 1;
        }
        throw unknown(id);
    }

    private static Item key(String id) {
        return Item.of("agent_id", id);
    }

    private static Refusal unknown(String id) {
        return new Refusal(404, "NO_AGENT", "No agent " + Fields.shown(id) + " is registered and activated");
    }

    /** What an agent makes of the secret, as Keylime's registrar expects it. */
    static String tag(byte[] secret, String id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA384");
            mac.init(new SecretKeySpec(
                    Base64.getEncoder().encodeToString(secret).getBytes(StandardCharsets.US_ASCII), "HmacSHA384"));
            return HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
