package io.lotabots.identity;

import io.lotabots.access.Action;
import io.lotabots.access.Caller;
import io.lotabots.access.PublicIds;
import io.lotabots.access.Scopes;
import io.lotabots.access.Standing;
import io.lotabots.access.Standings;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far a key or a program reaches: not beyond its scopes, and not beyond one organisation or project where it is for that.
 *
 * @param scopes at least one, in their order
 * @param organization the uid of the one organisation that it is for: that of its project, where it is for one; null for any
 * @param project the uid of the one project that it is for; null for any
 */
record Reach(
        List<String> scopes,
        @Nullable String organization,
        @Nullable String project) {
    /**
     * What its owner asks for.
     *
     * @throws Refusal 400 naming the field that cannot be; 404 naming it, when the caller has no role in what it names
     */
    static Reach of(
            @Nullable List<@Nullable String> scopes,
            @Nullable String organization,
            @Nullable String project,
            Standings standings,
            Caller caller,
            Call call) {
        List<String> chosen = scopes(scopes);
        Optional<Standing> inProject =
                find("project", project, id -> standings.project(call, caller, id, Action.READ_PROJECT));
        Optional<Standing> inOrganization = find(
                "organization", organization, id -> standings.organization(call, caller, id, Action.READ_ORGANIZATION));
        Optional<String> uid = inProject
                .or(() -> inOrganization)
                .map(standing -> standing.organization().text("uid"));
        if (organization != null && !uid.equals(Optional.of(organization))) {
            throw Fields.invalid("organization", "must be the organisation of the project");
        }
        return new Reach(chosen, uid.orElse(null), project);
    }

    private static List<String> scopes(@Nullable List<@Nullable String> asked) {
        if (asked == null || asked.isEmpty() || !asked.stream().allMatch(Reach::isScope)) {
            throw Fields.invalid("scopes", "must be at least one of " + String.join(", ", Scopes.ALL));
        }
        return Scopes.ALL.stream().filter(asked::contains).sorted().toList();
    }

    private static boolean isScope(@Nullable String scope) {
        return scope != null && Scopes.ALL.contains(scope);
    }

    private static Optional<Standing> find(String field, @Nullable String uid, LongFunction<Standing> look) {
        if (uid == null) {
            return Optional.empty();
        }
        if (!PublicIds.isUid(uid)) {
            throw Fields.invalid(field, "must be 32 hexadecimal digits");
        }
        try {
            return Optional.of(look.apply(PublicIds.idOf(uid)));
        } catch (Refusal none) {
            throw none.with("field", field);
        }
    }
}
