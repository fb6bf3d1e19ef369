package io.lotabots.organizations;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.Role;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.platform.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A change that holds as a whole or not at all, only while the one who makes it still may, and with its line in the audit
 * log. Each write has a name, by which a change that did not hold tells what stood in its way.
 */
final class Change {
    /** Who makes the change may no longer, or the thing is gone: read again what he may. */
    static final String AUTHORITY = "authority";

    private static final Expression NOT_DELETED =
            Expression.of("attribute_exists(#entry) AND attribute_not_exists(#deleted_at)");

    private final Desk desk;
    private final Standing by;
    private final Transaction transaction;
    private final List<String> names = new ArrayList<>();

    /** The row by which the one who makes the change may, while no write has taken its condition along. */
    private @Nullable Item authority;

    Change(Desk desk, Standing by) {
        this.desk = desk;
        this.by = by;
        this.transaction = desk.transaction();
    }

    /** Demands that the one who makes the change is still what made it allowed. */
    Change whileAllowed() {
        return whileAllowed(null, null);
    }

    /**
     * The same, and changes the organisation's own row.
     *
     * @param also what else must hold of that row
     */
    Change whileAllowed(@Nullable Expression change, @Nullable Expression also) {
        organization(change, also, by.owns());
        if (!by.owns()) {
            role();
        }
        return this;
    }

    /**
     * The same for what everybody may do to himself: the organisation must be there, whatever he is in it.
     *
     * @param also what else must hold of the organisation's row
     */
    Change whileThere(Expression change, @Nullable Expression also) {
        return organization(change, also, false);
    }

    private Change organization(@Nullable Expression change, @Nullable Expression also, boolean owned) {
        Expression condition =
                owned ? NOT_DELETED.and(Expression.of("#owner = :actor").with(":actor", by.account())) : NOT_DELETED;
        condition = also == null ? condition : condition.and(also);
        Item row = OrganizationRows.itself(by.organizationId());
        if (change == null) {
            transaction.check(desk.organizations(), row, condition);
        } else {
            transaction.update(desk.organizations(), row, change, condition);
        }
        names.add(AUTHORITY);
        return this;
    }

    /** Who is no owner is what he is by a row of his own. */
    private void role() {
        authority = by.is(Role.ADMIN)
                ? OrganizationRows.person(by.organizationId(), by.account())
                : OrganizationRows.projectMember(by.organizationId(), by.projectId(), by.account());
    }

    private static Expression stillAdmin() {
        return Expression.of("#role = :actor_role").with(":actor_role", Role.ADMIN.word());
    }

    /** No two writes of a transaction may be of one row: one of the maker's own row takes the condition of it along. */
    private @Nullable Expression withAuthority(Item row, @Nullable Expression condition) {
        if (authority == null || !isOf(authority, row)) {
            return condition;
        }
        authority = null;
        return condition == null ? stillAdmin() : condition.and(stillAdmin());
    }

    private static boolean isOf(Item key, Item row) {
        return row.findText(OrganizationRows.ENTRY).equals(key.findText(OrganizationRows.ENTRY))
                && row.findText(OrganizationRows.ORGANIZATION).equals(key.findText(OrganizationRows.ORGANIZATION));
    }

    /** Demands that the project is there, and as it was read if {@code also} says so; changes its row when that is given. */
    Change whileProjectThere(@Nullable Expression change, @Nullable Expression also) {
        Item row = OrganizationRows.project(by.organizationId(), by.projectId());
        Expression condition = also == null ? NOT_DELETED : NOT_DELETED.and(also);
        if (change == null) {
            transaction.check(desk.organizations(), row, condition);
        } else {
            transaction.update(desk.organizations(), row, change, condition);
        }
        names.add(AUTHORITY);
        return this;
    }

    Change put(String name, Table table, Item row, Expression condition) {
        Expression all = withAuthority(row, condition);
        transaction.put(table, row, all == null ? condition : all);
        names.add(name);
        return this;
    }

    Change update(String name, Table table, Item key, Expression change, @Nullable Expression condition) {
        transaction.update(table, key, change, withAuthority(key, condition));
        names.add(name);
        return this;
    }

    Change check(String name, Table table, Item key, Expression condition) {
        transaction.check(table, key, condition);
        names.add(name);
        return this;
    }

    Change delete(Table table, Item key) {
        transaction.delete(table, key);
        names.add("");
        return this;
    }

    Change delete(String name, Table table, Item key, Expression condition) {
        transaction.delete(table, key, condition);
        names.add(name);
        return this;
    }

    /**
     * Makes the change.
     *
     * @return empty when it holds, else the name of what stood in its way: that it may not be made before anything else
     */
    String run(Call call, AuditEvent event) {
        if (authority != null) {
            transaction.check(desk.organizations(), authority, stillAdmin());
            names.add(AUTHORITY);
        }
        desk.audit().in(transaction, call, event);
        names.add("audit");
        Transaction.Outcome outcome = outcome();
        if (outcome.committed()) {
            return "";
        }
        List<String> refused = IntStream.range(0, names.size())
                .filter(outcome::refusedAt)
                .mapToObj(names::get)
                .toList();
        return refused.contains(AUTHORITY) ? AUTHORITY : refused.getFirst();
    }

    private Transaction.Outcome outcome() {
        try {
            return transaction.run();
        } catch (Transaction.Contended e) {
            throw Desk.changedMeanwhile();
        }
    }
}
