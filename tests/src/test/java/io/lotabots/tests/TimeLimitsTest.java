package io.lotabots.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is offered is open for so many days and no second longer. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class TimeLimitsTest {
    private final Http node = Identities.node();
    private final Person owner = Person.on(node);
    private final Person prompt = Person.on(node);
    private final Person slow = Person.on(node);

    private long organization() {
        return owner.given("POST", "/api/v1/orgs", "name", Persons.name("Offered"))
                .path("id")
                .longValue();
    }

    private static String invitation(long id) {
        return "/api/v1/me/invitations/" + id;
    }

    /** One walk through fourteen days, for moving the clock by days takes its time. */
    @Test
    void an_organisation_is_offered_for_seven_days_and_an_invitation_is_open_for_fourteen() {
        long joined = organization();
        for (Person invited : List.of(prompt, slow)) {
            String path = "/api/v1/orgs/" + joined + "/invitations";
            owner.given("POST", path, "wallet_address", invited.account(), "role", "member");
        }
        String taken = "/api/v1/orgs/" + organization();
        String kept = "/api/v1/orgs/" + organization();
        owner.given("POST", taken + "/transfer", "wallet_address", prompt.account());
        owner.given("POST", kept + "/transfer", "wallet_address", slow.account());

        Identities.advance(Duration.ofDays(7).minusMinutes(5));
        assertThat(prompt.again()
                        .given("POST", taken + "/transfer/accept")
                        .path("owner")
                        .asText())
                .isEqualTo(prompt.account());
        Identities.advance(Duration.ofMinutes(5));
        assertThat(slow.again().ask("POST", kept + "/transfer/accept").code()).isEqualTo("NO_OFFER");
        assertThat(owner.again().given("GET", kept).path("owner").asText()).isEqualTo(owner.account());

        Identities.advance(Duration.ofDays(7).minusMinutes(5));
        prompt.again().given("POST", invitation(joined) + "/accept");
        Identities.advance(Duration.ofMinutes(5));
        Person late = slow.again();
        assertThat(late.given("GET", "/api/v1/me/invitations")).isEmpty();
        assertThat(late.ask("POST", invitation(joined) + "/accept").code()).isEqualTo("NO_INVITATION");
        assertThat(late.ask("DELETE", invitation(joined)).code()).isEqualTo("NO_INVITATION");
        assertThat(late.ask("GET", "/api/v1/orgs/" + joined).status()).isEqualTo(404);
    }
}
