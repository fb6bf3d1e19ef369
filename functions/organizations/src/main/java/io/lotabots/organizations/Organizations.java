package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.PublicIds;
import io.lotabots.access.Role;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Organisations: made, renamed, deleted and brought back. Their names are told apart on the whole platform; a deleted one
 * keeps its name as long as it can come back.
 */
final class Organizations {
    /** How long what was deleted can be brought back. */
    static final long UNDO_SECONDS = 30 * 86_400L;

    /** Organisations that one account may own at a time. */
    static final int MOST_OWNED = 50;

    private static final String NAME = "name";
    private static final String COUNT = "count";
    private static final String IDS = "ids";
    private static final String NEW = "new";
    private static final Expression ABSENT = Expression.of("attribute_not_exists(#entry)");

    private final Desk desk;

    Organizations(Desk desk) {
        this.desk = desk;
    }

    /** Makes an organisation, whose owner is the caller; it uses the model that costs nothing. */
    Item create(Call call, Caller caller, String name) {
        return create(call, caller, PublicIds.newUid(), name, fewerOwned()).orElseThrow(Organizations::tooManyOwned);
    }

    /** Empty when {@code room}, a condition on what the caller owns, does not hold. */
    private Optional<Item> create(Call call, Caller caller, String uid, String name, Expression room) {
        long id = PublicIds.idOf(uid);
        long now = call.epochSecond();
        Item row = OrganizationRows.itself(id).toBuilder()
                .with("uid", uid)
                .with("name", name)
                .with("folded", Names.folded(name))
                .with("owner", caller.account())
                .with("owner_since", call.epochMilli())
                .with("created_at", now)
                .with("members", 0)
                .with("projects", 0)
                .with("invitations", 0)
                .build();
        Standing maker = new Standing(caller.account(), id, row, 0, Item.empty(), EnumSet.of(Role.OWNER));
        String stood = claim(new Change(desk, maker), id, Names.folded(name), now)
                .put(NEW, desk.organizations(), row, ABSENT)
                .put(NEW, desk.organizations(), enrolment(id, now), ABSENT)
                .put(NEW, desk.memberships(), membership(caller.account(), call.epochMilli(), id), ABSENT)
                .update(COUNT, desk.memberships(), owned(caller.account()), oneMore(id), room)
                .run(call, event(maker, caller, "organization.created"));
        return switch (stood) {
            case "" -> Optional.of(row);
            case NAME -> throw nameTaken();
            case COUNT -> Optional.empty();
            default -> throw new Refusal(503, "TEMPORARILY_UNAVAILABLE", "No free id was drawn; try again");
        };
    }

    /** How many organisations an account owns. */
    long owned(Caller caller) {
        return desk.memberships()
                .get(owned(caller.account()))
                .map(row -> row.number(COUNT, 0))
                .orElse(0L);
    }

    /**
     * The newest organisation that the caller owns. For who owns none one is made, with a name of its own: Haithe's clients
     * make theirs on a chain, and name it to nobody here.
     */
    Item newest(Call call, Caller caller) {
        for (int tried = 0; tried < 2; tried++) {
            Optional<Item> newest = newestOwned(caller.account());
            if (newest.isEmpty()) {
                String uid = PublicIds.newUid();
                newest = create(call, caller, uid, "Organisation " + uid.substring(0, 12), noneOwned());
            }
            if (newest.isPresent()) {
                return newest.get();
            }
        }
        throw Desk.changedMeanwhile();
    }

    private Optional<Item> newestOwned(String account) {
        List<Item> keys = desk.memberships().get(owned(account)).map(row -> row.texts(IDS)).orElse(List.of()).stream()
                .map(id -> OrganizationRows.itself(Long.parseLong(id)))
                .toList();
        return desk.organizations().batchGetConsistently(keys).stream()
                .filter(row -> !row.has("deleted_at") && row.text("owner").equals(account))
                .max(Comparator.comparingLong(row -> row.number("owner_since")));
    }

    Item rename(Call call, Caller caller, long id, String name) {
        return desk.changed(
                () -> desk.standings().organization(call, caller, id, Action.MANAGE_ORGANIZATION),
                by -> rename(call, caller, by, name));
    }

    private Optional<Item> rename(Call call, Caller caller, Standing by, String name) {
        String before = by.organization().text("folded");
        String folded = Names.folded(name);
        Change change = new Change(desk, by)
                .whileAllowed(
                        Expression.of("SET #name = :name, #folded = :folded")
                                .with(":name", name)
                                .with(":folded", folded),
                        Expression.of("#folded = :before").with(":before", before));
        if (!folded.equals(before)) {
            claim(change, by.organizationId(), folded, call.epochSecond());
            change.delete(desk.index(), OrganizationRows.ofName(before));
        }
        return switch (change.run(
                call, event(by, caller, "organization.renamed").because(name))) {
            case "" ->
                Optional.of(by.organization().toBuilder()
                        .with("name", name)
                        .with("folded", folded)
                        .build());
            case NAME -> throw nameTaken();
            default -> Optional.empty();
        };
    }

