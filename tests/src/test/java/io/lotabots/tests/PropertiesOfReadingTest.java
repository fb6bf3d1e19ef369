package io.lotabots.tests;

import static io.lotabots.tests.AttestationLoopTest.accepted;
import static io.lotabots.tests.AttestationLoopTest.find;
import static io.lotabots.tests.AttestationPropertiesTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.Platform;
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.http.Route;
import io.lotabots.local.lambda.LambdaFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Properties P25 and P31 to P35: what is read is true, complete and the same for everyone. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the one chain of these tests, so that they run one after the other")
class PropertiesOfReadingTest {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Platform platform;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Http node;

    @BeforeAll
    static void a_chain_of_its_own_without_any_header() {
        platform = Platform.start(Node.options("prod", Node.temporary()));
        node = new Http(platform.uri());
    }

    @AfterAll
    static void ends() {
        platform.close();
    }

    @Test
    void p25_the_same_attested_facts_weigh_the_same_whoever_sends_them_and_whenever() {
        TestMiner first = TestMiner.g4(node, 7001);
        TestMiner named = TestMiner.g4(node, 7002);
        TestMiner later = TestMiner.g4(node, 7003);
        ObjectNode fingerprint = first.fingerprint();
        List<JsonNode> answers = new ArrayList<>();
        answers.add(accepted(first.submit(first.signed(with(first, first.wallet, fingerprint)))));
        platform.clock().advance(Duration.ofSeconds(3700));
        answers.add(accepted(named.submit(with(named, "unsigned-7002", fingerprint))));
        platform.clock().advance(Duration.ofDays(3));
        answers.add(accepted(later.submit(later.signed(with(later, later.wallet, fingerprint)))));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.get("weight").asDouble()).isEqualTo(1.75);
            assertThat(answer.get("enrolled_weight").asDouble()).isEqualTo(1.75);
            assertThat(answer.get("hw_weight").asDouble()).isEqualTo(2.5);
        });
        assertThat(accepted(later.enrol()).get("weight").asDouble()).isEqualTo(1.75);
        JsonNode row = find(
                node.get("/api/miners?limit=1000", "X-Real-IP", "2001:db8:e:25::1")
                        .json()
                        .get("miners"),
                later.wallet);
        assertThat(row.get("weight").asDouble()).isEqualTo(1.75);
        assertThat(row.get("hw_weight").asDouble()).isEqualTo(2.5);
    }

    @Test
    void p31_ten_challenges_a_minute_and_address_however_many_instances_answer() throws Exception {
        try (Still _ = Still.on(platform)) {
            startWindow(60);
            List<Http.Answer> answers = RacesTest.together(i -> () -> challenge("2001:db8:31::1"));
            assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(10);
            assertThat(answers.stream().filter(a -> a.status() != 200))
                    .hasSize(6)
                    .allSatisfy(late -> {
                        refused(late, 429, "CHALLENGE_RATE_LIMIT");
                        assertThat(Long.parseLong(late.header("retry-after"))).isBetween(1L, 60L);
                    });
            refused(challenge("2001:db8:31::2"), 429, "CHALLENGE_RATE_LIMIT");
            assertThat(challenge("2001:db8:31:1::1").status())
                    .as("another IPv6 network")
                    .isEqualTo(200);
            platform.clock()
                    .advance(Duration.ofSeconds(
                            Long.parseLong(challenge("2001:db8:31::1").header("retry-after"))));
            assertThat(challenge("2001:db8:31::1").status()).isEqualTo(200);
        }
    }

    @Test
    void p31_the_sixteenth_miner_of_an_address_waits_for_the_next_hour() {
        try (Still _ = Still.on(platform)) {
            startWindow(3600);
            Http.Answer last = submitFrom("2001:db8:31:f::1", 7100);
            for (int i = 1; i <= 15; i++) {
                assertThat(last.status()).as(last.text()).isEqualTo(200);
                last = submitFrom("2001:db8:31:f::1", 7100 + i);
            }
            refused(last, 429, "IP_RATE_LIMIT");
            long wait = Long.parseLong(last.header("retry-after"));
            assertThat(wait).isBetween(1L, 3600L);
            platform.clock().advance(Duration.ofSeconds(1));
            assertThat(submitFrom("2001:db8:31:f::1", 7100).status())
                    .as("a miner that was counted comes again")
                    .isEqualTo(200);
            platform.clock().advance(Duration.ofSeconds(wait));
            assertThat(submitFrom("2001:db8:31:f::1", 7115).status()).isEqualTo(200);
        }
    }

    @Test
    void p32_health_says_what_is_and_503_when_the_store_takes_no_write() {
        JsonNode well = node.get("/health").json();
        assertThat(well.get("ok").asBoolean()).isTrue();
        assertThat(well.get("db_rw").asBoolean()).isTrue();
        String health = platform.functions().stream()
                .map(LambdaFunction::definition)
                .filter(f -> f.handler().contains(".GetHealth"))
                .findFirst()
                .orElseThrow()
                .name();
        for (Fault fault : List.of(Fault.CONNECTION_CLOSED, Fault.THROUGHPUT_EXCEEDED)) {
            platform.port().faults().next(FaultRule.next(fault).by(health).times(50));
            Http.Answer unwell = node.get("/health");
            platform.port().faults().clear();
            assertThat(unwell.status()).as(unwell.text()).isEqualTo(503);
            assertThat(unwell.json().get("ok").asBoolean()).isFalse();
            assertThat(unwell.json().get("db_rw").asBoolean()).isFalse();
            assertThat(unwell.json().get("tip_age_slots").isNull()).isTrue();
            assertThat(unwell.json().get("uptime_s").isNull()).isTrue();
        }
        assertThat(node.get("/health").status()).isEqualTo(200);
    }

    @Test
    void p32_p33_the_tip_has_no_age_before_the_first_header_and_its_own_after_it() {
        JsonNode without = node.get("/health").json();
        assertThat(without.get("tip_age_slots").isNull()).isTrue();
        assertThat(without.get("backup_age_hours").isNull()).isTrue();
        JsonNode noTip = node.get("/headers/tip").json();
        assertThat(noTip.get("slot").isNull()).isTrue();
        JsonNode never = node.get("/attestation/status?miner_id=never-7200").json();
        assertThat(never.get("last_attest").isNull()).isTrue();

        TestMiner miner = TestMiner.modern(node, 7201);
        accepted(miner.attest());
        // A second that is minutes away from the end of a slot.
        startWindow(600);
        long slot = 0;
        for (int tries = 0; slot == 0; tries++) {
            assertThat(tries).isLessThan(60);
            platform.clock().advance(Duration.ofSeconds(600));
            JsonNode turn =
                    node.get("/lottery/eligibility?miner_id=" + miner.wallet).json();
            slot = turn.get("eligible").asBoolean() ? turn.get("slot").asLong() : 0;
        }
        accepted(node.post("/headers/ingest_signed", miner.header(slot)));
        assertThat(node.get("/health").json().get("tip_age_slots").asLong()).isZero();
        platform.clock().advance(Duration.ofSeconds(3 * 600));
        assertThat(node.get("/health").json().get("tip_age_slots").asLong()).isEqualTo(3);
    }

    @Test
    void p34_pages_put_together_are_the_whole_list() {
        startWindow(3600);
        List<String> attested = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            TestMiner miner = TestMiner.modern(node, 7300 + i);
            accepted(miner.attest());
            attested.add(miner.wallet);
            if (i == 3) {
                platform.clock().advance(Duration.ofSeconds(1200));
            }
        }
        platform.clock().advance(Duration.ofSeconds(1));
        List<String> whole = wallets("/api/miners?limit=1000");
        assertThat(whole).containsAll(attested).doesNotHaveDuplicates();
        List<String> pages = new ArrayList<>();
        for (int offset = 0; offset < whole.size() + 3; offset += 3) {
            String path = "/api/miners?limit=3&offset=" + offset;
            pages.addAll(wallets(path));
            JsonNode pagination = list(path).json().get("pagination");
            assertThat(pagination.get("total").asInt()).isEqualTo(whole.size());
            assertThat(pagination.get("offset").asInt()).isEqualTo(offset);
            assertThat(pagination.get("limit").asInt()).isEqualTo(3);
            assertThat(pagination.get("count").asInt()).isEqualTo(Math.max(0, Math.min(3, whole.size() - offset)));
        }
        assertThat(pages).isEqualTo(whole);
        assertThat(wallets("/api/miners?limit=1000")).isEqualTo(whole);
        assertThat(wallets("/miners?limit=2")).isEqualTo(whole.subList(0, 2));
        for (String wrong : List.of("limit=0", "limit=1001", "limit=x", "limit=-1", "offset=-1", "offset=1.5")) {
            Http.Answer answer = list("/api/miners?" + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.json().get("ok").asBoolean()).isFalse();
            assertThat(answer.text()).contains(wrong.substring(0, wrong.indexOf('=')));
        }
    }

    @Test
    void a_miner_is_listed_within_a_second_of_its_acceptance() {
        TestMiner miner = TestMiner.modern(node, 7400);
        assertThat(wallets("/api/miners?limit=1000")).doesNotContain(miner.wallet);
        accepted(miner.attest());
        platform.clock().advance(Duration.ofSeconds(1));
        assertThat(wallets("/api/miners?limit=1000")).contains(miner.wallet);
    }

    @Test
    void p35_no_answer_shows_the_public_key_of_another() {
        TestMiner owner = TestMiner.modern(node, 7500);
        accepted(owner.attest());
        platform.clock().advance(Duration.ofSeconds(601));
        List<String> gets = platform.routes().stream()
                .map(Route::key)
                .filter(key -> key.startsWith("GET "))
                .map(key -> key.substring(4))
                .toList();
        assertThat(gets).hasSizeGreaterThan(20);
        for (String route : gets) {
            String path = route.replaceAll("\\{[a-z_]+\\}", owner.wallet);
            for (String name : List.of("", "miner_id", "miner")) {
                if (!name.isEmpty() && !Described.reads("get", route, name)) {
                    continue;
                }
                String query = name.isEmpty() ? "" : "?" + name + "=" + owner.wallet;
                Http.Answer answer =
                        node.get(path + query, "X-Real-IP", "2001:db8:35:" + (path + query).length() + "::1");
                assertThat(answer.text().toLowerCase(java.util.Locale.ROOT))
                        .as(path + query)
                        .doesNotContain(owner.publicKey);
            }
        }
    }

    @Test
    void p35_a_refusal_names_neither_the_owner_nor_the_owner_s_key() {
        TestMiner owner = TestMiner.modern(node, 7501);
        ObjectNode fingerprint = owner.fingerprint();
        accepted(owner.submit(owner.signed(with(owner, "pinned-7501", fingerprint))));
        TestMiner other = new TestMiner(node, 7502, owner.device);
        TestMiner third = TestMiner.modern(node, 7503);
        List<Http.Answer> refusals = Stream.of(
                        other.attest(),
                        third.submit(third.signed(with(third, third.wallet, fingerprint))),
                        third.submit(third.signed(with(third, "pinned-7501", third.fingerprint()))),
                        node.post("/epoch/enroll", third.enrolment("pinned-7501", "x", third.epoch())),
                        node.post("/attest/submit", third.payload(owner.nonce()), "X-Real-IP", third.address))
                .toList();
        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.status()).as(refusal.text()).isBetween(400, 499);
            assertThat(refusal.text()).doesNotContain(owner.publicKey).doesNotContain(owner.wallet);
        });
        assertThat(refusals.get(0).text()).doesNotContain("pinned-7501");
        assertThat(refusals.get(1).text()).doesNotContain("pinned-7501");
    }

    private static ObjectNode with(TestMiner miner, String name, ObjectNode fingerprint) {
        ObjectNode payload = miner.payload(miner.nonce("{}")).put("miner", name);
        payload.set("fingerprint", fingerprint.deepCopy());
        return payload;
    }

    /** Moves to the first seconds of the next window, so that no window ends within a test. */
    private static void startWindow(long seconds) {
        long now = platform.clock().instant().getEpochSecond();
        platform.clock().advance(Duration.ofSeconds(seconds - Math.floorMod(now, seconds) + 1));
    }

    private static Http.Answer challenge(String address) {
        return node.post("/attest/challenge", "{}", "X-Real-IP", address);
    }

    private static Http.Answer submitFrom(String address, int seed) {
        TestMiner miner =
                TestMiner.modern(node, seed + (long) platform.clock().instant().getEpochSecond() * 100_000);
        ObjectNode payload = miner.payload(miner.nonce("{}")).put("miner", "from-" + seed);
        ((ObjectNode) payload.get("device")).put("serial", "FROM-" + seed);
        return node.post("/attest/submit", payload, "X-Real-IP", address);
    }

    private static Http.Answer list(String path) {
        return node.get(path, "X-Real-IP", "2001:db8:34::1");
    }

    private static List<String> wallets(String path) {
        Http.Answer answer = list(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> wallets = new ArrayList<>();
        answer.json().get("miners").forEach(row -> wallets.add(row.get("miner").asText()));
        return wallets;
    }
}
