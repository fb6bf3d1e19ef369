package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.aws.Fault;
import io.lotabots.local.aws.FaultRule;
import io.lotabots.local.aws.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Sixteen at once on one organisation: what is refused was refused for a reason, and what was done adds up. */
class OrganizationRacesTest {
    private static final int CALLERS = 16;

    private final Http node = Node.http();
    private final Person owner = Person.on(node);

    private long organization() {
        return owner.given("POST", "/api/v1/orgs", "name", "Raced " + System.nanoTime())
                .path("id")
                .longValue();
    }

    @Test
    void one_name_asked_for_sixteen_times_at_once_is_given_once() throws Exception {
        String name = "Raced " + System.nanoTime();
        List<Http.Answer> answers = together(_ -> () -> owner.ask("POST", "/api/v1/orgs", "name", name));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(owner.given("GET", "/api/v1/me/orgs")).hasSize(1);
        assertThat(owner.given("POST", "/api/v1/orgs").path("count").longValue())
                .isEqualTo(1);
    }

    @Test
    void roles_changed_by_sixteen_at_once_follow_one_another() throws Exception {
        long id = organization();
        String members = "/api/v1/orgs/" + id + "/members";
        String account = Person.unknown();
        owner.given("POST", members, "wallet_address", account, "role", "member");
        List<Http.Answer> answers = together(i ->
                () -> owner.ask("PATCH", members, "wallet_address", account, "role", i % 2 == 0 ? "admin" : "member"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 409));
        assertThat(answers).anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        String role = "member";
        List<JsonNode> log = new ArrayList<>();
        owner.given("GET", "/api/v1/orgs/" + id + "/audit").forEach(log::addFirst);
        List<String> changes = log.stream()
                .filter(line -> line.path("event").asText().equals("member.changed"))
                .map(line -> line.path("reason").asText())
                .toList();
        // Lines of one millisecond have no order among themselves: each change turns the role over.
        long up = changes.stream().filter("member to admin"::equals).count();
        long down = changes.stream().filter("admin to member"::equals).count();
        assertThat(up + down).isEqualTo(changes.size());
        assertThat(up - down).isIn(0L, 1L);
        role = up > down ? "admin" : role;
        assertThat(owner.given("GET", members).path(0).path("role").asText()).isEqualTo(role);
    }

    @Test
    void an_admin_who_is_demoted_meanwhile_adds_nobody_afterwards() throws Exception {
        long id = organization();
        String members = "/api/v1/orgs/" + id + "/members";
        Person admin = Person.on(node);
        owner.given("POST", members, "wallet_address", admin.account(), "role", "admin");
        List<String> news = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            news.add(Person.unknown());
        }
        List<Http.Answer> answers = together(i -> () -> i == CALLERS / 2
                ? owner.ask("PATCH", members, "wallet_address", admin.account(), "role", "member")
                : admin.ask("POST", members, "wallet_address", news.get(i), "role", "member"));
        boolean demoted = answers.get(CALLERS / 2).status() == 200;
        answers.set(CALLERS / 2, answers.getFirst());
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 403, 409));
        List<String> listed = StreamSupport.stream(owner.given("GET", members).spliterator(), false)
                .map(member -> member.path("wallet_address").asText())
                .toList();
        for (int i = 0; i < CALLERS; i++) {
            if (i != CALLERS / 2) {
                assertThat(listed.contains(news.get(i)))
                        .isEqualTo(answers.get(i).status() == 200);
            }
        }
        if (demoted) {
            assertThat(admin.ask("POST", members, "wallet_address", Person.unknown(), "role", "member")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void an_invitation_accepted_sixteen_times_at_once_makes_one_member() throws Exception {
        long id = organization();
        Person invited = Person.on(node);
        owner.given(
                "POST", "/api/v1/orgs/" + id + "/invitations", "wallet_address", invited.account(), "role", "member");
        List<Http.Answer> answers =
                together(_ -> () -> invited.ask("POST", "/api/v1/me/invitations/" + id + "/accept"));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 404, 409));
        assertThat(owner.given("GET", "/api/v1/orgs/" + id + "/members")).hasSize(1);
    }

    @Test
    void of_sixteen_who_accept_at_once_as_many_become_members_as_there_is_room_for() throws Exception {
        long id = organization();
        List<Person> invited = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            invited.add(Person.on(node));
            owner.given(
                    "POST",
                    "/api/v1/orgs/" + id + "/invitations",
                    "wallet_address",
                    invited.getLast().account(),
                    "role",
                    "member");
        }
        Stored.set(id, "itself", "members", 998);
        List<Http.Answer> answers =
                together(i -> () -> invited.get(i).ask("POST", "/api/v1/me/invitations/" + id + "/accept"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 409, 422));
        assertThat(owner.given("GET", "/api/v1/orgs/" + id + "/members")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_change_that_others_never_let_pass_is_to_be_tried_again() {
        String members = "/api/v1/orgs/" + organization() + "/members";
        Faults faults = Node.prod().port().faults();
        String function = Node.function("PostApiV1OrgsMembers").name();
        faults.next(FaultRule.next(Fault.TRANSACTION_CONFLICT)
                .by(function)
                .during("TransactWriteItems")
                .times(6));
        try {
            Http.Answer answer = owner.ask("POST", members, "wallet_address", Person.unknown(), "role", "member");
            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("CHANGED_MEANWHILE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(faults.pending()).isZero();
        } finally {
            faults.clear();
        }
        assertThat(owner.given("GET", members)).isEmpty();
    }

    @Test
    void an_offer_that_is_accepted_and_taken_back_at_once_is_one_of_both() throws Exception {
        long id = organization();
        Person heir = Person.on(node);
        owner.given("POST", "/api/v1/orgs/" + id + "/transfer", "wallet_address", heir.account());
        List<Http.Answer> answers = together(i -> () -> i % 2 == 0
                ? heir.ask("POST", "/api/v1/orgs/" + id + "/transfer/accept")
                : owner.ask("DELETE", "/api/v1/orgs/" + id + "/transfer"));
        long done = answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(done).isEqualTo(1);
        boolean accepted = heir.ask("GET", "/api/v1/orgs/" + id).status() == 200;
        assertThat(owner.ask("GET", "/api/v1/orgs/" + id + "/balance").status()).isEqualTo(200);
        assertThat(owner.ask("PATCH", "/api/v1/orgs/" + id, "name", "Raced " + System.nanoTime())
                        .status())
                .isEqualTo(accepted ? 403 : 200);
    }

    private static List<Http.Answer> together(IntFunction<Callable<Http.Answer>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Http.Answer>> futures = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Callable<Http.Answer> one = work.apply(i);
                futures.add(callers.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            List<Http.Answer> answers = new ArrayList<>();
            for (Future<Http.Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