    /** Deletes an organisation so that nobody sees it any more; its owner can bring it back for 30 days. */
    Item delete(Call call, Caller caller, long id) {
        return desk.changed(
                () -> desk.standings().organization(call, caller, id, Action.MANAGE_ORGANIZATION),
                by -> delete(call, caller, by));
    }

    private Optional<Item> delete(Call call, Caller caller, Standing by) {
        long now = call.epochSecond();
        String stood = new Change(desk, by)
                .whileAllowed(
                        Expression.of("SET #deleted_at = :now REMOVE #transfer_to, #transfer_until")
                                .with(":now", now),
                        Expression.of("#folded = :folded")
                                .with(":folded", by.organization().text("folded")))
                .update(
                        NAME,
                        desk.index(),
                        OrganizationRows.ofName(by.organization().text("folded")),
                        Expression.of("SET #free_at = :then").with(":then", now + UNDO_SECONDS),
                        null)
                .update(COUNT, desk.memberships(), owned(by.account()), oneLess(by.organizationId()), null)
                .run(call, event(by, caller, "organization.deleted"));
        return stood.isEmpty() ? Optional.of(by.organization()) : Optional.empty();
    }

    /** Brings a deleted organisation back as it was. */
    Item restore(Call call, Caller caller, long id) {
        Standing by = desk.standings().organizationEvenDeleted(call, caller, id, Action.MANAGE_ORGANIZATION);
        Item row = by.organization();
        if (!row.has("deleted_at")) {
            throw new Refusal(409, "NOT_DELETED", "This organisation is not deleted");
        }
        long deletedAt = row.number("deleted_at");
        if (call.epochSecond() >= deletedAt + UNDO_SECONDS) {
            throw new Refusal(404, "NO_ORGANIZATION", "There is no such organisation");
        }
        String stood = new Change(desk, by)
                .update(
                        Change.AUTHORITY,
                        desk.organizations(),
                        OrganizationRows.itself(id),
                        Expression.of("REMOVE #deleted_at"),
                        Expression.of("#deleted_at = :deleted_at AND #owner = :owner")
                                .with(":deleted_at", deletedAt)
                                .with(":owner", by.account()))
                .update(
                        NAME,
                        desk.index(),
                        OrganizationRows.ofName(row.text("folded")),
                        Expression.of("REMOVE #free_at"),
                        Expression.of("#organization = :id").with(":id", id))
                .update(COUNT, desk.memberships(), owned(by.account()), oneMore(id), fewerOwned())
                .run(call, event(by, caller, "organization.restored"));
        return switch (stood) {
            case "" -> row;
            case NAME -> throw nameTaken();
            case COUNT -> throw tooManyOwned();
            default -> throw new Refusal(409, "NOT_DELETED", "This organisation is not deleted");
        };
    }

    /** Takes a name that nobody has, or whose holder was deleted too long ago to come back. */
    private Change claim(Change change, long id, String folded, long now) {
        return change.put(
                NAME,
                desk.index(),
                OrganizationRows.ofName(folded).with("organization", id),
                Expression.of("attribute_not_exists(#item) OR #free_at <= :now").with(":now", now));
    }

    private static Item enrolment(long id, long now) {
        return OrganizationRows.model(id, Models.FIRST).with("enabled_at", now);
    }

    /** An account's organisation by the time since which it is that. */
    static Item membership(String account, long sinceMilli, long id) {
        return membershipKey(account, sinceMilli, id).with("organization", id);
    }

    static Item membershipKey(String account, long sinceMilli, long id) {
        return Item.of("account", account).with("entry", "organization#%013d#%d".formatted(sinceMilli, id));
    }

    /** How many organisations an account owns, and which. */
    static Item owned(String account) {
        return Item.of("account", account).with("entry", "owned");
    }

    /** One more that an account owns. */
    static Expression oneMore(long id) {
        return Expression.of("ADD #count :more, #ids :id").with(":more", 1).withSet(":id", Long.toString(id));
    }

    /** One less that it owns. */
    static Expression oneLess(long id) {
        return Expression.of("ADD #count :more DELETE #ids :id")
                .with(":more", -1)
                .withSet(":id", Long.toString(id));
    }

    private static Expression noneOwned() {
        return Expression.of("attribute_not_exists(#count) OR #count = :none").with(":none", 0);
    }

    static Expression fewerOwned() {
        return Expression.of("attribute_not_exists(#count) OR #count < :most").with(":most", MOST_OWNED);
    }

    static Refusal tooManyOwned() {
        return new Refusal(422, "TOO_MANY_ORGANIZATIONS", "An account owns at most " + MOST_OWNED + " organisations");
    }

    private static Refusal nameTaken() {
        return new Refusal(
                409, "NAME_TAKEN", "An organisation of this name exists, or was deleted less than 30 days ago");
    }

    private static AuditEvent event(Standing by, Caller caller, String event) {
        return AuditEvent.inOrganization(
                        by.organizationId(), caller.account(), event, Long.toString(by.organizationId()))
                .with(caller.credential());
    }
}
