package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots org}: organisations, who is a member of them, and who is invited. */
@Command(
        name = "org",
        description = "Make organisations, invite and manage their members.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots org create \"Example Robotics\"",
            "  lotabots org list",
            "  lotabots org invite \"Example Robotics\" 0x0123456789abcdef0123456789abcdef01234567 --role member",
            "  lotabots org accept 4503599627370497",
            "",
            "An organisation is given by its id, or by its name when you are in it."
        })
public final class OrgCommand implements Runnable {
    private static final String[] SHOWN = {"id", "name", "owner", "created_at"};
    private static final String[] MEMBER = {"wallet_address", "role", "created_at"};
    private static final String[] INVITATION = {"org_id", "wallet_address", "role", "project_id", "expires_at"};
    private static final String PATH = "/api/v1/orgs/";
    private static final String INVITATIONS = "/api/v1/me/invitations";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say which, for example: lotabots org create; lotabots org --help lists all");
    }

    @Command(name = "create", description = "Make an organisation.", mixinStandardHelpOptions = true)
    int create(@Parameters(paramLabel = "NAME") String name, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.show(signed.data("POST", "/api/v1/orgs", "name", name), SHOWN);
        }
    }

    @Command(name = "list", description = "List your organisations.", mixinStandardHelpOptions = true)
    int list(@Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.list(Lookup.all(signed, "/api/v1/me/orgs"), "you are in no organisation", SHOWN);
        }
    }

    @Command(name = "show", description = "Show an organisation.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ORG") String org, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.show(
                    signed.data("GET", PATH + Lookup.organization(signed, org)),
                    "id",
                    "name",
                    "owner",
                    "created_at",
                    "organization_uid");
        }
    }

    @Command(name = "rename", description = "Give an organisation another name.", mixinStandardHelpOptions = true)
    int rename(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "NAME") String name,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return change(common, "PATCH", org, "", "name", name);
    }

    @Command(
            name = "delete",
            description = "Delete an organisation; `lotabots org restore` brings it back for 30 days.",
            mixinStandardHelpOptions = true)
    int delete(@Parameters(paramLabel = "ORG") String org, @Mixin AccountOptions common) throws InterruptedException {
        return change(common, "DELETE", org, "");
    }

    @Command(name = "restore", description = "Bring a deleted organisation back.", mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "ID") long id, @Mixin AccountOptions common) throws InterruptedException {
        return change(common, "POST", Long.toString(id), "/restore");
    }

    @Command(name = "members", description = "List the members.", mixinStandardHelpOptions = true)
    int members(@Parameters(paramLabel = "ORG") String org, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            JsonNode members = Lookup.all(signed, PATH + Lookup.organization(signed, org) + "/members");
            return common.list(members, "only its owner", MEMBER);
        }
    }

    @Command(name = "add", description = "Make an account a member at once.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Option(names = "--role", defaultValue = "member", description = "admin or member.") String role,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "POST", org, account, role);
    }

    @Command(name = "role", description = "Give a member another role.", mixinStandardHelpOptions = true)
    int role(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Parameters(paramLabel = "ROLE", description = "admin or member.") String role,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "PATCH", org, account, role);
    }

    @Command(name = "remove", description = "Remove a member, or leave.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "DELETE", org, account, "");
    }

    @Command(
            name = "invite",
            description = "Invite an account to an organisation, or to a project of it.",
            mixinStandardHelpOptions = true)
    int invite(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Option(
                            names = "--role",
                            defaultValue = "member",
                            description = "admin or member; of a project admin, developer or viewer.")
                    String role,
            @Option(names = "--project", paramLabel = "PROJECT", description = "A project, by id or name.") @Nullable
                    String project,
            @Mixin AccountOptions common)
            throws InterruptedException {
        try (var signed = common.signed()) {
            String path = PATH + Lookup.organization(signed, org) + "/invitations";
            JsonNode made = project == null
                    ? signed.data("POST", path, "wallet_address", account, "role", role)
                    : signed.data(
                            "POST",
                            path,
                            "wallet_address",
                            account,
                            "role",
                            role,
                            "project_id",
                            Lookup.project(signed, org, project));
            return common.show(made, INVITATION);
        }
    }

    @Command(name = "invitations", description = "List what you were invited to.", mixinStandardHelpOptions = true)
    int invitations(@Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.list(
                    Lookup.all(signed, INVITATIONS),
                    "no invitations",
                    "org_id",
                    "org_name",
                    "role",
                    "project_id",
                    "invited_by",
                    "expires_at");
        }
    }

    @Command(name = "accept", description = "Accept an invitation.", mixinStandardHelpOptions = true)
    int accept(@Parameters(paramLabel = "ORG") String org, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            String path = INVITATIONS + "/" + Lookup.invitation(signed, org) + "/accept";
            return common.show(signed.data("POST", path), "org_id", "role", "project_id");
        }
    }

    @Command(name = "audit", description = "Show what was done, newest first.", mixinStandardHelpOptions = true)
    int audit(@Parameters(paramLabel = "ORG") String org, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            JsonNode lines = signed.data("GET", PATH + Lookup.organization(signed, org) + "/audit");
            return common.list(lines, "nothing", "at", "event", "actor", "target", "result", "reason");
        }
    }

    private static int change(AccountOptions common, String method, String org, String sub, Object... fields)
            throws InterruptedException {
        try (var signed = common.signed()) {
            return common.show(signed.data(method, PATH + Lookup.organization(signed, org) + sub, fields), SHOWN);
        }
    }

    private static int member(AccountOptions common, String method, String org, String account, String role)
            throws InterruptedException {
        try (var signed = common.signed()) {
            String path = PATH + Lookup.organization(signed, org) + "/members";
            return common.show(signed.member(method, path, account, role), MEMBER);
        }
    }
}
