package io.lotabots.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.access.Permissions.Verdict;
import io.lotabots.aws.Item;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * What the rows of an organisation and the table make of a wish, against what the words of the table mean, told again from the
 * beginning: who somebody is there, and then what such a one may do.
 */
class StandingPropertiesTest {
    private static final Permissions TABLE = Permissions.ofPlatform();
    private static final String ME = "0x" + "1".repeat(40);
    private static final String OTHER = "0x" + "2".repeat(40);

    /**
     * An organisation as its owner would tell it.
     *
     * @param exists whether there is one
     * @param mine whether it is the caller's
     * @param member what the caller is in it; empty for nothing
     * @param here what the caller is in the project that is asked for; empty for nothing
     * @param elsewhere whether the caller has a role in another of its projects
     * @param scopes of the caller's key
     */
    record Case(
            boolean exists,
            boolean mine,
            String member,
            String here,
            boolean elsewhere,
            Set<String> scopes,
            Action action) {}

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Set<String>> scopes = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Set.of())),
                Tuple.of(1, Arbitraries.of(TABLE.scopes()).set().ofMaxSize(4)));
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)),
                        Arbitraries.frequency(Tuple.of(1, true), Tuple.of(4, false)),
                        Arbitraries.of("", "", "admin", "member"),
                        Arbitraries.of("", "admin", "developer", "viewer"),
                        Arbitraries.of(true, false),
                        scopes,
                        Arbitraries.of(Action.values()))
                .as(Case::new);
    }

    @Property(tries = 10_000)
    void the_rows_and_the_table_say_what_the_words_mean(@ForAll("cases") Case one) {
        boolean project = TABLE.seen(one.action()) == Action.READ_PROJECT;
        Item itself = one.exists() ? Item.of("owner", one.mine() ? ME : OTHER) : Item.empty();
        Item person = one.member().isEmpty() ? Item.empty() : Item.of("role", one.member());
        long projects = (one.here().isEmpty() ? 0 : 1) + (one.elsewhere() ? 1 : 0);
        Item row = project && !one.here().isEmpty() ? Item.of("role", one.here()) : Item.empty();
        Set<Role> roles = Standing.roles(ME, itself, person.with("projects", projects), row, !project);

        assertThat(TABLE.verdict(one.action(), roles, one.scopes())).isEqualTo(expected(one));
    }

    private static Verdict expected(Case one) {
        if (!one.scopes().isEmpty() && !one.scopes().contains(scope(one.action()))) {
            return Verdict.OUT_OF_SCOPE;
        }
        if (!one.exists()) {
            return Verdict.HIDDEN;
        }
        boolean governs = one.mine() || one.member().equals("admin");
        boolean inside = governs || !one.member().isEmpty() || !one.here().isEmpty() || one.elsewhere();
        boolean inProject = governs || !one.here().isEmpty();
        boolean works = governs || List.of("admin", "developer").contains(one.here());
        boolean may = switch (one.action()) {
            case READ_ORGANIZATION -> inside;
            case MANAGE_ORGANIZATION, MANAGE_ADMINS, WITHDRAW -> one.mine();
            case MANAGE_MEMBERS, ENROL_MODELS, LIMIT_SPENDING, READ_MONEY, READ_AUDIT, CREATE_PROJECT -> governs;
            case READ_PROJECT -> inProject;
            case CONFIGURE_PROJECT -> governs || one.here().equals("admin");
            case ENABLE_PRODUCTS, CALL_MODELS, READ_OWN_CONVERSATIONS -> works;
        };
        if (may) {
            return Verdict.ALLOWED;
        }
        boolean sees = switch (one.action()) {
            case READ_PROJECT, CONFIGURE_PROJECT, ENABLE_PRODUCTS, CALL_MODELS, READ_OWN_CONVERSATIONS -> inProject;
            default -> inside;
        };
        return sees ? Verdict.FORBIDDEN : Verdict.HIDDEN;
    }

    private static String scope(Action action) {
        return switch (action) {
            case READ_ORGANIZATION, READ_MONEY, READ_AUDIT -> "orgs:read";
            case MANAGE_ORGANIZATION, MANAGE_MEMBERS, MANAGE_ADMINS, ENROL_MODELS, LIMIT_SPENDING, WITHDRAW ->
                "orgs:write";
            case CREATE_PROJECT, CONFIGURE_PROJECT, ENABLE_PRODUCTS -> "projects:write";
            case READ_PROJECT -> "projects:read";
            case CALL_MODELS, READ_OWN_CONVERSATIONS -> "ai:call";
        };
    }
}
