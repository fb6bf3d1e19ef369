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
 * Members of an organisation and their roles. Admins are made, changed and removed by its owner alone; other members by
 * admins too. Who is a member may leave.
 */
final class Members {
    /** Members that an organisation may have. */
    static final int MOST = 1000;

    static final Expression NO_ROLE = Expression.of("attribute_not_exists(#role)");

    private static final String PERSON = "person";
    private static final String ANY = "any";

    private final Desk desk;

    Members(Desk desk) {
        this.desk = desk;
    }

    /** Makes an account a member at once, whether it ever signed in or not; it may leave again. */
    Item add(Call call, Caller caller, long id, String account, Role role) {
        return desk.changed(() -> mayTouch(call, caller, id, role), by -> {
            requireNotOwner(by, account);
            return add(call, caller, by, account, role);
        });
    }

    private Optional<Item> add(Call call, Caller caller, Standing by, String account, Role role) {
        long id = by.organizationId();
        Item invitation = OrganizationRows.invitation(id, account);
        boolean invited = desk.organizations().get(invitation).isPresent();
        Change change =
                new Change(desk, by).whileAllowed(invited ? oneMoreOfTheInvited() : oneMore(), mayJoin(account));
        join(change, id, account, role, call.epochMilli());
        if (invited) {
            change.delete(ANY, desk.organizations(), invitation, Expression.of("attribute_exists(#entry)"))
                    .delete(desk.memberships(), Invitations.ofAccount(account, id));
        }
        String stood =
                change.run(call, event(by, caller, "member.added", account).because(role.word()));
        return switch (stood) {
            case "" -> Optional.of(row(id, account, role, call.epochMilli()));
            case PERSON -> throw new Refusal(409, "ALREADY_MEMBER", "This account is a member already");
            default -> {
                requireRoom(by);
                yield Optional.empty();
            }
        };
    }

    /** Gives a member another role. */
    Item change(Call call, Caller caller, long id, String account, Role role) {
        return desk.changed(() -> mayTouch(call, caller, id, role), by -> {
            Item row = find(call, caller, by, account);
            if (row.text("role").equals(role.word())) {
                return Optional.of(row);
            }
            String stood = new Change(desk, by)
                    .whileAllowed()
                    .update(
                            PERSON,
                            desk.organizations(),
                            OrganizationRows.person(id, account),
                            Expression.of("SET #role = :role").with(":role", role.word()),
                            Expression.of("#role = :before").with(":before", row.text("role")))
                    .run(
                            call,
                            event(by, caller, "member.changed", account)
                                    .because(row.text("role") + " to " + role.word()));
            return stood.isEmpty() ? Optional.of(row.with("role", role.word())) : Optional.empty();
        });
    }

    /** Removes a member, or lets the caller leave. Roles in projects are roles of their own and stay. */
    Item remove(Call call, Caller caller, long id, String account) {
        boolean leaves = account.equals(caller.account());
        Action action = leaves ? Action.READ_ORGANIZATION : Action.MANAGE_MEMBERS;
        if (leaves) {
            caller.requireMayLeave(Scopes.ORGS_WRITE);
        }
        return desk.changed(() -> desk.standings().organization(call, caller, id, action), by -> {
            Item row = leaves ? member(id, account) : find(call, caller, by, account);
            Expression oneLess = Expression.of("ADD #members :less").with(":less", -1);
            Change change = new Change(desk, by);
            String stood = leave(
                            leaves ? change.whileThere(oneLess, null) : change.whileAllowed(oneLess, null), id, row)
                    .run(call, event(by, caller, leaves ? "member.left" : "member.removed", account));
            return stood.isEmpty() ? Optional.of(row) : Optional.empty();
        });
    }

    /** What the caller is, when that is enough to give or take this role. */
    private Standing mayTouch(Call call, Caller caller, long id, Role role) {
        Standing by = desk.standings().organization(call, caller, id, Action.MANAGE_MEMBERS);
        if (role == Role.ADMIN) {
            desk.standings().require(call, caller, by, Action.MANAGE_ADMINS);
        }
        return by;
    }

    /** A member that the caller may touch. */
    private Item find(Call call, Caller caller, Standing by, String account) {
        Item row = member(by.organizationId(), account);
        if (row.text("role").equals(Role.ADMIN.word())) {
            desk.standings().require(call, caller, by, Action.MANAGE_ADMINS);
        }
        return row;
    }

    private Item member(long id, String account) {
        return desk.organizations()
                .get(OrganizationRows.person(id, account))
                .filter(row -> row.has("role"))
                .orElseThrow(() -> new Refusal(404, "NO_MEMBER", "This account is no member of the organisation"));
    }

    /** The writes that make an account a member, named {@code person} where it may be one already. */
    Change join(Change change, long id, String account, Role role, long milli) {
        return change.update(
                        PERSON,
                        desk.organizations(),
                        OrganizationRows.person(id, account),
                        Expression.of("SET #role = :role, #joined_at = :milli")
                                .with(":role", role.word())
                                .with(":milli", milli),
                        NO_ROLE)
                .update(
                        ANY,
                        desk.organizations(),
                        OrganizationRows.joined(id, milli, account),
                        Expression.of("SET #account = :account").with(":account", account),
                        null)
                .update(
                        ANY,
                        desk.memberships(),
                        Organizations.membershipKey(account, milli, id),
                        Expression.of("SET #organization = :id").with(":id", id),
                        null);
    }

    /** The writes that end a membership, named {@code person} where it may have changed. */
    Change leave(Change change, long id, Item row) {
        String account = Member.of(row).walletAddress();
        long milli = row.number("joined_at");
        return change.update(
                        PERSON,
                        desk.organizations(),
                        OrganizationRows.person(id, account),
                        Expression.of("REMOVE #role, #joined_at"),
                        Expression.of("#role = :before AND #joined_at = :milli")
                                .with(":before", row.text("role"))
                                .with(":milli", milli))
                .delete(desk.organizations(), OrganizationRows.joined(id, milli, account))
                .delete(desk.memberships(), Organizations.membershipKey(account, milli, id));
    }

    static Expression oneMoreOfTheInvited() {
        return Expression.of("ADD #members :one, #invitations :less")
                .with(":one", 1)
                .with(":less", -1);
    }

    private static Expression oneMore() {
        return Expression.of("ADD #members :one").with(":one", 1);
    }

    /** What must hold of an organisation for an account to become a member: there is room, and it is not its own. */
    static Expression mayJoin(String account) {
        return Expression.of("#members < :most_members AND #owner <> :joining")
                .with(":most_members", MOST)
                .with(":joining", account);
    }

    static void requireRoom(Standing by) {
        if (by.organization().number("members", 0) >= MOST) {
            throw new Refusal(422, "TOO_MANY_MEMBERS", "An organisation has at most " + MOST + " members");
        }
    }

    static void requireNotOwner(Standing by, String account) {
        if (by.organization().text("owner").equals(account)) {
            throw new Refusal(409, "IS_OWNER", "This account owns the organisation");
        }
    }

    private static Item row(long id, String account, Role role, long milli) {
        return OrganizationRows.person(id, account).toBuilder()
                .with("role", role.word())
                .with("joined_at", milli)
                .build();
    }

    private static AuditEvent event(Standing by, Caller caller, String event, String account) {
        return AuditEvent.inOrganization(by.organizationId(), caller.account(), event, account)
                .with(caller.credential());
    }
}
