package io.lotabots.access;

import java.util.List;

/** What a key or a program may be limited to. A session of a person has no scopes: it is the account itself. */
public final class Scopes {
    /** Reads organisations, their members, models and figures. */
    public static final String ORGS_READ = "orgs:read";

    /** Changes organisations, their members and models. */
    public static final String ORGS_WRITE = "orgs:write";

    /** Reads projects and their members. */
    public static final String PROJECTS_READ = "projects:read";

    /** Changes projects and their members. */
    public static final String PROJECTS_WRITE = "projects:write";

    /** Calls models. */
    public static final String AI_CALL = "ai:call";

    /** Every scope there is. */
    public static final List<String> ALL = List.of(ORGS_READ, ORGS_WRITE, PROJECTS_READ, PROJECTS_WRITE, AI_CALL);

    private Scopes() {}
}
