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
import org.jspecify.annotations.Nullable;

/**
 * What the rows of an organisation and the table make of a wish, against what the words of the table mean, told again from the
 * beginning: who somebody is there, and then what such a one may do.
 */
class StandingPropertiesTest {
    private static final Permissions TABLE = Permissions.ofPlatform();
    private static final String ME = "0x" + "1".repeat(40);
    private static final String OTHER = "0x" + "2".repeat(40);

    /** What became of an organisation or a project. */
    enum State {
        THERE,
        DELETED,
        NEVER_WAS;

        Item row(Item row) {
            return switch (this) {
                case THERE -> row;
                case DELETED -> row.with("deleted_at", 1);
                case NEVER_WAS -> Item.empty();
            };
        }
    }

    /** What a key is for alone: the organisation or another one, the project that is asked for, its neighbour or another's. */
    enum Bound {
        NOWHERE,
        HERE,
        BESIDE,
        ELSEWHERE
    }

    /**
     * An organisation as its owner would tell it.
     *
     * @param organization whether there is one
     * @param project the one that is asked for
     * @param neighbour another one there
     * @param mineAndBeside whether the organisation is the caller's, and whether the caller has a role in the neighbour
     * @param member what the caller is in it; empty for nothing
     * @param here what the caller is in the project that is asked for; empty for nothing
     * @param bounds the organisation and the project that the caller's key is for
     */
    record Case(
            State organization,
            State project,
            State neighbour,
            List<Boolean> mineAndBeside,
            String member,
            String here,
            List<Bound> bounds,
            Asked asked) {
        boolean mine() {
            return mineAndBeside.getFirst();
        }

        boolean beside() {
            return mineAndBeside.getLast() && neighbour != State.NEVER_WAS;
        }

        Action action() {
            return asked.action();
        }

        /** Whether the key opens what is asked for, and whether of the organisation alone what a viewer sees. */
        boolean opens(boolean ofProject) {
            boolean organizationFits = bounds.getFirst() == Bound.NOWHERE || bounds.getFirst() == Bound.HERE;
            return organizationFits
                    && switch (bounds.getLast()) {
                        case NOWHERE -> true;
                        case HERE -> ofProject || project == State.THERE;
                        case BESIDE -> !ofProject && neighbour == State.THERE;
                        case ELSEWHERE -> false;
                    };
        }

        boolean boundToProject() {
            return bounds.getLast() != Bound.NOWHERE;
        }
    }

