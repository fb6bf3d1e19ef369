package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.RandomBytes;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Challenges that wait for evidence: each is a row that is made once and spent once, by a conditional write, whatever the
 * evidence then turns out to be.
 */
final class Sessions {
    /** Bytes of a nonce. */
    static final int NONCE_BYTES = 32;

    static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Table sessions;
    private final long lifetimeSeconds;

    Sessions(Aws aws) {
        this.sessions = aws.table("SESSIONS");
        this.lifetimeSeconds = aws.env().number("CHALLENGE_SECONDS");
    }

    /**
     * @param audience who the result is meant for; may be empty
     * @param row what else was kept with it
     */
    record Session(String id, byte[] nonce, String profile, String audience, long expiresAt, Item row) {
        /** The result that came of it; empty while it waits for evidence. */
        Optional<String> attestationId() {
            return row.findText("attestation_id");
        }

        static Session of(Item row) {
            return new Session(
                    row.text("session_id"),
                    row.bytes("nonce"),
                    row.text("profile"),
                    row.findText("audience").orElse(""),
                    row.number("expires_at"),
                    row);
        }
    }

    /**
     * A new challenge.
     *
     * @param nonce the bytes that evidence must hold, drawn here when empty
     */
    Session issue(byte[] nonce, String profile, String audience, long now) {
        return issue(nonce, profile, audience, Map.of(), now);
    }

    /** The same with more texts to be kept with it, such as the {@code face} where it was asked for. */
    Session issue(byte[] nonce, String profile, String audience, Map<String, String> more, long now) {
        return issue(HexFormat.of().formatHex(RandomBytes.of(16)), nonce, profile, audience, more, now);
    }

    /** The same under a name of its own, which nobody may have yet. */
    Session issue(String id, byte[] nonce, String profile, String audience, Map<String, String> more, long now) {
        byte[] bytes = nonce.length == 0 ? RandomBytes.of(NONCE_BYTES) : nonce;
        Item.Builder builder = Item.of("session_id", id).toBuilder();
        more.forEach(builder::with);
        Item row = builder.with("nonce", bytes)
                .with("profile", profile)
                .with("audience", audience)
                .with("expires_at", Math.addExact(now, lifetimeSeconds))
                .build();
        sessions.put(row, Expression.of("attribute_not_exists(#session_id)"));
        return Session.of(row);
    }

    /** The challenge as it stands. @throws Refusal 404 when there is none, 409 when it is spent or too old */
    Session open(String id, long now) {
        Item row = sessions.get(Item.of("session_id", id)).orElseThrow(Sessions::unknown);
        if (row.has("spent_at") || row.number("expires_at") <= now) {
            throw closed(row);
        }
        return Session.of(row);
    }

    /**
     * Takes the challenge for good.
     *
     * @param face where it was asked for: a nonce that a client named there proves nothing anywhere else
     * @throws Refusal 404 when there is none, 409 when it was taken or is too old
     */
    Session spend(String id, String face, long now) {
        Expression open = Expression.of(
                        "attribute_exists(#session_id) AND attribute_not_exists(#spent_at) AND #expires_at >"
                                + " :now AND " + (face.isEmpty() ? "attribute_not_exists(#face)" : "#face = :face"))
                .with(":now", now);
        Written written = sessions.update(
                Item.of("session_id", id),
                Expression.of("SET #spent_at = :now").with(":now", now),
                face.isEmpty() ? open : open.with(":face", face));
        return switch (written) {
            // While the code is primed the row that was written does not come back.
            case Written.Done done when !done.row().has("nonce") -> throw unknown();
            case Written.Done done -> Session.of(done.row());
            case Written.Refused refused -> {
                boolean known = face.equals(refused.stored().findText("face").orElse(""));
                throw refused.stored().isEmpty() || !known ? unknown() : closed(refused.stored());
            }
        };
    }

    /** The challenge of a face, spent or not. @throws Refusal 404 when there is none, or not any more */
    Session find(String id, String face, long now) {
        return sessions.get(Item.of("session_id", id))
                .filter(row -> row.number("expires_at") > now)
                .filter(row -> row.findText("face").orElse("").equals(face))
                .map(Session::of)
                .orElseThrow(Sessions::unknown);
    }

    /** Notes what came of a spent challenge, which is kept as long as its result counts. */
    Session conclude(String id, Desk.Answer result) {
        Written written = sessions.update(
                Item.of("session_id", id),
                Expression.of("SET #attestation_id = :attestation_id, #expires_at = :until")
                        .with(":attestation_id", result.attestationId())
                        .with(":until", result.expiresAt()),
                Expression.of("attribute_exists(#spent_at)"));
        return switch (written) {
            case Written.Done done when done.row().has("nonce") -> Session.of(done.row());
            case Written.Done _, Written.Refused _ -> throw unknown();
        };
    }

    /** Forgets a challenge: no evidence is taken for it any more. */
    void forget(String id) {
        sessions.delete(Item.of("session_id", id));
    }

    /** Keeps more with an open challenge. @throws Refusal 409 when it is spent or too old meanwhile */
    void keep(String id, Expression change, long now) {
        Written written = sessions.update(
                Item.of("session_id", id),
                change,
                Expression.of("attribute_exists(#session_id) AND attribute_not_exists(#spent_at) AND #expires_at >"
                                + " :now")
                        .with(":now", now));
        if (written instanceof Written.Refused refused) {
            throw refused.stored().isEmpty() ? unknown() : closed(refused.stored());
        }
    }

    private static Refusal unknown() {
        return new Refusal(404, "NO_CHALLENGE", "There is no challenge of this id: ask for one at POST /v1/challenges");
    }

    private static Refusal closed(Item row) {
        Optional<Refusal> spent = row.has("spent_at")
                ? Optional.of(new Refusal(
                        409,
                        "CHALLENGE_SPENT",
                        "Evidence was handed in for this challenge: each takes one, ask for another"))
                : Optional.empty();
        return spent.orElseGet(
                () -> new Refusal(409, "CHALLENGE_EXPIRED", "This challenge is too old: ask for another"));
    }
}
