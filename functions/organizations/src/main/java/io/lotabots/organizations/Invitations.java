package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.Role;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Invitations: one for an account in an organisation at a time, for the organisation or for one of its projects. The invited
 * account learns the organisation's name by it, and becomes a member when it accepts within 14 days. An invitation is the
 * organisation's, not that of who wrote it: it counts until somebody who may takes it back.
 */
final class Invitations {
    /** How long an invitation can be accepted. */
    static final long OPEN_SECONDS = 14 * 86_400L;

    /** Invitations that an organisation may have open at a time, those that ran out with them. */
    static final int MOST = 200;

    /** What ran out and is removed at a time, in one transaction. */
    private static final int MOST_DROPPED = 20;

    private static final String OPEN = "open";
    private static final String ANY = "any";

    private final Desk desk;
    private final Members members;
    private final ProjectMembers projectMembers;

    Invitations(Desk desk) {
        this.desk = desk;
        this.members = new Members(desk);
        this.projectMembers = new ProjectMembers(desk);
    }

    /** Invites an account to the organisation, or to one of its projects; in place of what it was invited to before. */
    Item invite(Call call, Caller caller, long id, String account, @Nullable String role, @Nullable Long project) {
        return project == null
                ? toOrganization(call, caller, id, account, Fields.role(Role.ofMembers(), role))
                : toProject(call, caller, id, account, Fields.role(Role.ofProjects(), role), project);
    }

    private Item toOrganization(Call call, Caller caller, long id, String account, Role role) {
        return desk.changed(
                () -> {
                    Standing by = desk.standings().organization(call, caller, id, Action.MANAGE_MEMBERS);
                    if (role == Role.ADMIN) {
                        desk.standings().require(call, caller, by, Action.MANAGE_ADMINS);
                    }
                    return by;
                },
                by -> {
                    Members.requireNotOwner(by, account);
                    boolean member = desk.organizations()
                            .get(OrganizationRows.person(id, account))
                            .map(row -> row.has("role"))
                            .orElse(false);
                    if (member) {
                        throw new Refusal(409, "ALREADY_MEMBER", "This account is a member already");
                    }
                    return invite(call, caller, by, account, role);
                });
    }

    private Item toProject(Call call, Caller caller, long id, String account, Role role, long project) {
        return desk.changed(
                () -> {
                    Standing by = desk.standings().project(call, caller, project, Action.CONFIGURE_PROJECT);
                    if (by.organizationId() != id) {
                        throw new Refusal(404, "NO_PROJECT", "There is no such project");
                    }
                    return by;
                },
                by -> invite(call, caller, by, account, role));
    }

    private Optional<Item> invite(Call call, Caller caller, Standing by, String account, Role role) {
        long id = by.organizationId();
        Item key = OrganizationRows.invitation(id, account);
        Optional<Item> before = desk.organizations().get(key);
        before.filter(row -> open(row, call)).ifPresent(row -> requireMayEnd(call, caller, by, row));
        Item.Builder built = key.toBuilder()
                .with("role", role.word())
                .with("invited_by", caller.account())
                .with("created_at", call.epochSecond())
                .with("expires_at", call.epochSecond() + OPEN_SECONDS);
        if (role.ofProject()) {
            built.with("project", by.projectId());
        }
        Item row = built.build();
        Expression one = Expression.of("ADD #invitations :one").with(":one", 1);
        Expression room = Expression.of("#invitations < :most_invitations").with(":most_invitations", MOST);
        String stood = new Change(desk, by)
                .whileAllowed(before.isPresent() ? null : one, before.isPresent() ? null : room)
                .put(
                        OPEN,
                        desk.organizations(),
                        row,
                        before.map(Invitations::asRead).orElse(Expression.of("attribute_not_exists(#entry)")))
                .update(
                        ANY,
                        desk.memberships(),
                        ofAccount(account, id),
                        Expression.of("SET #organization = :id").with(":id", id),
                        null)
                .run(call, event(id, caller, "member.invited", account).because(role.word()));
        if (stood.equals(Change.AUTHORITY)
                && before.isEmpty()
                && by.organization().number("invitations", 0) >= MOST
                && !dropExpired(call, caller, by)) {
            throw new Refusal(422, "TOO_MANY_INVITATIONS", "An organisation has at most " + MOST + " open invitations");
        }
        return stood.isEmpty() ? Optional.of(row) : Optional.empty();
    }

    /** Who replaces an invitation or takes it back must be one who may invite so. */
    private void requireMayEnd(Call call, Caller caller, Standing by, Item row) {
        if (!row.has("project")) {
            boolean ofAdmin = row.text("role").equals(Role.ADMIN.word());
            desk.standings().require(call, caller, by, ofAdmin ? Action.MANAGE_ADMINS : Action.MANAGE_MEMBERS);
        } else if (row.number("project") != by.projectId()) {
            desk.standings().require(call, caller, by, Action.MANAGE_MEMBERS);
        }
    }

    /** Makes room by what ran out. @return whether there was any */
    private boolean dropExpired(Call call, Caller caller, Standing by) {
        long id = by.organizationId();
        List<Item> expired = new Lists(desk)
                .invitationsIn(id, new Page(MOST, "")).rows().stream()
                        .filter(row -> !open(row, call))
                        .limit(MOST_DROPPED)
                        .toList();
        if (expired.isEmpty()) {
            return false;
        }
        Change change = new Change(desk, by)
                .whileAllowed(Expression.of("ADD #invitations :less").with(":less", -expired.size()), null);
        expired.forEach(row -> closed(change, row));
        // When one of them was replaced meanwhile, none is dropped, and whoever asks is tried again.
        change.run(call, event(id, caller, "invitation.expired", expired.size() + " of them"));
        return true;
    }

