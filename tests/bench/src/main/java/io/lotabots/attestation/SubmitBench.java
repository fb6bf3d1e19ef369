package io.lotabots.attestation;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.bench.Interleaved;
import io.lotabots.crypto.CanonicalJson;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.Ed25519;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.PrimingContext;
import io.lotabots.platform.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * CPU of one {@code POST /attest/submit} in process, with the store stubbed at the level of bytes, beside its
 * parts measured in the same run: JSON, signature, digests, and the store calls that the submission makes.
 */
public final class SubmitBench {
    private static final long NOW = 1_795_234_320L;
    private static final Set<String> UNSIGNED = Set.of("signature", "signature_type", "public_key");

    private final MinerStore store = new MinerStore();
    private final Env env = Env.of(environment());
    private final Aws aws = Aws.of(env, () -> store);
    private final PostAttestSubmit handler = new PostAttestSubmit(aws);
    private final Challenges challenges = new Challenges(aws);
    private final Table table = aws.table("MINERS");
    private final byte[] seed = Digests.sha256("bench".getBytes(StandardCharsets.UTF_8));
    private final byte[] publicKey = Ed25519.publicKey(seed);
    private final String wallet = RtcAddress.of(publicKey).value();
    private final ObjectNode payload;
    private final byte[] signedBody;
    private final byte[] signature;
    private final JsonNode answer;
    private final Table profiles = aws.table("PROFILES");
    private final Table challengesUsed = aws.table("CHALLENGES");
    private final Item row;
    private final Item nonce;
    private final Item profile;
    private int serial;

    private SubmitBench() throws IOException {
        payload = (ObjectNode)
                Json.tree(SampleEvents.of(PostAttestSubmit.class).getBody().getBytes(StandardCharsets.UTF_8));
        payload.put("miner", wallet);
        payload.remove(UNSIGNED);
        APIGatewayV2HTTPResponse first = handler.handleRequest(event(), new PrimingContext("PostAttestSubmit"));
        if (first.getStatusCode() != 200) {
            throw new IllegalStateException("the sample is refused: " + first.getBody());
        }
        answer = Json.tree(first.getBody().getBytes(StandardCharsets.UTF_8));
        store.rememberMiner();
        signedBody = event().getBody().getBytes(StandardCharsets.UTF_8);
        signature =
                HexFormat.of().parseHex(Json.tree(signedBody).get("signature").asText());
        row = table.query("miner", wallet, 24).stream()
                .filter(r -> r.text("entry").startsWith("machine#"))
                .findFirst()
                .orElseThrow();
        nonce = Item.of("nonce", "0".repeat(64)).with("expires_at", NOW);
        profile = Item.of("profile", "0".repeat(64))
                .with("miner", wallet)
                .with("at", NOW)
                .with("seen", List.of(NOW + " " + "0".repeat(64) + " " + "0".repeat(64)))
                .with("expires_at", NOW);
    }

