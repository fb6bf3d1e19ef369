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
import java.util.Optional;

/**
 * Handing an organisation over, in two steps: its owner offers it to one account, and that account accepts within seven
 * days. Until then nothing changes; then the one who owned it is an admin of it.
 */
final class Transfers {
    static final long OPEN_SECONDS = 7 * 86_400L;

    private static final String ANY = "any";
    private static final String COUNT = "count";

    private final Desk desk;
    private final Members members;
    private final Invitations invitations;

    Transfers(Desk desk) {
        this.desk = desk;
        this.members = new Members(desk);
        this.invitations = new Invitations(desk);
    }

    /** Offers an organisation to an account, in place of whom it was offered to before. @return until when */
    long offer(Call call, Caller caller, long id, String account) {
        caller.requireSession();
        long until = call.epochSecond() + OPEN_SECONDS;
        return desk.changed(() -> desk.standings().organization(call, caller, id, Action.MANAGE_ORGANIZATION), by -> {
            Members.requireNotOwner(by, account);
            Change change = new Change(desk, by)
                    .whileAllowed(
                            Expression.of("SET #transfer_to = :to, #transfer_until = :until")
                                    .with(":to", account)
                                    .with(":until", until),
                            null)
                    .update(
                            ANY,
                            desk.memberships(),
                            Invitations.offered(account, id),
                            Expression.of("SET #organization = :id, #offer = :one")
                                    .with(":id", id)
                                    .with(":one", 1),
                            null);
            by.organization()
                    .findText("transfer_to")
                    .filter(before -> !before.equals(account))
                    .ifPresent(before -> change.delete(desk.memberships(), Invitations.offered(before, id)));
            String stood = change.run(call, event(id, caller, "ownership.offered", account));
            return stood.isEmpty() ? Optional.of(until) : Optional.empty();
        });
    }

    /** Takes the offer back. */
    void withdraw(Call call, Caller caller, long id) {
        caller.requireSession();
        desk.changed(() -> desk.standings().organization(call, caller, id, Action.MANAGE_ORGANIZATION), by -> {
            String offered = by.organization()
                    .findText("transfer_to")
                    .orElseThrow(() -> new Refusal(404, "NO_OFFER", "The organisation is offered to nobody"));
            String stood = new Change(desk, by)
                    .whileAllowed(
                            Expression.of("REMOVE #transfer_to, #transfer_until"),
                            Expression.of("#transfer_to = :to").with(":to", offered))
                    .delete(desk.memberships(), Invitations.offered(offered, id))
                    .run(call, event(id, caller, "ownership.withdrawn", offered));
            return stood.isEmpty() ? Optional.of(offered) : Optional.empty();
        });
    }

    /** The account that it was offered to takes it. @return the organisation as it is then */
    Item accept(Call call, Caller caller, long id) {
        caller.requireSession();
        return desk.changed(() -> offered(call, caller, id), by -> {
            Item before = by.organization();
            String owner = before.text("owner");
            long now = call.epochMilli();
            Optional<Item> member = desk.organizations()
                    .get(OrganizationRows.person(id, caller.account()))
                    .filter(row -> row.has("role"));
            Optional<Item> invitation = desk.organizations().get(OrganizationRows.invitation(id, caller.account()));
            Change change = new Change(desk, by);
            change.update(
                    Change.AUTHORITY,
                    desk.organizations(),
                    OrganizationRows.itself(id),
                    // The one who owned it becomes a member; the one who owns it is none any more.
                    Expression.of("SET #owner = :new, #owner_since = :milli REMOVE #transfer_to, #transfer_until"
                                    + " ADD #members :more, #invitations :less")
                            .with(":new", caller.account())
                            .with(":less", invitation.isPresent() ? -1 : 0)
                            .with(":milli", now)
                            .with(":more", member.isPresent() ? 0 : 1),
                    Expression.of("attribute_not_exists(#deleted_at) AND #owner = :old AND #transfer_to = :new"
                                    + " AND #transfer_until > :now")
                            .with(":old", owner)
                            .with(":new", caller.account())
                            .with(":now", call.epochSecond()));
            if (member.isPresent()) {
                members.leave(change, id, member.get());
            } else {
                change.check(
                        Change.AUTHORITY,
                        desk.organizations(),
                        OrganizationRows.person(id, caller.account()),
                        Members.NO_ROLE);
            }
            // Who owns it is not invited to it any more.
            invitation.ifPresent(row -> invitations.closed(change, row));
            change.delete(desk.memberships(), Invitations.offered(caller.account(), id));
            // The list of whom it was taken from has it by the time since which it was his.
            members.join(change, id, owner, Role.ADMIN, before.number("owner_since"))
                    .update(
                            ANY,
                            desk.memberships(),
                            Organizations.membershipKey(caller.account(), now, id),
                            Expression.of("SET #organization = :id").with(":id", id),
                            null)
                    .update(COUNT, desk.memberships(), Organizations.owned(owner), Organizations.oneLess(id), null)
                    .update(
                            COUNT,
                            desk.memberships(),
                            Organizations.owned(caller.account()),
                            Organizations.oneMore(id),
                            Organizations.fewerOwned());
            return switch (change.run(call, event(id, caller, "ownership.accepted", owner))) {
                case "" ->
                    Optional.of(before.toBuilder()
                            .with("owner", caller.account())
                            .with("owner_since", now)
                            .build());
                case COUNT -> throw Organizations.tooManyOwned();
                default -> Optional.empty();
            };
        });
    }

    /** Whom an organisation is offered to is nobody there yet, or a member; that it is lets him take it. */
    private Standing offered(Call call, Caller caller, long id) {
        Item itself = desk.organizations()
                .get(OrganizationRows.itself(id))
                .filter(row -> !row.has("deleted_at"))
                .filter(row -> row.findText("transfer_to").orElse("").equals(caller.account()))
                .filter(row -> call.epochSecond() < row.number("transfer_until"))
                .orElseThrow(() -> new Refusal(404, "NO_OFFER", "No such organisation is offered to you"));
        return new Standing(caller.account(), id, itself, 0, Item.empty(), EnumSet.noneOf(Role.class));
    }

    private static AuditEvent event(long id, Caller caller, String event, String account) {
        return AuditEvent.inOrganization(id, caller.account(), event, account).with(caller.credential());
    }
}
