package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.aws.Meter;
import io.lotabots.tests.Electorate.Owner;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Owners of sealed money propose and vote; nobody else does, and no money votes twice. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the one chain of these tests, so that they run one after the other")
class GovernanceTest {
    private static final Duration VOTING = Duration.ofDays(7);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Electorate chain;

    /** Who owns 10 RTC, and who owns a little more. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Owner poor;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Owner rich;

    @BeforeAll
    static void a_chain_that_has_nothing_sealed_takes_no_proposal() throws IOException {
        chain = new Electorate();
        Owner early = chain.funded("11");
        poor = chain.funded("10");
        rich = chain.funded("10.000001");
        chain.confirm();
        refused(early.propose("too early"), 409, "NOTHING_SEALED");
        chain.prepare(24);
    }

    @AfterAll
    static void ends() {
        chain.close();
    }

    @Test
    void money_moved_after_activation_never_votes_twice() {
        Owner anna = chain.owner();
        Owner ben = chain.stranger();
        long proposal = anna.proposes("first");
        JsonNode vote = ok(anna.attested().vote(proposal, "yes"));
        assertThat(vote.get("vote_weight").decimalValue()).isEqualByComparingTo(anna.weight());
        anna.sendsAll(ben);
        assertThat(chain.balance(ben)).isEqualByComparingTo(anna.amount);
        refused(ben.attested().vote(proposal, "yes"), 403, "NO_VOTING_WEIGHT");
        chain.seal();
        refused(ben.attested().vote(proposal, "yes"), 403, "NO_VOTING_WEIGHT");
        refused(anna.attested().vote(proposal, "no"), 409, "ALREADY_VOTED");
        JsonNode shown = chain.proposal(proposal);
        assertThat(shown.at("/proposal/total_weight").decimalValue()).isEqualByComparingTo(anna.weight());

        // On what is asked after the next seal the money votes with its new owner, and once again.
        long next = ben.proposes("second");
        assertThat(chain.proposal(next).at("/proposal/snapshot_epoch").longValue())
                .isGreaterThan(shown.at("/proposal/snapshot_epoch").longValue());
        BigDecimal annas = ok(anna.vote(next, "yes")).get("base_balance_rtc").decimalValue();
        BigDecimal bens = ok(ben.vote(next, "no")).get("base_balance_rtc").decimalValue();
        assertThat(annas).as("what mining earned since").isEqualByComparingTo(chain.balance(anna));
        assertThat(bens).isEqualByComparingTo(chain.balance(ben)).isGreaterThan(anna.amount);
    }

    @Test
    void money_moved_before_a_vote_votes_with_the_wallet_that_owned_it_at_the_seal() {
        Owner anna = chain.owner();
        Owner ben = chain.stranger();
        long proposal = anna.proposes("moved first");
        anna.sendsAll(ben);
        refused(ben.attested().vote(proposal, "yes"), 403, "NO_VOTING_WEIGHT");
        JsonNode vote = ok(anna.attested().vote(proposal, "yes"));
        assertThat(vote.get("base_balance_rtc").decimalValue()).isEqualByComparingTo(anna.amount);
        assertThat(vote.get("antiquity_multiplier").decimalValue()).isEqualByComparingTo("0.8");
    }

    @Test
    void sixteen_voters_at_once_and_one_voter_sixteen_times_are_counted_once_each() throws Exception {
        List<Owner> owners = new ArrayList<>();
        BigDecimal all = BigDecimal.ZERO;
        for (int i = 0; i < 16; i++) {
            owners.add(chain.owner());
            all = all.add(owners.get(i).weight());
        }
        owners.forEach(Owner::attested);
        long proposal = owners.getFirst().proposes("crowded");
        List<Http.Answer> once = RacesTest.together(i -> () -> owners.get(i).vote(proposal, i % 4 == 0 ? "no" : "yes"));
        assertThat(once).allSatisfy(GovernanceTest::ok);
        long second = owners.getFirst().proposes("one voter");
        List<Http.Answer> often = RacesTest.together(i -> () -> owners.get(1).vote(second, i % 2 == 0 ? "no" : "yes"));
        assertThat(often.stream().filter(a -> a.status() == 200)).hasSize(1);
        assertThat(often.stream().filter(a -> a.status() != 200)).allSatisfy(a -> refused(a, 409, "ALREADY_VOTED"));

        JsonNode shown = chain.proposal(proposal);
        assertThat(shown.get("votes_total").intValue()).isEqualTo(16);
        assertThat(shown.at("/proposal/yes_votes").intValue()).isEqualTo(12);
        assertThat(shown.at("/proposal/total_weight").decimalValue()).isEqualByComparingTo(all);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode vote : shown.get("votes")) {
            sum = sum.add(vote.get("weight").decimalValue());
        }
        assertThat(sum).isEqualByComparingTo(shown.at("/proposal/total_weight").decimalValue());
        assertThat(chain.proposal(second).get("votes_total").intValue()).isEqualTo(1);

        Set<String> paged = new LinkedHashSet<>();
        String next = "";
        do {
            JsonNode page = ok(chain.get("/governance/proposal/" + proposal + "?votes_limit=5" + next));
            page.get("votes")
                    .forEach(vote -> assertThat(
                                    paged.add(vote.get("voter_wallet").textValue()))
                            .isTrue());
            next = page.get("votes_next").isNull()
                    ? ""
                    : "&votes_after=" + page.get("votes_next").textValue();
        } while (!next.isEmpty());
        assertThat(paged).hasSize(16);
        assertThat(ok(chain.get("/governance/proposal/" + proposal + "?votes_limit=10&votes_offset=10"))
                        .get("votes"))
                .hasSize(6);
    }

    @Test
    void a_forged_signature_and_another_s_key_never_vote() {
        Owner anna = chain.owner();
        Owner eve = chain.stranger();
        long proposal = anna.attested().proposes("contested");
        ObjectNode vote = anna.signedVote(proposal, "yes", "n", "");
        refused(chain.send("/governance/vote", vote.deepCopy().put("vote", "no")), 401, "INVALID_SIGNATURE");
        refused(chain.send("/governance/vote", vote.deepCopy().put("nonce", "m")), 401, "INVALID_SIGNATURE");
        refused(chain.send("/governance/vote", vote.deepCopy().put("signature", "00")), 401, "INVALID_SIGNATURE");
        refused(
                chain.send("/governance/vote", vote.deepCopy().put("public_key", eve.miner.publicKey)),
                400,
                "PUBKEY_MISMATCH");
        refused(
                chain.send("/governance/vote", vote.deepCopy().put("public_key", "00".repeat(32))),
                400,
                "INVALID_PUBLIC_KEY");
        ObjectNode stolen = eve.signedVote(proposal, "yes", "n", "").put("wallet", anna.wallet());
        refused(chain.send("/governance/vote", stolen), 400, "PUBKEY_MISMATCH");
        refused(
                chain.send("/governance/vote", anna.signedVote(proposal, "yes", "n", "another-chain")),
                400,
                "CHAIN_ID_MISMATCH");
        refused(
                chain.send(
                        "/governance/vote",
                        anna.signedVote(proposal, "yes", "n", "another-chain").put("chain_id", "lotabots-dev")),
                401,
                "INVALID_SIGNATURE");
        refused(
                chain.send("/governance/propose", eve.signedProposal("t", "n").put("wallet", anna.wallet())),
                400,
                "PUBKEY_MISMATCH");
        refused(
                chain.send("/governance/propose", anna.signedProposal("t", "n").put("title", "u")),
                401,
                "INVALID_SIGNATURE");
        assertThat(chain.proposal(proposal).get("votes_total").intValue()).isZero();
        ok(chain.send("/governance/vote", anna.signedVote(proposal, "yes", "n", "lotabots-dev")));
    }

    @Test
    void a_vote_in_the_last_second_counts_and_one_after_the_close_is_refused() {
        Owner anna = chain.owner();
        Owner ben = chain.owner();
        long proposal = anna.proposes("closing");
        long endsAt = chain.proposal(proposal).at("/proposal/ends_at").longValue();
        assertThat(endsAt
                        - chain.proposal(proposal).at("/proposal/activated_at").longValue())
                .isEqualTo(VOTING.toSeconds());
        chain.advance(Duration.ofSeconds(endsAt - chain.now() - 60));
        anna.attested();
        ben.attested();
        try (Still _ = Still.on(chain.platform)) {
            chain.advance(Duration.ofSeconds(endsAt - 1 - chain.now()));
            JsonNode vote = ok(anna.vote(proposal, "yes"));
            assertThat(vote.get("status").textValue()).isEqualTo("active");
            chain.advance(Duration.ofSeconds(1));
            Http.Answer late = ben.vote(proposal, "no");
            refused(late, 409, "PROPOSAL_NOT_ACTIVE");
            assertThat(late.json().get("ends_at").longValue()).isEqualTo(endsAt);
        }
        JsonNode closed = chain.proposal(proposal).get("proposal");
        assertThat(closed.get("status").textValue()).isEqualTo("passed");
        assertThat(closed.get("result").textValue()).isEqualTo("passed");
        chain.advance(Duration.ofSeconds(15));
        assertThat(chain.proposal(proposal).at("/proposal/result_final").booleanValue())
                .isTrue();
        assertThat(chain.proposal(proposal).at("/proposal/no_weight").decimalValue())
                .isEqualByComparingTo("0");
    }

    @Test
    void who_owns_ten_or_less_proposes_nothing_and_who_did_not_attest_lately_does_not_vote() {
        Http.Answer refusal = poor.propose("poor");
        refused(refusal, 403, "INSUFFICIENT_BALANCE_TO_PROPOSE");
        assertThat(refusal.json().get("balance_rtc").decimalValue()).isEqualByComparingTo("10");
        assertThat(refusal.json().get("required_gt_rtc").decimalValue()).isEqualByComparingTo("10");
        long proposal = rich.proposes("rich");
        refused(poor.vote(proposal, "yes"), 403, "RECENT_ATTESTATION_REQUIRED");
        poor.attested();
        chain.advance(Duration.ofSeconds(3601));
        refused(poor.vote(proposal, "yes"), 403, "RECENT_ATTESTATION_REQUIRED");
        ok(poor.attested().vote(proposal, "yes"));
    }

    @Test
    void a_nonce_proposes_once_however_many_come_at_once_and_numbers_have_no_gaps() throws Exception {
        Owner anna = chain.owner();
        List<Http.Answer> same =
                RacesTest.together(i -> () -> chain.send("/governance/propose", anna.signedProposal("same", "17")));
        assertThat(same.stream().filter(a -> a.status() == 201)).hasSize(1);
        // Ten tries of a wallet are looked at in a day.
        assertThat(same.stream().filter(a -> a.status() == 409)).hasSize(9).allSatisfy(used -> {
            assertThat(used.json().get("error").textValue()).isEqualTo("nonce_already_used");
            assertThat(used.json().get("nonce").textValue()).isEqualTo("17");
        });
        assertThat(same.stream().filter(a -> a.status() == 429)).hasSize(6);
        chain.advance(Duration.ofDays(1));
        List<Http.Answer> others = RacesTest.together(i -> () -> anna.propose("other " + i));
        assertThat(others.stream().filter(a -> a.status() == 201)).hasSize(10);

        JsonNode newest = ok(chain.get("/governance/proposals?limit=50"));
        long total = newest.get("total").longValue();
        List<Long> ids = new ArrayList<>();
        newest.get("proposals").forEach(row -> ids.add(row.get("id").longValue()));
        assertThat(ids)
                .hasSize((int) total)
                .startsWith(total)
                .endsWith(1L)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        JsonNode page = ok(chain.get("/governance/proposals?limit=3&offset=2"));
        assertThat(page.get("proposals").get(0).get("id").longValue()).isEqualTo(total - 2);
        assertThat(page.get("count").intValue()).isEqualTo(3);
        assertThat(ok(chain.get("/governance/proposals?offset=" + total))
                        .get("count")
                        .intValue())
                .isZero();
    }

    @Test
    void answers_hold_every_field_that_clients_read_and_bad_input_is_named() {
        Owner anna = chain.owner();
        Http.Answer created = anna.attested().propose("Caf\u00e9 \ud83d\udd25");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        JsonNode proposed = created.json().get("proposal");
        fields(proposed, "activated_at created_at description ends_at id rules status title wallet");
        fields(proposed.get("rules"), "lifecycle pass_condition");
        long id = proposed.get("id").longValue();
        fields(
                ok(anna.vote(id, "yes")),
                "antiquity_multiplier base_balance_rtc no_weight ok proposal_id result status vote vote_weight"
                        + " voter_wallet yes_weight");
        JsonNode shown = chain.proposal(id);
        fields(shown, "ok proposal votes votes_limit votes_offset votes_total");
        fields(
                shown.get("proposal"),
                "activated_at created_at description ends_at id no_weight proposer_wallet result status title total_weight"
                        + " yes_weight");
        fields(shown.get("votes").get(0), "base_balance_rtc created_at multiplier vote voter_wallet weight");
        JsonNode list = ok(chain.get("/governance/proposals"));
        fields(list, "count limit offset ok proposals total");
        fields(
                list.get("proposals").get(0),
                "activated_at created_at description_preview ends_at id no_weight proposer_wallet status title yes_weight");

        refused(chain.get("/governance/proposal/999999"), 404, "PROPOSAL_NOT_FOUND");
        refused(anna.vote(999_999, "yes"), 404, "PROPOSAL_NOT_FOUND");
        Http.Answer unsigned = chain.send("/governance/propose", "{\"wallet\":\"a\",\"title\":\"t\"}");
        refused(unsigned, 400, "MISSING_REQUIRED_FIELDS");
        assertThat(unsigned.text()).contains("description", "nonce", "signature", "public_key");
        for (String wrong : List.of("limit=0", "limit=51", "offset=-1")) {
            assertThat(chain.get("/governance/proposals?" + wrong).text())
                    .contains(wrong.substring(0, wrong.indexOf('=')));
            assertThat(chain.get("/governance/proposals?" + wrong).status()).isEqualTo(400);
        }
        for (String wrong : List.of("votes_limit=201", "votes_offset=1001", "votes_after=a%20b")) {
            assertThat(chain.get("/governance/proposal/" + id + "?" + wrong).status())
                    .isEqualTo(400);
        }
        assertThat(chain.send("/governance/vote", anna.signedVote(id, "maybe", "n", ""))
                        .text())
                .contains("vote must be yes or no, got 'maybe'");
        assertThat(chain.send("/governance/propose", anna.signedProposal("x".repeat(201), "n"))
                        .text())
                .contains("title must have at most 200 characters, got 201");
        assertThat(chain.send(
                                "/governance/vote",
                                anna.signedVote(id, "yes", "n", "").put("proposal_id", "x"))
                        .text())
                .contains("proposal_id must be a whole number from 1");
    }

    @Test
    void one_address_tries_twenty_times_in_a_minute() {
        try (Still _ = Still.on(chain.platform)) {
            int status = 0;
            for (int i = 0; i < 21; i++) {
                status = chain.node
                        .post("/governance/vote", "{}", "X-Real-IP", "2001:db8:e7::1")
                        .status();
            }
            assertThat(status).isEqualTo(429);
        }
    }

    /** The units of {@code docs/costs.md}; what reads S3 is not in them. */
    @Test
    void every_endpoint_of_governance_costs_what_it_should() {
        Owner anna = chain.owner();
        anna.attested();
        Map<String, Meter.Snapshot> costs = new LinkedHashMap<>();
        long[] proposal = new long[1];
        metered(costs, "PostGovernancePropose", () -> {
            proposal[0] = anna.proposes("metered");
            return chain.get("/governance/proposal/" + proposal[0]);
        });
        metered(costs, "PostGovernanceVote", () -> anna.vote(proposal[0], "yes"));
        metered(costs, "GetGovernanceProposal", () -> chain.get("/governance/proposal/" + proposal[0]));
        metered(costs, "GetGovernanceProposals", () -> chain.get("/governance/proposals?limit=1"));
        metered(costs, "GetApiMinerDashboard", () -> chain.get("/api/miner_dashboard/" + anna.wallet()));
        costs.forEach((what, units) ->
                System.out.printf("%-34s %5.1f writes %5.1f reads%n", what, units.writeUnits(), units.readUnits()));
        // Three rows, or two, in one transaction cost two units each; limits are counted in one each.
        assertThat(writes(costs, "PostGovernancePropose")).isEqualTo(8);
        assertThat(writes(costs, "PostGovernanceVote")).isEqualTo(5);
        assertThat(writes(costs, "GetGovernanceProposal")).isEqualTo(1);
        assertThat(writes(costs, "GetGovernanceProposals")).isEqualTo(1);
        assertThat(costs.values())
                .allSatisfy(units -> assertThat(units.readUnits()).isLessThanOrEqualTo(6));
    }

    private static double writes(Map<String, Meter.Snapshot> costs, String handler) {
        return Objects.requireNonNull(costs.get(handler), handler).writeUnits();
    }

    private static void metered(Map<String, Meter.Snapshot> costs, String handler, Supplier<Http.Answer> call) {
        Meter meter = chain.platform.port().meter();
        meter.reset();
        ok(call.get());
        costs.put(
                handler,
                meter.snapshot()
                        .ofPrincipal(Node.function(chain.platform, handler).name()));
    }

    private static JsonNode ok(Http.Answer answer) {
        return MoneyTest.ok(answer);
    }

    private static void refused(Http.Answer answer, int status, String code) {
        AttestationPropertiesTest.refused(answer, status, code);
    }

    private static void fields(JsonNode object, String names) {
        List<String> present = new ArrayList<>();
        object.fieldNames().forEachRemaining(present::add);
        assertThat(present).contains(names.split(" "));
    }
}
