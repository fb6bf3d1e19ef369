package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.tpm.TpmAttester;
import io.lotabots.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows this machine's TPM to the node and claims it for the miner: a challenge, the activation of the attestation key with the
 * first one, a quote. The TPM stays open from cycle to cycle and is opened anew after trouble. Made for one thread.
 */
final class TpmStep implements HardwareStep {
    /** What nodes take of one part; a longer log is left out, because a part of it proves nothing. */
    private static final int MOST_PART_BYTES = 256 * 1024;

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern NONCE = Pattern.compile("([0-9a-f]{2}){16,64}");
    private static final String NOT_BOUND = "ak_not_bound_to_ek";
    private static final String ALONE = "; without it the fingerprint counts alone";

    private final NodeClient node;
    private final Identity who;
    private final Opener opener;
    private @Nullable TpmAttester tpm;
    private boolean activated;
    private Instant counts = Instant.MIN;

    /** Opens the TPM. */
    interface Opener {
        TpmAttester open();
    }

    TpmStep(NodeClient node, Identity who, Opener opener) {
        this.node = node;
        this.who = who;
        this.opener = opener;
    }

    /**
     * The step for a machine.
     *
     * <p>A miner's chip is the one of its RSA key: nodes take no other for a device.
     *
     * @param address as tpm2-tools take it
     * @param folder where the attestation key is kept
     */
    static TpmStep of(NodeClient node, Identity who, String address, Path folder, Optional<Path> chain) {
        return new TpmStep(node, who, () -> TpmAttester.open(address, folder, "rsa", chain));
    }

    @Override
    public Optional<String> show() throws InterruptedException {
        try {
            NodeAnswer answer = attest(!activated);
            // A node that lost the key's activation, or saw another key of this TPM since, wants it again.
            if (activated && NOT_BOUND.equals(refusedFor(answer))) {
                answer = attest(true);
            }
            activated = answer.isDone() && refusedFor(answer).isEmpty();
            return Optional.of("  tpm: " + line(answer));
        } catch (PlainError trouble) {
            return Optional.of("  tpm: not shown, " + NodeAnswer.printable(String.valueOf(trouble.getMessage()))
                    + closed() + alone());
        }
    }

    @Override
    public void close() {
        TpmAttester open = tpm;
        tpm = null;
        activated = false;
        if (open != null) {
            open.close();
        }
    }

    /** Closes what is in trouble, so that the next cycle opens it anew; what stays behind on the disk is told. */
    private String closed() {
        try {
            close();
            return "";
        } catch (PlainError left) {
            return "; " + NodeAnswer.printable(String.valueOf(left.getMessage()));
        }
    }

    /** The answer of the step that refused, or the result. */
    private NodeAnswer attest(boolean activate) throws InterruptedException {
        TpmAttester open = tpm == null ? opener.open() : tpm;
        tpm = open;
        var challenge = node.post("/v1/challenges", "{}");
        if (!challenge.isDone()) {
            return challenge;
        }
        var id = challenge.body().path("challenge_id").asText("");
        var nonce = challenge.body().path("nonce_hex").asText("");
        if (!CHALLENGE.matcher(id).matches() || !NONCE.matcher(nonce).matches()) {
            return challenge.without("challenge_id and nonce_hex");
        }
        Map<String, byte[]> parts = new LinkedHashMap<>();
        if (activate) {
            var credential = node.post("/v1/challenges/" + id + "/credential", keys(open));
            if (!credential.isDone()) {
                return credential;
            }
            var blob = blob(credential);
            if (blob.isEmpty()) {
                return credential.without("credential_blob");
            }
            parts.put("credential_secret", open.activate(blob.get()));
        }
        var claim = ("lotabots device 1|" + nonce + "|" + who.wallet()).getBytes(StandardCharsets.UTF_8);
        // The TPM vouches for the claim as a whole: its quote is of no use to any other miner.
        parts.putAll(open.quote(Digests.sha256(claim)));
        return node.post("/v1/attestations", claimed(id, claim, parts));
    }

    private static String keys(TpmAttester tpm) {
        var parts = tpm.identity();
        var body = JsonNodeFactory.instance.objectNode();
        for (var name : new String[] {"ek_certificate", "ak_public"}) {
            body.put(name, Base64.getEncoder().encodeToString(parts.getOrDefault(name, new byte[0])));
        }
        return body.toString();
    }

    private static Optional<byte[]> blob(NodeAnswer credential) {
        try {
            var blob = Base64.getDecoder()
                    .decode(credential.body().path("credential_blob").asText(""));
            return blob.length == 0 ? Optional.empty() : Optional.of(blob);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The quote, claimed for this miner by a signature of its own key over what the quote holds the digest of. */
    private String claimed(String challenge, byte[] claim, Map<String, byte[]> parts) {
        var body = JsonNodeFactory.instance.objectNode().put("challenge_id", challenge);
        var evidence = body.putObject("evidence").put("format", "tpm2-quote");
        ObjectNode sent = evidence.putObject("parts");
        parts.forEach((name, content) -> {
            if (content.length <= MOST_PART_BYTES) {
                sent.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(content));
            }
        });
        body.putObject("miner")
                .put("id", who.wallet())
                .put("public_key", who.key().publicKeyHex())
                .put("signature", who.key().sign(claim));
        return body.toString();
    }

    private String line(NodeAnswer answer) {
        if (answer.status() == 404 && answer.step().endsWith("/v1/challenges")) {
            return "not shown, this node takes no evidence of hardware" + alone();
        }
        if (!answer.isDone()) {
            return "refused  " + answer.refusal() + alone();
        }
        if (!refusedFor(answer).isEmpty()) {
            return "refused  " + refusedFor(answer) + ": "
                    + NodeAnswer.printable(
                            answer.body().at("/appraisals/0/refused/0/detail").asText("")) + alone();
        }
        var tier = answer.text("tier").filter(text -> !text.isEmpty());
        var device =
                NodeAnswer.printable(answer.body().at("/appraisals/0/device").asText(""));
        var until = answer.whole("expires_at");
        if (tier.isEmpty() || until.isEmpty()) {
            return "appraised as " + answer.text("status").orElse("?") + "  device " + device + alone();
        }
        counts = Instant.ofEpochSecond(Math.min(until.getAsLong(), Instant.MAX.getEpochSecond()));
        return tier.get() + (tier.get().equals("warning") ? "  known until " : "  counts in the weight until ") + counts
                + "  device " + device
                + "  attestation " + answer.text("attestation_id").orElse("?")
                + cautions(answer.body());
    }

    /** Why it is no more than that. */
    private static String cautions(JsonNode result) {
        var codes = new TreeSet<String>();
        for (var caution : result.at("/appraisals/0/cautions")) {
            codes.add(NodeAnswer.printable(caution.path("code").asText("")));
        }
        return codes.isEmpty() ? "" : "  (" + String.join(", ", codes) + ")";
    }

    /** The code of why evidence did not hold; empty when it held. */
    private static String refusedFor(NodeAnswer answer) {
        return NodeAnswer.printable(
                answer.body().at("/appraisals/0/refused/0/code").asText(""));
    }

    private String alone() {
        return counts.equals(Instant.MIN) ? ALONE : "; what was shown before counts until " + counts;
    }
}
