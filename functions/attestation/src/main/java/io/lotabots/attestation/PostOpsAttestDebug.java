package io.lotabots.attestation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /ops/attest/debug}: why a miner could or could not enrol now, by the very rules of enrolment. */
public final class PostOpsAttestDebug extends Endpoint<PostOpsAttestDebug.Request, PostOpsAttestDebug.Answer> {
    private final AdminKey admin;
    private final Miners miners;
    private final EnrolTerms terms;

    public PostOpsAttestDebug() {
        this(Aws.of(Env.ofFunction()));
    }

    PostOpsAttestDebug(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toChange(aws);
        this.miners = new Miners(aws);
        this.terms = EnrolTerms.of(aws.env());
    }

    public record Request(@Nullable JsonNode miner) {}

    /** @param config the terms, by the names that older tools look for */
    public record Answer(
            boolean ok,
            String miner,
            long timestamp,
            Attestation attestation,
            Macs macs,
            Map<String, Object> config,
            Check checkResult,
            boolean wouldPassEnrollment) {}

    /** The last attestation; all but {@code found} and {@code isFresh} are null when there is none. */
    public record Attestation(
            boolean found,
            boolean isFresh,
            @Nullable Long tsOk,
            @Nullable Long ageSeconds,
            @Nullable String deviceFamily,
            @Nullable String deviceArch,
            @Nullable Double entropyScore) {}

    /** @param unique24h network interfaces that the machine showed within 24 hours */
    public record Macs(
            List<Mac> entries, @JsonProperty("unique_24h") int unique24h) {}

    /** @param macHash keyed digest of the interface; the address itself is not kept */
    public record Mac(String macHash, long firstTs, long lastTs, int count) {}

    /** @param error the first term that is not met */
    public record Check(
            boolean ok,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String error,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String message) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Fields.miner("miner", request.miner()).value();
        long now = call.epochSecond();
        Miners.Known known = miners.read(miner);
        Optional<Machine> latest = known.latest();
        List<Mac> macs = latest.map(m -> m.macs().at(now).seen()).orElse(List.of()).stream()
                .map(s -> new Mac(s.digest(), s.firstAtEpochSecond(), s.lastAtEpochSecond(), s.count()))
                .toList();
        Check check = check(known, now);
        return new Answer(
                true,
                miner,
                now,
                attestation(latest, now),
                new Macs(macs, macs.size()),
                Map.of(
                        "ENROLL_ALLOW_UNSIGNED_LEGACY",
                        false,
                        "ENROLL_REQUIRE_TICKET",
                        true,
                        "ENROLL_REQUIRE_MAC",
                        terms.macRequired(),
                        "ENROLL_TICKET_TTL_S",
                        terms.ticketSeconds(),
                        "MAC_MAX_UNIQUE_PER_DAY",
                        EnrolTerms.MAX_MACS),
                check,
                check.ok);
    }

    private Attestation attestation(Optional<Machine> latest, long now) {
        if (latest.isEmpty()) {
            return new Attestation(false, false, null, null, null, null, null);
        }
        Machine machine = latest.get();
        long age = now - machine.attestedAtEpochSecond();
        return new Attestation(
                true,
                age <= terms.ticketSeconds(),
                machine.attestedAtEpochSecond(),
                age,
                machine.family(),
                machine.arch(),
                Weights.entropy(machine.entropyScore()));
    }

    private Check check(Miners.Known known, long now) {
        try {
            terms.demand(known, now);
        } catch (Refusal refusal) {
            return new Check(false, refusal.code().toLowerCase(Locale.ROOT), refusal.sentence());
        }
        return known.profile().pinnedKey().isPresent()
                ? new Check(true, null, null)
                : new Check(false, "enrollment_signing_key_required", "No key is pinned for this miner");
    }
}
