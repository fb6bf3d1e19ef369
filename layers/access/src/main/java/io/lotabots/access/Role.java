package io.lotabots.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in an organisation, or in one of its projects. */
public enum Role {
    /** The one whose the organisation is. */
    OWNER(false),
    ADMIN(false),
    MEMBER(false),
    PROJECT_ADMIN(true),
    DEVELOPER(true),
    VIEWER(true);

    /** What the roles of a project are called on the wire. */
    private static final String PROJECT_PREFIX = "project-";

    private final boolean ofProject;

    Role(boolean ofProject) {
        this.ofProject = ofProject;
    }

    /** Whether it is a role in a project, not in an organisation. */
    public boolean ofProject() {
        return ofProject;
    }

    /** Its column in the table of permissions, such as {@code project-admin}. */
    String column() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As clients say it: {@code admin} is the admin of an organisation or of a project, by where it stands. */
    public String word() {
        return ofProject ? column().replace(PROJECT_PREFIX, "") : column();
    }

    /** The roles that members of an organisation may be given; its owner is no member. */
    public static List<Role> ofMembers() {
        return List.of(ADMIN, MEMBER);
    }

    /** The roles that members of a project may be given. */
    public static List<Role> ofProjects() {
        return Arrays.stream(values()).filter(Role::ofProject).toList();
    }

    /** The role of this word among {@code some}. */
    public static Optional<Role> among(List<Role> some, String word) {
        return some.stream().filter(role -> role.word().equals(word)).findFirst();
    }
}