    private static Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "bench",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "SECRET_PLATFORM_KEYS", "platform-keys",
                "CHAIN_ID", "bench",
                "GENESIS_EPOCH_SECOND", "1764706927",
                "SLOT_SECONDS", "600",
                "SLOTS_PER_EPOCH", "144",
                "EPOCH_POT_MICRO_RTC", "1500000",
                "CHALLENGE_SECONDS", "300"));
        env.putAll(Map.of(
                "FINGERPRINT_REPLAY_SECONDS", "300",
                "ENTROPY_REPLAY_SECONDS", "3600",
                "SUBMISSIONS_PER_HARDWARE_PER_HOUR", "10",
                "MINERS_PER_ADDRESS_PER_HOUR", "15",
                "ATTEST_ENFORCE_MODE", "log_only",
                "VIRTUAL_HARDWARE_WEIGHT", "0",
                "AFFIRMING_FACTOR", "1500",
                "VIRTUAL_TPM_FACTOR", "1000",
                "CONFIDENTIAL_VM_WEIGHT", "0",
                "GRACE_SECONDS", "60"));
        for (String name : new String[] {
            "MINERS", "HARDWARE", "CHALLENGES", "PROFILES", "ENROLMENTS", "COUNTERS", "PRESENCE", "DENIALS", "LIMITS"
        }) {
            env.put("TABLE_" + name, name);
        }
        return env;
    }

    /** A fresh submission: another nonce, another measurement, signed anew. */
    private APIGatewayV2HTTPEvent event() {
        serial++;
        String nonce =
                challenges.issue(Optional.of(MinerId.reading(wallet)), NOW).nonce();
        payload.put("nonce", nonce);
        ((ObjectNode) payload.at("/fingerprint/checks/clock_drift/data")).put("mean_ns", 25_000 + serial);
        byte[] canonical = canonical(payload.toString().getBytes(StandardCharsets.UTF_8));
        ObjectNode signed = payload.deepCopy();
        signed.put("signature", HexFormat.of().formatHex(Ed25519.sign(seed, canonical)))
                .put("public_key", HexFormat.of().formatHex(publicKey))
                .put("signature_type", "canonical_json");
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setRouteKey("POST /attest/submit");
        event.setHeaders(Map.of("content-type", "application/json"));
        event.setBody(signed.toString());
        event.setRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                .withRequestId("bench-" + serial)
                .withTimeEpoch(NOW * 1000)
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod("POST")
                        .withPath("/attest/submit")
                        .withSourceIp("192.0.2.10")
                        .build())
                .build());
        return event;
    }

    private static byte[] canonical(byte[] body) {
        try {
            return CanonicalJson.bytes(CanonicalJson.of(body, UNSIGNED));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int json() {
        try {
            return Json.tree(signedBody).size() + Json.write(answer).length();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int signature() {
        return Ed25519.verify(publicKey, canonical(signedBody), signature) ? 1 : 0;
    }

    private int digests() {
        return Digests.sha256(signedBody)[0]
                + Digests.sha256(canonical(signedBody))[0]
                + Digests.hmacSha256(seed, publicKey)[0];
    }

    private int query() {
        return table.query("miner", wallet, 24).size();
    }

    private int get() {
        return table.getEventually(Item.of("nonce", wallet)).isPresent() ? 1 : 0;
    }

    /** The three rows of a submission, with their conditions: replay guard, nonce, machine. */
    private int puts() {
        boolean guarded = profiles.put(
                        profile,
                        Expression.of("attribute_not_exists(#profile) OR #at <= :forgotten OR (#miner = :miner AND"
                                        + " #at <= :fresh)")
                                .with(":forgotten", NOW - 3600)
                                .with(":miner", wallet)
                                .with(":fresh", NOW - 300))
                .done();
        boolean used = challengesUsed
                .put(nonce, Expression.of("attribute_not_exists(#nonce)"))
                .done();
        boolean written = table.put(row, Expression.of("#version = :version").with(":version", 1L))
                .done();
        return guarded && used && written ? 1 : 0;
    }

    /** Everything in a row, as a submission has it: no part finds the processor's caches full of itself. */
    private int parts() {
        return json() ^ signature() ^ digests() ^ query() ^ get() ^ puts();
    }

    /** Prints the table; exits with 1 when a submission costs more than 1.5 times its parts. */
    public static void main(String[] args) throws IOException {
        SubmitBench bench = new SubmitBench();
        Interleaved run = new Interleaved(args.length > 0 ? Integer.parseInt(args[0]) : 40, 50);
        PrimingContext context = new PrimingContext("PostAttestSubmit");
        run.prepared(
                "submission",
                bench::event,
                event -> bench.handler.handleRequest(event, context).getStatusCode());
        run.add("JSON in and out", bench::json);
        run.add("Ed25519 over canonical JSON", bench::signature);
        run.add("digests", bench::digests);
        run.add("store query", bench::query);
        run.add("store get", bench::get);
        run.add("store puts, three", bench::puts);
        run.add("the parts in a row", bench::parts);
        Interleaved.Medians micros = run.run();
        bench.store.calls().clear();
        bench.handler.handleRequest(bench.event(), context);
        double parts = micros.of("the parts in a row");
        demandCalls(bench.store);
        double ratio = micros.of("submission") / parts;
        micros.print(System.err);
        System.err.printf("store calls of one submission: %s%n", bench.store.calls());
        System.err.printf("the parts in a row %.1f us, a submission is %.2f times that (limit 1.5)%n", parts, ratio);
        if (ratio > 1.5) {
            System.exit(1);
        }
    }

    /** The parts stand for the calls that a submission makes: should it make others, the comparison is void. */
    private static void demandCalls(MinerStore store) {
        if (store.count("Query") != 1
                || store.count("GetItem") != 1
                || store.count("PutItem") != 3
                || store.calls().size() != 3) {
            throw new IllegalStateException("a submission makes other calls than the parts: " + store.calls());
        }
    }
}
