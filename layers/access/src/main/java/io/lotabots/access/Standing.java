package io.lotabots.access;

import io.lotabots.aws.Item;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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

    /**
     * The roles that the rows of an organisation give an account.
     *
     * @param itself the organisation's row; empty when there is none
     * @param person the account's row there
     * @param projectMember the account's row in the project that was asked for; empty when none was
     * @param wholeOrganization whether the organisation itself was asked for: then a role in any project counts for as much as
     *     the least of them
     */
    static Set<Role> roles(String account, Item itself, Item person, Item projectMember, boolean wholeOrganization) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (itself.isEmpty()) {
            return roles;
        }
        if (itself.text("owner").equals(account)) {
            roles.add(Role.OWNER);
        }
        role(person, Role.ofMembers().stream()).ifPresent(roles::add);
        role(projectMember, Role.ofProjects().stream()).ifPresent(roles::add);
        if (wholeOrganization && person.number("projects", 0) > 0) {
            roles.add(Role.VIEWER);
        }
        return roles;
    }

    private static Optional<Role> role(Item row, Stream<Role> known) {
        return row.findText("role")
                .flatMap(word -> known.filter(role -> role.word().equals(word)).findFirst());
    }
}
