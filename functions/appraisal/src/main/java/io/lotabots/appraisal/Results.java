package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Bucket;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Json;
import io.lotabots.platform.Priming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was appraised, for {@value #KEPT_DAYS} days: the answer in a row, the evidence itself in a bucket, where policies can
 * be tried on it.
 */
final class Results {
    static final int KEPT_DAYS = 30;

    static final Pattern ID = Sessions.ID;

    private final Table results;
    private final Bucket evidence;

    Results(Aws aws) {
        this.results = aws.table("RESULTS");
        this.evidence = aws.bucket("EVIDENCE");
    }

    /**
     * @param answer the JSON that was answered
     * @param bound the bytes that the evidence had to hold
     * @param teeKey the JWK that the evidence speaks for; empty when none was handed in
     * @param known what was known of each piece beside the policy, as JSON by label
     */
    record Result(String id, String answer, byte[] bound, String profile, String teeKey, String known, long at) {}

    /** Keeps a result and its evidence. */
    void put(Result result, JsonNode sent) {
        // As short as it came: an answer's way of writing 1e9999 would be ten thousand digits.
        byte[] bytes = sent.toString().getBytes(StandardCharsets.UTF_8);
        if (!Priming.active()) {
            evidence.put(result.id, bytes, "application/json");
        }
        results.put(
                Item.of("attestation_id", result.id).toBuilder()
                        .with("answer", result.answer)
                        .with("bound", result.bound)
                        .with("profile", result.profile)
                        .with("tee_key", result.teeKey)
                        .with("known", result.known)
                        .with("at", result.at)
                        .with("expires_at", result.at + KEPT_DAYS * 86_400L)
                        .build(),
                Expression.of("attribute_not_exists(#attestation_id)"));
    }

    /** The result of an id, absent when there is none or it is too old. */
    Optional<Result> find(String id, long now) {
        return results.get(Item.of("attestation_id", id))
                .filter(row -> row.number("expires_at") > now)
                .map(row -> new Result(
                        row.text("attestation_id"),
                        row.text("answer"),
                        row.bytes("bound"),
                        row.text("profile"),
                        row.findText("tee_key").orElse(""),
                        row.findText("known").orElse("{}"),
                        row.number("at")));
    }

    /** The evidence of a result. */
    Optional<JsonNode> evidence(String id) {
        return evidence.get(id).map(bytes -> {
            try {
                return Json.tree(bytes);
            } catch (IOException broken) {
                throw new IllegalStateException("the evidence of " + id + " cannot be read", broken);
            }
        });
    }
}
