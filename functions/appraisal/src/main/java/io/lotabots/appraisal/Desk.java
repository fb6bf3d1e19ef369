package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Json;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import io.lotabots.verdicts.TeeKey;
import io.lotabots.verdicts.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a challenge and its evidence to a signed result that is kept: what every face of this service comes to. */
final class Desk {
    private final Sessions sessions;
    private final Appraiser appraiser;
    private final Devices devices;
    private final TpmSteps tpm;
    private final AppKeys apps;
    private final Claimant claimant;
    private final MinerTier tiers;
    private final EarKeys keys;
    private final Results results;
    private final long resultSeconds;

    Desk(Aws aws, Kinds kinds) {
        this.sessions = new Sessions(aws);
        this.appraiser = new Appraiser(aws, kinds);
        this.devices = new Devices(aws);
        this.tpm = new TpmSteps(sessions, devices);
        this.apps = new AppKeys(devices);
        this.claimant = new Claimant(aws);
        this.tiers = new MinerTier(aws);
        this.keys = new EarKeys(aws);
        this.results = new Results(aws);
        this.resultSeconds = aws.env().number("RESULT_SECONDS");
    }

    /**
     * @param kept what of the evidence is kept with the result, in a form that {@link Submitted#pieces} reads
     * @param face where the challenge was asked for
     * @param known what the face itself knows beside the policy, as of keys that it saw activated
     */
    record Handed(
            String challengeId,
            List<Submitted.Piece> pieces,
            JsonNode kept,
            Optional<TeeKey> teeKey,
            Claimant.@Nullable Claim miner,
            Face face,
            Map<String, Object> known) {
        Handed(
                String challengeId,
                List<Submitted.Piece> pieces,
                JsonNode kept,
                Optional<TeeKey> teeKey,
                Claimant.@Nullable Claim miner,
                Face face) {
            this(challengeId, pieces, kept, teeKey, miner, face, Map.of());
        }

        Handed(
                String challengeId,
                List<Submitted.Piece> pieces,
                Optional<TeeKey> teeKey,
                Claimant.@Nullable Claim miner) {
            this(challengeId, pieces, Submitted.kept(pieces), teeKey, miner, Face.OWN);
        }
    }

    /**
     * A result.
     *
     * @param ear the signed result: a JSON Web Token
     * @param status the worst status of all pieces
     * @param miner who the hardware belongs to from now on; empty when nobody claimed it
     * @param tier what the miner's weight counts until then: {@code affirming}, {@code virtual-tpm} or {@code warning}
     * @param expiresAt seconds since 1970 until which the result counts
     */
    record Answer(
            String attestationId,
            String status,
            String ear,
            String profile,
            String miner,
            String tier,
            long issuedAt,
            long expiresAt,
            List<Appraisal> appraisals) {}

    Submitted submitted() {
        return appraiser.submitted();
    }

    /**
     * Takes the challenge, appraises, and keeps what came of it. Evidence that does not hold has a result too, which says so.
     *
     * @throws Refusal when there is nothing to appraise, the challenge is closed, or the hardware is another miner's
     */
    Answer attest(Handed handed, long now) {
        Appraiser.requireTied(handed.pieces, handed.teeKey);
        Sessions.Session session = sessions.spend(handed.challengeId, handed.face.name(), now);
        PolicyDocument policy = appraiser.policies().active(session.profile(), now);
        String miner = claimant.proven(handed.miner, session.nonce());
        Map<String, Map<String, Object>> known = new LinkedHashMap<>();
        handed.pieces.forEach(piece -> {
            Map<String, Object> beside = new HashMap<>(tpm.known(piece, session.row()));
            beside.putAll(apps.known(piece));
            beside.putAll(handed.known);
            byte[] own = handed.face.ofPiece().get(piece.label());
            if (own != null) {
                beside.put(Appraiser.HOLDS, HexFormat.of().formatHex(own));
            }
            known.put(piece.label(), beside);
        });
        byte[] bound = handed.face.bound().orElseGet(() -> Appraiser.bound(session.nonce(), miner, handed.teeKey));
        List<String> missed = new ArrayList<>();
        List<Appraisal> appraisals = appraiser.appraise(
                handed.pieces, bound, policy, piece -> known.getOrDefault(piece.label(), Map.of()), missed, now);
        appraiser.want(appraisals, missed, now);
        if (!miner.isEmpty()) {
            TpmSteps.requireClaimable(appraisals);
        }
        List<Devices.Seen> seen = seen(appraisals);
        devices.seen(seen, miner, now);
        String owner = seen.stream().anyMatch(Devices.Seen::mayBeOwned) ? miner : "";
        String id = HexFormat.of().formatHex(RandomBytes.of(16));
        long expiresAt = Math.addExact(now, resultSeconds);
        String ear = Tokens.signed(
                Ear.claims(id, session.nonce(), session.audience(), appraisals, handed.teeKey, now, expiresAt),
                keys.at(now));
        // Weight is earned under the strict policy alone: others are made for other purposes than fairness among
        // miners.
        boolean counts = !owner.isEmpty() && session.profile().equals(PolicyDocument.STRICT.name());
        Optional<MinerTier.Counted> counted = counts ? MinerTier.of(appraisals) : Optional.empty();
        Answer answer = new Answer(
                id,
                Judge.together(appraisals),
                ear,
                session.profile(),
                owner,
                counted.map(MinerTier.Counted::tier).orElse(""),
                now,
                expiresAt,
                appraisals);
        results.put(
                new Results.Result(
                        id,
                        Json.write(answer),
                        bound,
                        session.profile(),
                        handed.teeKey.map(key -> Json.write(key.jwk())).orElse(""),
                        Json.write(known),
                        now),
                handed.kept);
        counted.ifPresent(best -> tiers.leave(owner, best, expiresAt, now));
        return answer;
    }

    /** Each chip once, however many pieces show it. */
    private static List<Devices.Seen> seen(List<Appraisal> appraisals) {
        Map<String, Devices.Seen> seen = new LinkedHashMap<>();
        for (Appraisal appraisal : appraisals) {
            if (appraisal.accepted() && !appraisal.device().isEmpty()) {
                Map<String, Object> more = TpmSteps.remembered(appraisal);
                seen.putIfAbsent(
                        appraisal.device(), new Devices.Seen(appraisal.device(), appraisal.status(), true, more));
            } else if (appraisal.accepted()) {
                AppKeys.row(appraisal)
                        .ifPresent(id -> seen.putIfAbsent(
                                id, new Devices.Seen(id, appraisal.status(), false, AppKeys.remembered(appraisal))));
            }
        }
        return List.copyOf(seen.values());
    }
}
