package io.lotabots.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lotabots.access.Permissions.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final Permissions TABLE = Permissions.ofPlatform();

    @ParameterizedTest
    @CsvSource({
        "READ_ORGANIZATION, OWNER ADMIN MEMBER PROJECT_ADMIN DEVELOPER VIEWER",
        "MANAGE_ORGANIZATION, OWNER",
        "MANAGE_MEMBERS, OWNER ADMIN",
        "MANAGE_ADMINS, OWNER",
        "ENROL_MODELS, OWNER ADMIN",
        "LIMIT_SPENDING, OWNER ADMIN",
        "READ_MONEY, OWNER ADMIN",
        "WITHDRAW, OWNER",
        "READ_AUDIT, OWNER ADMIN",
        "CREATE_PROJECT, OWNER ADMIN",
        "READ_PROJECT, OWNER ADMIN PROJECT_ADMIN DEVELOPER VIEWER",
        "CONFIGURE_PROJECT, OWNER ADMIN PROJECT_ADMIN",
        "ENABLE_PRODUCTS, OWNER ADMIN PROJECT_ADMIN DEVELOPER",
        "CALL_MODELS, OWNER ADMIN PROJECT_ADMIN DEVELOPER",
        "READ_OWN_CONVERSATIONS, OWNER ADMIN PROJECT_ADMIN DEVELOPER"
    })
    void a_line_says_who_may(Action action, String roles) {
        assertThat(EnumSet.allOf(Role.class).stream()
                        .filter(role -> TABLE.allows(action, Set.of(role)))
                        .map(Role::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(roles);
        assertThat(TABLE.verdict(action, Set.of(), Set.of())).isEqualTo(Verdict.HIDDEN);
    }

    @Test
    void who_sees_a_thing_is_refused_and_who_does_not_is_told_of_none() {
        assertThat(TABLE.verdict(Action.READ_MONEY, Set.of(Role.MEMBER), Set.of()))
                .isEqualTo(Verdict.FORBIDDEN);
        assertThat(TABLE.verdict(Action.CONFIGURE_PROJECT, Set.of(Role.VIEWER), Set.of()))
                .isEqualTo(Verdict.FORBIDDEN);
        assertThat(TABLE.verdict(Action.READ_PROJECT, Set.of(Role.MEMBER), Set.of()))
                .isEqualTo(Verdict.HIDDEN);
    }

    @Test
    void a_key_that_was_not_given_for_it_is_refused_alike_whatever_is_there() {
        Set<String> scopes = Set.of("ai:call");
        assertThat(TABLE.verdict(Action.CALL_MODELS, Set.of(Role.DEVELOPER), scopes))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(TABLE.verdict(Action.READ_PROJECT, Set.of(Role.OWNER), scopes))
                .isEqualTo(Verdict.OUT_OF_SCOPE);
        assertThat(TABLE.verdict(Action.READ_PROJECT, Set.of(), scopes)).isEqualTo(Verdict.OUT_OF_SCOPE);
    }

    @Test
    void every_scope_that_a_key_may_have_opens_something_and_no_other_is_needed() {
        assertThat(TABLE.scopes()).containsExactlyInAnyOrderElementsOf(Scopes.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "withdraw , withdrew , no action is called withdrew",
        "viewer , visitor , no role is called visitor",
        "developer viewer , viewer viewer , its columns are not each role once",
        "withdraw                orgs:write      read-organization  y , withdraw orgs:write read-organization maybe ,"
                + " says neither y nor n",
        "withdraw                orgs:write      read-organization  y , withdraw orgs:write read-organization ,"
                + " withdraw has 8 columns",
        "'\nwithdraw ' , '\n# withdraw ' , it has 14 of 15 actions",
        "'\nwithdraw ' , '\nread-money ' , read-money stands twice"
    })
    void a_table_with_a_mistake_is_refused_as_a_whole(String right, String wrong, String complaint) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(Permissions.class.getResourceAsStream("permissions.txt"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String broken = text.replace(right, wrong);
        assertThat(broken).isNotEqualTo(text);
        assertThatIllegalStateException()
                .isThrownBy(() -> Permissions.parse(broken))
                .withMessageContaining(complaint);
    }
}
