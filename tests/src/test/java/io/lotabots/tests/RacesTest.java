package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Sixteen callers at once against the real DynamoDB engine. */
class RacesTest {
    private static final int CALLERS = 16;

    private final Http node = Node.http();

    @Test
    void p14_one_challenge_sixteen_times_at_once_is_accepted_once() throws Exception {
        TestMiner miner = TestMiner.modern(node, 3001);
        ObjectNode payload = miner.signed(miner.payload(miner.nonce()));
        List<Http.Answer> answers = together(i -> () -> miner.submit(payload));
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.status() != 200))
                .allSatisfy(a -> assertThat(a.status()).as(a.text()).isEqualTo(409));
    }

    @Test
    void p23_one_hardware_two_wallets_sixteen_callers_one_owner() throws Exception {
        ObjectNode device = Machines.modernX86("RACED-3002");
        List<TestMiner> miners = List.of(new TestMiner(node, 3002, device), new TestMiner(node, 3003, device));
        List<ObjectNode> payloads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TestMiner miner = miners.get(i % 2);
            payloads.add(miner.signed(miner.payload(miner.nonce())));
        }
        List<Http.Answer> answers = together(i -> () -> miners.get(i % 2).submit(payloads.get(i)));
        assertThat(answers).noneMatch(a -> a.status() >= 500);
        List<String> owners = answers.stream()
                .filter(a -> a.status() == 200)
                .map(a -> a.json().get("miner").asText())
                .distinct()
                .toList();
        assertThat(owners).hasSize(1);
        long enrolled = miners.stream()
                .filter(m -> !node.get("/attestation/status?miner_id=" + m.wallet)
                        .json()
                        .get("enrolled")
                        .asBoolean())
                .count();
        assertThat(enrolled).as("the other wallet is not enrolled").isEqualTo(1);
    }

    @Test
    void p20_one_fingerprint_under_sixteen_nonces_is_accepted_once() throws Exception {
        TestMiner miner = TestMiner.modern(node, 3004);
        ObjectNode fingerprint = miner.fingerprint();
        List<ObjectNode> payloads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TestMiner asker = TestMiner.modern(node, 3100 + i);
            ObjectNode payload = miner.payload(asker.nonce("{}"));
            payload.set("fingerprint", fingerprint);
            payloads.add(miner.signed(payload));
        }
        List<Http.Answer> answers = together(i -> () -> miner.submit(payloads.get(i)));
        assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(1);
    }

    @Test
    void at_most_ten_attestations_of_one_machine_in_an_hour_however_they_arrive() throws Exception {
        TestMiner miner = TestMiner.modern(node, 3005);
        List<ObjectNode> payloads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TestMiner asker = TestMiner.modern(node, 3200 + i);
            payloads.add(miner.signed(miner.payload(asker.nonce("{}"))));
        }
        List<Http.Answer> answers = together(i -> () -> miner.submit(payloads.get(i)));
        assertThat(answers).noneMatch(a -> a.status() >= 500);
        assertThat(answers.stream().filter(a -> a.status() == 200).count()).isBetween(1L, 10L);
    }

    @Test
    void the_enrolled_count_rises_once_per_identity() throws Exception {
        long before = node.get("/epoch").json().get("enrolled_miners").asLong();
        TestMiner miner = TestMiner.modern(node, 3006);
        List<ObjectNode> payloads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TestMiner asker = TestMiner.modern(node, 3300 + i);
            ObjectNode payload = miner.payload(asker.nonce("{}"));
            ((ObjectNode) payload.get("device")).put("serial", "MACHINE-3006-" + i);
            payloads.add(miner.signed(payload));
        }
        List<Http.Answer> answers = together(payloads.size(), i -> () -> miner.submit(payloads.get(i)));
        assertThat(answers.stream().filter(a -> a.status() == 200)).isNotEmpty();
        assertThat(node.get("/epoch").json().get("enrolled_miners").asLong()).isEqualTo(before + 1);
    }

    static List<Http.Answer> together(IntFunction<Callable<Http.Answer>> call) throws Exception {
        return together(CALLERS, call);
    }

    private static List<Http.Answer> together(int callers, IntFunction<Callable<Http.Answer>> call)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<Http.Answer>> futures = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                Callable<Http.Answer> own = call.apply(i);
                futures.add(pool.submit(() -> {
                    start.await();
                    return own.call();
                }));
            }
        }
        List<Http.Answer> answers = new ArrayList<>();
        for (Future<Http.Answer> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }
}
