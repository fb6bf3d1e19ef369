package io.lotabots.access;

import io.lotabots.access.Permissions.Verdict;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is in an organisation or a project, and whether that is enough. It is read from the organisation's own
 * partition with every request: a role that was taken away is gone with the next one.
 *
 * <p>Who may not see a thing is told the same as of a thing that does not exist, down to the last letter.
 */
public final class Standings {
    private final Permissions permissions = Permissions.ofPlatform();
    private final Table organizations;
    private final Table index;
    private final AuditLog audit;

    public Standings(Aws aws) {
        this.organizations = aws.table("ORGANIZATIONS");
        this.index = aws.table("ORGANIZATION_INDEX");
        this.audit = new AuditLog(aws);
    }

    /**
     * What the caller is in an organisation.
     *
     * @throws Refusal 404 when it is not there for the caller, 403 when it is and that is not allowed
     */
    public Standing organization(Call call, Caller caller, long id, Action action) {
        return organization(call, caller, id, action, false);
    }

    /** The same of an organisation that may be deleted. */
    public Standing organizationEvenDeleted(Call call, Caller caller, long id, Action action) {
        return organization(call, caller, id, action, true);
    }

    private Standing organization(Call call, Caller caller, long id, Action action, boolean evenDeleted) {
        caller.require(permissions.scope(action));
        List<Item> rows = organizations.batchGetConsistently(
                List.of(OrganizationRows.itself(id), OrganizationRows.person(id, caller.account())));
        Item itself = row(rows, OrganizationRows.itself(id));
        Item person = row(rows, OrganizationRows.person(id, caller.account()));
        boolean there = exists(itself, evenDeleted) && reaches(caller.organization(), itself);
        Set<Role> roles = there
                ? Standing.roles(caller.account(), itself, person, Item.empty(), true)
                : EnumSet.noneOf(Role.class);
        if (caller.project() != null && !roles.isEmpty()) {
            // A key for one project sees the organisation around it and no more of it.
            roles = EnumSet.of(Role.VIEWER);
        }
        Standing standing = new Standing(caller.account(), id, itself, 0, Item.empty(), roles);
        return demand(call, standing, action, caller, noOrganization());
    }

    /**
     * What the caller is in a project.
     *
     * @throws Refusal 404 when it is not there for the caller, 403 when it is and that is not allowed
     */
    public Standing project(Call call, Caller caller, long id, Action action) {
        return project(call, caller, id, action, false);
    }

    /** The same of a project that may be deleted. */
    public Standing projectEvenDeleted(Call call, Caller caller, long id, Action action) {
        return project(call, caller, id, action, true);
    }

    private Standing project(Call call, Caller caller, long id, Action action, boolean evenDeleted) {
        caller.require(permissions.scope(action));
        long organization = index.get(OrganizationRows.ofProject(id))
                .map(row -> row.number("organization"))
                .orElseThrow(Standings::noProject);
        Item projectKey = OrganizationRows.project(organization, id);
        Item personKey = OrganizationRows.person(organization, caller.account());
        Item memberKey = OrganizationRows.projectMember(organization, id, caller.account());
        List<Item> rows = organizations.batchGetConsistently(
                List.of(OrganizationRows.itself(organization), projectKey, personKey, memberKey));
        Item itself = row(rows, OrganizationRows.itself(organization));
        Item project = row(rows, projectKey);
        boolean there = exists(itself, false)
                && exists(project, evenDeleted)
                && reaches(caller.organization(), itself)
                && reaches(caller.project(), project);
        Set<Role> roles = there
                ? Standing.roles(caller.account(), itself, row(rows, personKey), row(rows, memberKey), false)
                : EnumSet.noneOf(Role.class);
        Standing standing = new Standing(caller.account(), organization, itself, id, project, roles);
        return demand(call, standing, action, caller, noProject());
    }

    /** Whether what somebody is in an organisation shows him all its projects, whatever he is in each. */
    public boolean seesEveryProject(Standing standing) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        standing.roles().stream().filter(role -> !role.ofProject()).forEach(roles::add);
        return permissions.allows(Action.READ_PROJECT, roles);
    }

    /** Whether what the caller is there allows a further action. */
    public boolean allows(Standing standing, Action action) {
        return permissions.allows(action, standing.roles());
    }

    /** Demands a further action of one who sees the thing. @throws Refusal 403 when it is not allowed */
    public void require(Call call, Caller caller, Standing standing, Action action) {
        caller.require(permissions.scope(action));
        if (!allows(standing, action)) {
            throw forbidden(call, caller, standing, action);
        }
    }

    private Standing demand(Call call, Standing standing, Action action, Caller caller, Refusal none) {
        Verdict verdict = permissions.verdict(action, standing.roles(), caller.scopes());
        return switch (verdict) {
            case ALLOWED -> standing;
            case FORBIDDEN -> throw forbidden(call, caller, standing, action);
            case HIDDEN, OUT_OF_SCOPE -> {
                Telemetry.current().count("Strangers");
                throw none;
            }
        };
    }

    private static boolean exists(Item row, boolean evenDeleted) {
        return !row.isEmpty() && (evenDeleted || !row.has("deleted_at"));
    }

    /** Whether a credential that is for one organisation or project alone is for this one. */
    private static boolean reaches(@Nullable String only, Item row) {
        return only == null || only.equals(row.text("uid"));
    }

    private static Item row(List<Item> rows, Item key) {
        String entry = key.text(OrganizationRows.ENTRY);
        Optional<Item> found = rows.stream()
                .filter(row -> row.text(OrganizationRows.ENTRY).equals(entry))
                .findFirst();
        return found.orElse(Item.empty());
    }

    /** A stranger leaves no line in the log of an organisation; who belongs to it and wants more than he may does. */
    private Refusal forbidden(Call call, Caller caller, Standing standing, Action action) {
        String target = standing.projectId() == 0 ? "" : Long.toString(standing.projectId());
        audit.write(
                call,
                AuditEvent.inOrganization(standing.organizationId(), caller.account(), "permission.asked", target)
                        .with(caller.credential())
                        .refused(action.line()));
        return new Refusal(403, "FORBIDDEN", "Your role does not allow this (" + action.line() + ")")
                .with("action", action.line());
    }

    private static Refusal noOrganization() {
        return new Refusal(404, "NO_ORGANIZATION", "There is no such organisation");
    }

    private static Refusal noProject() {
        return new Refusal(404, "NO_PROJECT", "There is no such project");
    }
}
