package io.lotabots.access;

import io.lotabots.aws.Item;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What a caller is in an organisation, and in one of its projects when one was asked for.
 *
 * @param account the caller
 * @param organizationId the organisation's id
 * @param organization its row
 * @param projectId the project's id; 0 when none was asked for
 * @param project its row; empty when none was asked for
 * @param roles none for a stranger
 */
public record Standing(
        String account, long organizationId, Item organization, long projectId, Item project, Set<Role> roles) {
    public Standing {
        roles = Set.copyOf(roles);
    }

    public boolean owns() {
        return roles.contains(Role.OWNER);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Whether a role of the organisation is among them, not of its projects alone. */
    public boolean belongs() {
        return roles.stream().anyMatch(role -> !role.ofProject());
    }

    /**
     * The roles of a caller in an organisation.
     *
     * @param itself the organisation's row; empty when there is none, as all rows are
     * @param person the account's row there
     * @param only the row there of the one project that the credential is for
     * @param somewhere whether the account has a role in a project that is not deleted, which counts for as much as the least of
     *     them; asked only of who has no role in the organisation itself
     */
    static Set<Role> inOrganization(
            Caller caller, boolean evenDeleted, Item itself, Item person, Item only, BooleanSupplier somewhere) {
        if (!exists(itself, evenDeleted) || !caller.reaches(itself, exists(only, false) ? only : Item.empty())) {
            return EnumSet.noneOf(Role.class);
        }
        Set<Role> roles = ofMember(caller.account(), itself, person);
        if (roles.isEmpty() && somewhere.getAsBoolean()) {
            roles.add(Role.VIEWER);
        }
        // A key for one project sees the organisation around it and no more of it.
        return caller.project() == null || roles.isEmpty() ? roles : EnumSet.of(Role.VIEWER);
    }

    /**
     * The roles of a caller in a project, those in its organisation with them.
     *
     * @param member the account's row in the project
     */
    static Set<Role> inProject(
            Caller caller, boolean evenDeleted, Item itself, Item project, Item person, Item member) {
        if (!exists(itself, false) || !exists(project, evenDeleted) || !caller.reaches(itself, project)) {
            return EnumSet.noneOf(Role.class);
        }
        Set<Role> roles = ofMember(caller.account(), itself, person);
        role(member, Role.ofProjects().stream()).ifPresent(roles::add);
        return roles;
    }

    private static Set<Role> ofMember(String account, Item itself, Item person) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (itself.text("owner").equals(account)) {
            roles.add(Role.OWNER);
        }
        role(person, Role.ofMembers().stream()).ifPresent(roles::add);
        return roles;
    }

    /** Whether a row is there, and not deleted unless that does not matter. */
    static boolean exists(Item row, boolean evenDeleted) {
        return !row.isEmpty() && (evenDeleted || !row.has("deleted_at"));
    }

    private static Optional<Role> role(Item row, Stream<Role> known) {
        return row.findText("role")
                .flatMap(word -> known.filter(role -> role.word().equals(word)).findFirst());
    }
}
