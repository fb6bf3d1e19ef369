package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Digests;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Reason;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustVector;
import io.lotabots.evidence.Verdict;
import io.lotabots.platform.Refusal;
import io.lotabots.verdicts.TeeKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From evidence to an appraisal: which policy, reference values, roots and collateral it is held to, and to which nonce. */
final class Appraiser {
    /** What is known beside a piece that must hold other bytes than the rest: those bytes, in hexadecimal. */
    static final String HOLDS = "holds";

    private static final byte[] KEYED = "lotabots key 1|".getBytes(StandardCharsets.US_ASCII);

    /** A report before version 3 names two products. */
    private static final int MOST_WISHES = 4;

    private final Submitted submitted;
    private final Policies policies;
    private final ReferenceValues references;
    private final Anchors anchors;
    private final StoredCollateral collateral;
    private final ChipWishes wishes;

    Appraiser(Aws aws, Kinds kinds) {
        this.submitted = new Submitted(kinds);
        this.policies = new Policies(aws, new PolicyText(kinds));
        this.references = new ReferenceValues(aws);
        this.anchors = new Anchors(aws);
        this.collateral = new StoredCollateral(aws);
        this.wishes = new ChipWishes(aws);
    }

    /**
     * What is not there is fetched by the clock, for the next piece: of what holds otherwise all that it lacked, of what could
     * not be verified at all the certificate of the chip that it names.
     *
     * @param missed the keys under which a verifier found nothing
     */
    void want(List<Appraisal> appraisals, List<String> missed, long now) {
        for (Appraisal appraisal : appraisals) {
            if (lacked(appraisal.cautions())) {
                collateral.want(Publishers.ofPlatform(appraisal.claims()), now);
            }
        }
        if (appraisals.stream().anyMatch(appraisal -> lacked(appraisal.refused()))) {
            missed.stream()
                    .flatMap(key -> Chip.of(key).stream())
                    .limit(MOST_WISHES)
                    .forEach(chip -> wishes.add(chip, now));
        }
    }

    private static boolean lacked(List<Appraisal.Note> notes) {
        return notes.stream().anyMatch(note -> note.code().equals(Reason.COLLATERAL_MISSING.code()));
    }

    Policies policies() {
        return policies;
    }

    Submitted submitted() {
        return submitted;
    }

    /**
     * The bytes that evidence must hold: the challenge's nonce. Where a miner claims the hardware, the SHA-256 of what the
     * miner signs ({@link Claimant#message}) takes the nonce's place, so that evidence made for one miner is nobody else's.
     * With a key of a guest it is the SHA-256 of {@code lotabots key 1|}, that, {@code |} and the key's JWK thumbprint (32
     * bytes), so that no other key can be put in its place.
     *
     * @param miner empty when nobody claims the hardware
     */
    static byte[] bound(byte[] nonce, String miner, Optional<TeeKey> teeKey) {
        byte[] fresh = miner.isEmpty()
                ? nonce
                : Digests.sha256(Claimant.message(nonce, miner).getBytes(StandardCharsets.UTF_8));
        if (teeKey.isEmpty()) {
            return fresh;
        }
        ByteArrayOutputStream keyed = new ByteArrayOutputStream();
        keyed.writeBytes(KEYED);
        keyed.writeBytes(fresh);
        keyed.write('|');
        keyed.writeBytes(Base64.getUrlDecoder().decode(teeKey.get().id()));
        return Digests.sha256(keyed.toByteArray());
    }

    /** The key of a guest as it is sent. @throws Refusal 400 when it is no public key that is taken */
    static Optional<TeeKey> teeKey(@Nullable JsonNode jwk) {
        if (jwk == null || jwk.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TeeKey.of(jwk));
        } catch (IllegalArgumentException wrong) {
            throw Fields.invalid("tee_public_key", "is not accepted: " + wrong.getMessage());
        }
    }

    /** @throws Refusal 400 for several pieces without a key of the guest: only it ties a GPU to the CPU beside it */
    static void requireTied(List<Submitted.Piece> pieces, Optional<TeeKey> teeKey) {
        if (pieces.size() > 1 && teeKey.isEmpty()) {
            throw new Refusal(
                    400,
                    "COMPOSITE_NEEDS_KEY",
                    "Several pieces of evidence are tied together by tee_public_key: each must hold the SHA-256 of"
                            + " 'lotabots key 1|', the nonce, '|' and the key's thumbprint");
        }
    }

    /** What goes with one piece beside the policy: what a credential proved, and where the chip's clock stood. */
    @FunctionalInterface
    interface Known {
        Map<String, Object> of(Submitted.Piece piece);
    }

    /**
     * Appraises every piece under one policy.
     *
     * @param bound the bytes that each piece must hold of which nothing else is known
     * @param missed where the keys go of collateral that was looked for and is not there
     * @throws Refusal 415 for a format that the policy does not take
     */
    List<Appraisal> appraise(
            List<Submitted.Piece> pieces,
            byte[] bound,
            PolicyDocument policy,
            Known known,
            List<String> missed,
            long now) {
        Collateral stored = collateral.at(now);
        Collateral watched = key -> {
            Optional<byte[]> found = stored.find(key);
            if (found.isEmpty()) {
                missed.add(key);
            }
            return found;
        };
        List<Appraisal> appraisals = new ArrayList<>();
        for (Submitted.Piece piece : pieces) {
            if (!policy.takes(piece.kind())) {
                throw new Refusal(
                        415,
                        "FORMAT_NOT_IN_POLICY",
                        "The policy " + policy.name() + " takes " + policy.formats() + ", got "
                                + piece.kind().name());
            }
            appraisals.add(one(piece, bound, policy, known, watched, now));
        }
        return appraisals;
    }

    /** What ran is not recognised any more by values that have ended. */
    private static Verdict unvouched(Verdict verdict, Set<String> ended) {
        if (ended.isEmpty() || !(verdict instanceof Verdict.Accepted accepted)) {
            return verdict;
        }
        Map<Reason, String> cautions = new EnumMap<>(Reason.class);
        cautions.putAll(accepted.cautions());
        cautions.put(Reason.COLLATERAL_EXPIRED, "the reference values of " + ended + " have ended");
        return new Verdict.Accepted(
                accepted.claims(), accepted.vector().withExecutables(TrustVector.UNRECOGNISED_EXECUTABLES), cautions);
    }

    private Appraisal one(
            Submitted.Piece piece, byte[] bound, PolicyDocument policy, Known known, Collateral watched, long now) {
        Policy own = policy.of(piece.kind());
        Policy settings = references.under(own, piece.kind().name(), now);
        Map<String, Object> more = new HashMap<>(known.of(piece));
        byte[] held = more.remove(HOLDS) instanceof String hex ? HexFormat.of().parseHex(hex) : bound;
        if (!more.isEmpty()) {
            Map<String, Object> all = new HashMap<>(settings.settings());
            all.putAll(more);
            settings = new Policy(all);
        }
        Terms terms = new Terms(held, Instant.ofEpochSecond(now), anchors.trusted(now), watched, settings);
        Verdict verdict = piece.kind().format().verify(piece.evidence(), terms);
        return Judge.appraise(
                piece, unvouched(verdict, references.ended(own, piece.kind().name(), now)), policy);
    }
}
