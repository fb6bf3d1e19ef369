package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.Role;
import io.lotabots.access.Scopes;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Optional;

/**
 * Members of a project and their roles; they need not be members of its organisation. Whoever may configure the project
 * manages them, and who is one may leave.
 */
final class ProjectMembers {
    /** Members that a project may have. */
    static final int MOST = 500;

    private static final String MEMBER = "member";
    private static final String ANY = "any";
    private static final String FULL = "full";
    private static final Expression ABSENT = Expression.of("attribute_not_exists(#entry)");

    private final Desk desk;

    ProjectMembers(Desk desk) {
        this.desk = desk;
    }

    /** Gives an account a role in a project at once, whether it ever signed in or not; it may leave again. */
    Item add(Call call, Caller caller, long project, String account, Role role) {
        return desk.changed(() -> desk.standings().project(call, caller, project, Action.CONFIGURE_PROJECT), by -> {
            Change change = new Change(desk, by).whileAllowed();
            String stood = join(change, by.organizationId(), project, account, role, call.epochSecond())
                    .run(call, event(by, caller, "project-member.added", account, role.word()));
            return switch (stood) {
                case "" -> Optional.of(row(by.organizationId(), project, account, role, call.epochSecond()));
                case MEMBER ->
                    throw new Refusal(409, "ALREADY_MEMBER", "This account is a member of the project already");
                case FULL -> {
                    requireRoom(by.project());
                    yield Optional.empty();
                }
                default -> Optional.empty();
            };
        });
    }

    /** Gives a member of a project another role there. */
    Item change(Call call, Caller caller, long project, String account, Role role) {
        return desk.changed(() -> desk.standings().project(call, caller, project, Action.CONFIGURE_PROJECT), by -> {
            Item row = find(by, account);
            if (row.text("role").equals(role.word())) {
                return Optional.of(row);
            }
            String stood = new Change(desk, by)
                    .whileAllowed()
                    .whileProjectThere(null, null)
                    .update(
                            MEMBER,
                            desk.organizations(),
                            OrganizationRows.projectMember(by.organizationId(), project, account),
                            Expression.of("SET #role = :role").with(":role", role.word()),
                            Expression.of("#role = :before").with(":before", row.text("role")))
                    .run(
                            call,
                            event(
                                    by,
                                    caller,
                                    "project-member.changed",
                                    account,
                                    row.text("role") + " to " + role.word()));
            return stood.isEmpty() ? Optional.of(row.with("role", role.word())) : Optional.empty();
        });
    }

    /** Takes a member's role in a project away, or lets the caller leave; in one that is deleted, too. */
    Item remove(Call call, Caller caller, long project, String account) {
        boolean leaves = account.equals(caller.account());
        Action action = leaves ? Action.READ_PROJECT : Action.CONFIGURE_PROJECT;
        if (leaves) {
            caller.requireMayLeave(Scopes.PROJECTS_WRITE);
        }
        return desk.changed(() -> desk.standings().projectEvenDeleted(call, caller, project, action), by -> {
            Item row = find(by, account);
            Change change = new Change(desk, by);
            long organization = by.organizationId();
            String stood = (leaves ? change : change.whileAllowed())
                    .update(
                            ANY,
                            desk.organizations(),
                            OrganizationRows.project(organization, project),
                            Expression.of("ADD #members :less").with(":less", -1),
                            Expression.of("attribute_exists(#entry)"))
                    .delete(
                            MEMBER,
                            desk.organizations(),
                            OrganizationRows.projectMember(organization, project, account),
                            Expression.of("#role = :before").with(":before", row.text("role")))
                    .update(
                            ANY,
                            desk.organizations(),
                            OrganizationRows.person(organization, account),
                            Expression.of("DELETE #in_projects :this").withSet(":this", Long.toString(project)),
                            null)
                    .delete(desk.memberships(), ofAccount(account, organization, project))
                    .run(
                            call,
                            event(by, caller, leaves ? "project-member.left" : "project-member.removed", account, ""));
            return stood.isEmpty() ? Optional.of(row) : Optional.empty();
        });
    }

    private Item find(Standing by, String account) {
        return desk.organizations()
                .get(OrganizationRows.projectMember(by.organizationId(), by.projectId(), account))
                .orElseThrow(() -> new Refusal(404, "NO_MEMBER", "This account is no member of the project"));
    }

    /**
     * The writes that give an account a role in a project: named {@code member} where it may have one already, and
     * {@code full} where the project may be gone or full.
     */
    Change join(Change change, long organization, long project, String account, Role role, long second) {
        return change.update(
                        FULL,
                        desk.organizations(),
                        OrganizationRows.project(organization, project),
                        Expression.of("ADD #members :one").with(":one", 1),
                        Expression.of("attribute_exists(#entry) AND attribute_not_exists(#deleted_at)"
                                        + " AND #members < :most_members")
                                .with(":most_members", MOST))
                .put(MEMBER, desk.organizations(), row(organization, project, account, role, second), ABSENT)
                .update(
                        ANY,
                        desk.organizations(),
                        OrganizationRows.person(organization, account),
                        Expression.of("ADD #in_projects :this").withSet(":this", Long.toString(project)),
                        null)
                .update(
                        ANY,
                        desk.memberships(),
                        ofAccount(account, organization, project),
                        Expression.of("SET #organization = :organization, #project = :project")
                                .with(":organization", organization)
                                .with(":project", project),
                        null);
    }

    static void requireRoom(Item project) {
        if (project.number("members", 0) >= MOST) {
            throw new Refusal(422, "TOO_MANY_MEMBERS", "A project has at most " + MOST + " members");
        }
    }

    static Item row(long organization, long project, String account, Role role, long second) {
        return OrganizationRows.projectMember(organization, project, account).toBuilder()
                .with("role", role.word())
                .with("created_at", second)
                .build();
    }

    /** A project in the list of an account. */
    private static Item ofAccount(String account, long organization, long project) {
        return Item.of("account", account).with("entry", "project#" + organization + "#" + project);
    }

    private static AuditEvent event(Standing by, Caller caller, String event, String account, String reason) {
        return AuditEvent.inOrganization(by.organizationId(), caller.account(), event, by.projectId() + " " + account)
                .because(reason)
                .with(caller.credential());
    }
}