    /** What an account was invited to and can still accept, with the names of the organisations. */
    Page.Rows<Invitation> of(String account, Page page, long now) {
        Lists lists = new Lists(desk);
        Page.Rows<Item> rows = lists.invitationsOf(account, page).where(row -> isFor(row, account, now));
        Map<String, Item> organizations = lists.organizationsOf(rows.rows());
        List<Invitation> shown = rows.rows().stream()
                .flatMap(row -> Stream.ofNullable(organizations.get(row.text("organization")))
                        .map(organization -> shown(row, organization)))
                .toList();
        return new Page.Rows<>(shown, rows.next());
    }

    /** Whether it can still be accepted: an invitation that did not run out, or an organisation that is offered. */
    private static boolean isFor(Item row, String account, long now) {
        return isOffer(row)
                ? row.findText("transfer_to").filter(account::equals).isPresent() && now < row.number("transfer_until")
                : now < row.number("expires_at");
    }

    private static Invitation shown(Item row, Item organization) {
        return isOffer(row) ? Invitation.ofOffer(row) : Invitation.of(row, organization.text("name"));
    }

    private static boolean isOffer(Item row) {
        return row.text(OrganizationRows.ENTRY).equals(OrganizationRows.ITSELF);
    }

    /** Takes an invitation back. */
    Item withdraw(Call call, Caller caller, long id, String account) {
        return desk.changed(() -> desk.standings().organization(call, caller, id, Action.MANAGE_MEMBERS), by -> {
            Item row = desk.organizations()
                    .get(OrganizationRows.invitation(id, account))
                    .orElseThrow(Invitations::none);
            requireMayEnd(call, caller, by, row);
            Change change = new Change(desk, by).whileAllowed(oneLess(), null);
            return closed(change, row)
                            .run(call, event(id, caller, "invitation.withdrawn", account))
                            .isEmpty()
                    ? Optional.of(row)
                    : Optional.empty();
        });
    }

    /** The caller accepts; the answer is the invitation as it was. */
    Item accept(Call call, Caller caller, long id) {
        caller.requireSession();
        return desk.changed(() -> invited(caller, id), by -> {
            Item row = open(call, caller, id);
            boolean toProject = row.has("project");
            long project = row.number("project", 0);
            String account = caller.account();
            Change change = new Change(desk, by)
                    .whileThere(
                            toProject ? oneLess() : Members.oneMoreOfTheInvited(),
                            toProject ? null : Members.mayJoin(account));
            closed(change, row);
            Role role = Fields.role(toProject ? Role.ofProjects() : Role.ofMembers(), row.text("role"));
            if (toProject) {
                projectMembers.join(change, id, project, account, role, call.epochSecond());
            } else {
                Members.requireNotOwner(by, account);
                Members.requireRoom(by);
                members.join(change, id, account, role, call.epochMilli());
            }
            String stood = change.run(
                    call, event(id, caller, "invitation.accepted", account).because(role.word()));
            return switch (stood) {
                case "" -> Optional.of(row);
                case "person", "member" -> throw new Refusal(409, "ALREADY_MEMBER", "You are a member already");
                case "full" ->
                    throw new Refusal(409, "NO_ROOM", "The project is gone, or has as many members as it may");
                default -> Optional.empty();
            };
        });
    }

    /** The caller declines. */
    Item decline(Call call, Caller caller, long id) {
        caller.requireSession();
        return desk.changed(() -> invited(caller, id), by -> {
            Item row = open(call, caller, id);
            Change change = new Change(desk, by).whileThere(oneLess(), null);
            return closed(change, row)
                            .run(call, event(id, caller, "invitation.declined", caller.account()))
                            .isEmpty()
                    ? Optional.of(row)
                    : Optional.empty();
        });
    }

    /** Who is invited is nobody yet; that there is an invitation is what lets him in. */
    private Standing invited(Caller caller, long id) {
        Item itself = desk.organizations()
                .get(OrganizationRows.itself(id))
                .filter(row -> !row.has("deleted_at"))
                .orElseThrow(Invitations::none);
        return new Standing(caller.account(), id, itself, 0, Item.empty(), EnumSet.noneOf(Role.class));
    }

    private Item open(Call call, Caller caller, long id) {
        return desk.organizations()
                .get(OrganizationRows.invitation(id, caller.account()))
                .filter(row -> open(row, call))
                .orElseThrow(Invitations::none);
    }

    private static boolean open(Item row, Call call) {
        return call.epochSecond() < row.number("expires_at");
    }

    /** The writes that end an invitation as it was read. */
    Change closed(Change change, Item row) {
        long id = Long.parseLong(row.text("organization"));
        String account = Invitation.of(row, null).walletAddress();
        return change.delete(OPEN, desk.organizations(), OrganizationRows.invitation(id, account), asRead(row))
                .delete(desk.memberships(), ofAccount(account, id));
    }

    private static Expression asRead(Item row) {
        return Expression.of("#created_at = :created_at AND #role = :read_role")
                .with(":created_at", row.number("created_at"))
                .with(":read_role", row.text("role"));
    }

    private static Expression oneLess() {
        return Expression.of("ADD #invitations :less").with(":less", -1);
    }

    /** An invitation in the list of an account. */
    static Item ofAccount(String account, long id) {
        return Item.of("account", account).with("entry", "invitation#" + id);
    }

    /** An organisation that is offered to an account, in the same list. */
    static Item offered(String account, long id) {
        return Item.of("account", account).with("entry", "invitation#" + id + "#offer");
    }

    static Refusal none() {
        return new Refusal(404, "NO_INVITATION", "There is no such invitation, or it ran out");
    }

    private static AuditEvent event(long id, Caller caller, String event, String account) {
        return AuditEvent.inOrganization(id, caller.account(), event, account).with(caller.credential());
    }
}
