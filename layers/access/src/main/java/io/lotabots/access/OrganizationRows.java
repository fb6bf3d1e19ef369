package io.lotabots.access;

import io.lotabots.aws.Item;

/**
 * Where the rows of organisations stand. One partition holds all of an organisation, so that what a caller may do there is
 * decided from the partition that it touches; two small tables lead to it, by name or project and by account.
 */
public final class OrganizationRows {
    /** The partition key of the table ORGANIZATIONS: the organisation's id. */
    public static final String ORGANIZATION = "organization";

    /** Its sort key: what the row is. */
    public static final String ENTRY = "entry";

    /** The row of the organisation itself. */
    public static final String ITSELF = "itself";

    /** Greater than every character that an account or an id has. */
    public static final String LAST = "~";

    private OrganizationRows() {}

    /** The organisation: its uid, name, owner, counts; {@code deleted_at} while it is deleted. */
    public static Item itself(long organization) {
        return key(organization, ITSELF);
    }

    /** What an account is there: {@code role} of a member, {@code in_projects} of which it has a role. */
    public static Item person(long organization, String account) {
        return key(organization, "person#" + account);
    }

    /** A member by the time of joining, for lists. */
    public static Item joined(long organization, long milli, String account) {
        return key(organization, "joined#%013d#%s".formatted(milli, account));
    }

    /** A project: its uid, name, settings; {@code deleted_at} while it is deleted. */
    public static Item project(long organization, long project) {
        return key(organization, "project#" + project);
    }

    /** Who has the name of a project, in the form by which names are told apart. */
    public static Item projectName(long organization, String folded) {
        return key(organization, "project-name#" + folded);
    }

    /** The {@code role} of an account in a project. */
    public static Item projectMember(long organization, long project, String account) {
        return key(organization, projectMembers(project) + account);
    }

    /** What the rows of a project's members begin with. */
    public static String projectMembers(long project) {
        return "project-member#" + project + "#";
    }

    /** A model that the organisation uses. */
    public static Item model(long organization, long model) {
        return key(organization, "model#%04d".formatted(model));
    }

    /** What an account was invited to be. */
    public static Item invitation(long organization, String account) {
        return key(organization, "invitation#" + account);
    }

    /** The key in the table ORGANIZATION_INDEX that leads from a project to its organisation. */
    public static Item ofProject(long project) {
        return Item.of("item", "project#" + project);
    }

    /** The key there of an organisation's name, in the form by which names are told apart. */
    public static Item ofName(String folded) {
        return Item.of("item", "name#" + folded);
    }

    private static Item key(long organization, String entry) {
        return Item.of(ORGANIZATION, Long.toString(organization)).with(ENTRY, entry);
    }
}
