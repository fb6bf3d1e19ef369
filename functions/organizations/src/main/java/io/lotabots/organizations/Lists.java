package io.lotabots.organizations;

import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists in pages: the rows that a list is made of, in their order, then what they lead to. A row that leads to something
 * deleted is left out, so that a page may be shorter than was asked for and still not the last.
 */
final class Lists {
    private static final String ENTRY = OrganizationRows.ENTRY;

    private final Desk desk;

    Lists(Desk desk) {
        this.desk = desk;
    }

    /** The organisations that an account owns or is a member of, newest first, as their own rows. */
    Page.Rows<Item> organizationsOf(String account, String after, int limit) {
        return following(
                ofAccount(account, "organization#", new Page(limit, after), true),
                row -> OrganizationRows.itself(row.number("organization")));
    }

    /** The projects that an account has a role in and its credential reaches, as their own rows. */
    Page.Rows<Item> projectsOf(Caller caller, Page page) {
        Page.Rows<Item> projects = following(
                ofAccount(caller.account(), "project#", page, false),
                row -> OrganizationRows.project(row.number("organization"), row.number("project")));
        Map<String, Item> organizations = organizationsOf(projects.rows());
        return projects.where(row -> Stream.ofNullable(organizations.get(row.text(OrganizationRows.ORGANIZATION)))
                .anyMatch(organization -> caller.reaches(organization, row)));
    }

    /** The organisations in which rows are, by the text of their id; those that are deleted are left out. */
    Map<String, Item> organizationsOf(List<Item> rows) {
        List<Item> keys = rows.stream()
                .map(row -> OrganizationRows.itself(Long.parseLong(row.text(OrganizationRows.ORGANIZATION))))
                .distinct()
                .toList();
        return desk.organizations().batchGetConsistently(keys).stream()
                .filter(row -> !row.has("deleted_at"))
                .collect(Collectors.toMap(row -> row.text(OrganizationRows.ORGANIZATION), row -> row));
    }

    /** The projects of one organisation that an account has a role in. */
    Page.Rows<Item> projectsOf(String account, long organization, Page page) {
        return following(
                ofAccount(account, "project#" + organization + "#", page, false),
                row -> OrganizationRows.project(organization, row.number("project")));
    }

    /** What an account was invited to: its invitations, and the organisations that were offered to it at some time. */
    Page.Rows<Item> invitationsOf(String account, Page page) {
        return following(
                ofAccount(account, "invitation#", page, false),
                row -> row.has("offer")
                        ? OrganizationRows.itself(row.number("organization"))
                        : OrganizationRows.invitation(row.number("organization"), account));
    }

    /** The members of an organisation, newest first. */
    Page.Rows<Item> membersOf(long organization, Page page) {
        return following(
                ofOrganization(organization, "joined#", page, true),
                row -> OrganizationRows.person(organization, row.text("account")));
    }

    /** The projects of an organisation. */
    Page.Rows<Item> projectsIn(long organization, Page page) {
        Page.Rows<Item> rows = ofOrganization(organization, "project#", page, false);
        return new Page.Rows<>(
                rows.rows().stream().filter(row -> !row.has("deleted_at")).toList(), rows.next());
    }

    Page.Rows<Item> membersOf(long organization, long project, Page page) {
        return ofOrganization(organization, OrganizationRows.projectMembers(project), page, false);
    }

    /** All models that an organisation uses; there are never more than there are models. */
    List<Item> modelsOf(long organization) {
        return ofOrganization(organization, "model#", new Page(Page.MOST, ""), false)
                .rows();
    }

    Page.Rows<Item> invitationsIn(long organization, Page page) {
        return ofOrganization(organization, "invitation#", page, false);
    }

    private Page.Rows<Item> ofAccount(String account, String prefix, Page page, boolean newest) {
        return rows(desk.memberships(), "account", account, prefix, page, newest);
    }

    private Page.Rows<Item> ofOrganization(long organization, String prefix, Page page, boolean newest) {
        return rows(
                desk.organizations(), OrganizationRows.ORGANIZATION, Long.toString(organization), prefix, page, newest);
    }

    /** A page begins at the row that the one before ended with, which may be gone by now: it is read and left out. */
    private static Page.Rows<Item> rows(
            Table table, String partitionKey, String partition, String prefix, Page page, boolean newest) {
        String last = prefix + page.after();
        String from = newest || page.after().isEmpty() ? prefix : last;
        String to = newest && !page.after().isEmpty() ? last : prefix + OrganizationRows.LAST;
        List<Item> found =
                table
                        .query(new Table.Range(partitionKey, partition, ENTRY, from, to, newest), page.limit() + 2)
                        .stream()
                        .filter(row -> !row.text(ENTRY).equals(last))
                        .toList();
        List<Item> rows = found.stream().limit(page.limit()).toList();
        Optional<String> next = found.size() > page.limit()
                ? Optional.of(rows.getLast().text(ENTRY).substring(prefix.length()))
                : Optional.empty();
        return new Page.Rows<>(rows, next);
    }

    /** What rows lead to, in their order. */
    private Page.Rows<Item> following(Page.Rows<Item> page, Function<Item, Item> lead) {
        List<Item> keys = page.rows().stream().map(lead).distinct().toList();
        Map<String, Item> found = new HashMap<>();
        for (Item row : desk.organizations().batchGetConsistently(keys)) {
            found.put(place(row), row);
        }
        List<Item> rows = keys.stream()
                .map(key -> found.get(place(key)))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(row -> !row.has("deleted_at"))
                .toList();
        return new Page.Rows<>(rows, page.next());
    }

    private static String place(Item row) {
        return row.text(OrganizationRows.ORGANIZATION) + " " + row.text(ENTRY);
    }
}
