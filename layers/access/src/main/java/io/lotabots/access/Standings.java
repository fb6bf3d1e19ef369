package io.lotabots.access;

import io.lotabots.access.Permissions.Verdict;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller is in an organisation or a project, and whether that is enough. It is read from the organisation's own
 * partition with every request: a role that was taken away is gone with the next one.
 *
 * <p>Who may not see a thing is told the same as of a thing that does not exist, down to the last letter.
 */
public final class Standings {
    /** Projects that are looked at at a time. */
    private static final int FEW = 10;

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
        Item itselfKey = OrganizationRows.itself(id);
        Item personKey = OrganizationRows.person(id, caller.account());
        List<Item> keys = new ArrayList<>(List.of(itselfKey, personKey));
        String only = caller.project();
        if (only != null) {
            keys.add(OrganizationRows.project(id, PublicIds.idOf(only)));
        }
        List<Item> rows = organizations.batchGetConsistently(keys);
        Item itself = row(rows, itselfKey);
        Item person = row(rows, personKey);
        Item inIt = only == null ? Item.empty() : row(rows, keys.getLast());
        Set<Role> roles =
                Standing.inOrganization(caller, evenDeleted, itself, person, inIt, () -> inSomeProject(id, person));
        Standing standing = new Standing(caller.account(), id, itself, 0, Item.empty(), roles);
        return demand(call, standing, action, caller, noOrganization());
    }

    /** Whether one of the projects that an account has a role in is not deleted: a few at a time, for most have few. */
    private boolean inSomeProject(long id, Item person) {
        List<Item> keys = person.texts("in_projects").stream()
                .map(project -> OrganizationRows.project(id, Long.parseLong(project)))
                .toList();
        for (int from = 0; from < keys.size(); from += FEW) {
            List<Item> some = keys.subList(from, Math.min(keys.size(), from + FEW));
            if (organizations.batchGetConsistently(some).stream().anyMatch(row -> Standing.exists(row, false))) {
                return true;
            }
        }
        return false;
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
        Standing standing = find(caller, id, evenDeleted).orElseThrow(Standings::noProject);
        return demand(call, standing, action, caller, noProject());
    }

    /** What the caller is in the one project that the credential is for; empty when it is for no such one. */
    public Optional<Standing> onlyProject(Caller caller) {
        return Optional.ofNullable(caller.project()).flatMap(uid -> find(caller, PublicIds.idOf(uid), false));
    }

    private Optional<Standing> find(Caller caller, long id, boolean evenDeleted) {
        return index.get(OrganizationRows.ofProject(id)).map(leading -> {
            long organization = leading.number("organization");
            Item itselfKey = OrganizationRows.itself(organization);
            Item projectKey = OrganizationRows.project(organization, id);
            Item personKey = OrganizationRows.person(organization, caller.account());
            Item memberKey = OrganizationRows.projectMember(organization, id, caller.account());
            List<Item> rows = organizations.batchGetConsistently(List.of(itselfKey, projectKey, personKey, memberKey));
            Item itself = row(rows, itselfKey);
            Item project = row(rows, projectKey);
            Set<Role> roles = Standing.inProject(
                    caller, evenDeleted, itself, project, row(rows, personKey), row(rows, memberKey));
            return new Standing(caller.account(), organization, itself, id, project, roles);
        });
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
        // A key for one project has all that its account is there, and of the organisation only the sight of it.
        boolean outside = caller.project() != null && permissions.seen(action) == Action.READ_ORGANIZATION;
        if (outside || !allows(standing, action)) {
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
