package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * Two rules over one row per entropy profile: a fingerprint is not accepted again under another nonce within five
 * minutes, whoever sends it; and what one wallet measured, no other wallet measures within the hour.
 *
 * <p>The same fingerprint always has the same profile, so one conditional write decides both. A fingerprint that measured
 * none of the profile's fields but something else is its own profile. One that measured nothing at all (bare verdicts, as
 * the oldest clients send them) is equal for every honest machine of its kind: it proves no copying, and is kept apart by
 * hardware.
 */
final class ReplayGuard {
    private static final int MAX_TRIES = 8;

    /** Most fingerprints remembered of one profile within the window; an honest machine shows one. */
    private static final int MAX_SEEN = 16;

    private final Table profiles;
    private final long fingerprintSeconds;
    private final long entropySeconds;

    ReplayGuard(Aws aws) {
        Env env = aws.env();
        this.profiles = aws.table("PROFILES");
        this.fingerprintSeconds = env.number("FINGERPRINT_REPLAY_SECONDS");
        this.entropySeconds = env.number("ENTROPY_REPLAY_SECONDS");
    }

    /**
     * Notes the fingerprint.
     *
     * @param profile under which copies of the fingerprint meet, or the hardware id when nothing was measured
     * @throws Refusal 409 REPLAY_ATTACK_BLOCKED when one of the rules is broken
     */
    void note(String profile, String fingerprint, String nonce, String miner, long now) {
        Written written = profiles.put(
                row(profile, miner, now, List.of(seen(fingerprint, nonce, now))),
                Expression.of(
                                "attribute_not_exists(#profile) OR #at <= :forgotten OR (#miner = :miner AND #at <= :fresh)")
                        .with(":forgotten", now - entropySeconds)
                        .with(":miner", miner)
                        .with(":fresh", now - fingerprintSeconds));
        for (int tried = 0; written instanceof Written.Refused(Item stored) && tried < MAX_TRIES; tried++) {
            if (stored.isEmpty()) {
                throw new IllegalStateException("the store refused a row and named none");
            }
            if (stored.text("miner").equals(miner) && isNoted(stored, fingerprint, nonce)) {
                return;
            }
            written = profiles.put(
                    row(profile, miner, now, judged(stored, fingerprint, nonce, miner, now)),
                    Expression.of("#at = :at AND #seen = :seen AND #miner = :miner")
                            .with(":at", stored.number("at"))
                            .with(":seen", stored.texts("seen"))
                            .with(":miner", stored.text("miner")));
        }
        if (!written.done()) {
            throw Refusal.tooMany("CONTENTION", "Too many submissions of one profile at once; try again", 1);
        }
    }

    /** Whether this very submission was noted before: its nonce decides what becomes of it. */
    private static boolean isNoted(Item stored, String fingerprint, String nonce) {
        return stored.texts("seen").stream()
                .map(Seen::of)
                .anyMatch(s -> s.fingerprint.equals(fingerprint) && s.nonce.equals(nonce));
    }

    /** The fingerprints to remember after this one. @throws Refusal when the stored row forbids it */
    private List<String> judged(Item stored, String fingerprint, String nonce, String miner, long now) {
        long storedAt = stored.number("at");
        if (!stored.text("miner").equals(miner) && storedAt > now - entropySeconds) {
            throw refusal(
                    "entropy_profile_collision",
                    "Another wallet measured the very same entropy " + (now - storedAt) + " s ago",
                    "medium",
                    now - storedAt);
        }
        List<String> kept = new ArrayList<>();
        for (String text : stored.texts("seen")) {
            Seen before = Seen.of(text);
            if (before.at <= now - fingerprintSeconds) {
                continue;
            }
            if (before.fingerprint.equals(fingerprint) && !before.nonce.equals(nonce)) {
                throw refusal(
                        "fingerprint_replay_detected",
                        "The same fingerprint was submitted under another nonce " + (now - before.at) + " s ago",
                        "high",
                        now - before.at);
            }
            kept.add(text);
        }
        if (kept.size() >= MAX_SEEN) {
            throw Refusal.tooMany("CONTENTION", "Too many fingerprints of one profile; try again", fingerprintSeconds);
        }
        kept.add(seen(fingerprint, nonce, now));
        return kept;
    }

    private Item row(String profile, String miner, long now, List<String> seen) {
        return Item.of("profile", profile)
                .with("miner", miner)
                .with("at", now)
                .with("seen", seen)
                .with("expires_at", now + entropySeconds + 60);
    }

    private static String seen(String fingerprint, String nonce, long at) {
        return at + " " + nonce + " " + fingerprint;
    }

    private record Seen(long at, String nonce, String fingerprint) {
        static Seen of(String text) {
            String[] parts = text.split(" ", 3);
            return new Seen(Long.parseLong(parts[0]), parts[1], parts[2]);
        }
    }

    /** What was stored stays unsaid: neither the wallet nor the nonce of another sender is anyone's business. */
    private static Refusal refusal(String attack, String message, String severity, long secondsAgo) {
        return new Refusal(409, "REPLAY_ATTACK_BLOCKED", message)
                .with("error", attack)
                .with(
                        "details",
                        java.util.Map.of(
                                "attack_type", attack, "severity", severity, "time_delta_seconds", secondsAgo));
    }
}