    record Asked(Action action, boolean evenDeleted, Set<String> scopes) {}

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Set<String>> scopes = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Set.of())),
                Tuple.of(1, Arbitraries.of(TABLE.scopes()).set().ofMaxSize(4)));
        Arbitrary<State> states = Arbitraries.frequency(
                Tuple.of(6, State.THERE), Tuple.of(2, State.DELETED), Tuple.of(1, State.NEVER_WAS));
        Arbitrary<Bound> organizations = Arbitraries.frequency(
                Tuple.of(6, Bound.NOWHERE), Tuple.of(2, Bound.HERE), Tuple.of(1, Bound.ELSEWHERE));
        Arbitrary<Bound> projects = Arbitraries.frequency(
                Tuple.of(6, Bound.NOWHERE),
                Tuple.of(2, Bound.HERE),
                Tuple.of(2, Bound.BESIDE),
                Tuple.of(1, Bound.ELSEWHERE));
        return Combinators.combine(
                        states,
                        states,
                        states,
                        Arbitraries.of(
                                List.of(true, false),
                                List.of(false, false),
                                List.of(false, true),
                                List.of(false, false)),
                        Arbitraries.of("", "", "admin", "member"),
                        Arbitraries.of("", "admin", "developer", "viewer"),
                        Combinators.combine(organizations, projects).as(List::of),
                        Combinators.combine(
                                        Arbitraries.of(Action.values()),
                                        Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)),
                                        scopes)
                                .as(Asked::new))
                .as(Case::new);
    }

    @Property(tries = 20_000)
    void the_rows_and_the_table_say_what_the_words_mean(@ForAll("cases") Case one) {
        assertThat(TABLE.verdict(one.action(), roles(one), one.asked().scopes()))
                .isEqualTo(expected(one));
    }

    private static boolean ofProject(Case one) {
        return TABLE.seen(one.action()) == Action.READ_PROJECT;
    }

    private static Set<Role> roles(Case one) {
        Item itself =
                one.organization().row(Item.of("owner", one.mine() ? ME : OTHER).with("uid", "o"));
        Item asked = one.project().row(Item.of("uid", "p"));
        Item beside = one.neighbour().row(Item.of("uid", "q"));
        Item person = one.member().isEmpty() ? Item.empty() : Item.of("role", one.member());
        boolean here = !one.here().isEmpty() && one.project() != State.NEVER_WAS;
        Caller caller = new Caller(
                ME,
                How.API_KEY,
                "key",
                one.asked().scopes(),
                bound(one.bounds().getFirst(), "o"),
                bound(one.bounds().getLast(), "p"),
                0,
                false);
        boolean evenDeleted = one.asked().evenDeleted();
        if (ofProject(one)) {
            Item member = here ? Item.of("role", one.here()) : Item.empty();
            return Standing.inProject(caller, evenDeleted, itself, asked, person, member);
        }
        Item only = switch (one.bounds().getLast()) {
            case HERE -> asked;
            case BESIDE -> beside;
            default -> Item.empty();
        };
        return Standing.inOrganization(
                caller,
                evenDeleted,
                itself,
                person,
                only,
                () -> here && Standing.exists(asked, false) || one.beside() && Standing.exists(beside, false));
    }

    private static @Nullable String bound(Bound bound, String here) {
        return switch (bound) {
            case NOWHERE -> null;
            case HERE -> here;
            case BESIDE -> "q";
            case ELSEWHERE -> "x";
        };
    }

    private static Verdict expected(Case one) {
        if (!one.asked().scopes().isEmpty() && !one.asked().scopes().contains(scope(one.action()))) {
            return Verdict.OUT_OF_SCOPE;
        }
        boolean ofProject = ofProject(one);
        boolean deletedCounts = one.asked().evenDeleted();
        boolean there = ofProject
                ? one.organization() == State.THERE
                        && (one.project() == State.THERE || one.project() == State.DELETED && deletedCounts)
                : one.organization() == State.THERE || one.organization() == State.DELETED && deletedCounts;
        if (!there || !one.opens(ofProject)) {
            return Verdict.HIDDEN;
        }
        boolean rules = one.mine() || one.member().equals("admin");
        boolean isThere = !one.here().isEmpty() && one.project() == State.THERE;
        boolean isBeside = one.beside() && one.neighbour() == State.THERE;
        boolean inside = rules || !one.member().isEmpty() || isThere || isBeside;
        boolean inProject = rules || !one.here().isEmpty();
        boolean works = rules || List.of("admin", "developer").contains(one.here());
        // Whatever its account is: of the organisation around its project a key only sees that it is there.
        boolean governs = rules && !one.boundToProject();
        boolean owns = one.mine() && !one.boundToProject();
        boolean may = switch (one.action()) {
            case READ_ORGANIZATION -> inside;
            case MANAGE_ORGANIZATION, MANAGE_ADMINS, WITHDRAW -> owns;
            case MANAGE_MEMBERS, ENROL_MODELS, LIMIT_SPENDING, READ_MONEY, READ_AUDIT, CREATE_PROJECT -> governs;
            case READ_PROJECT -> inProject;
            case CONFIGURE_PROJECT -> rules || one.here().equals("admin");
            case ENABLE_PRODUCTS, CALL_MODELS, READ_OWN_CONVERSATIONS -> works;
        };
        if (may) {
            return Verdict.ALLOWED;
        }
        return (ofProject ? inProject : inside) ? Verdict.FORBIDDEN : Verdict.HIDDEN;
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
