package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.clients.PlainError;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots project}: projects of an organisation, their settings and members. */
@Command(
        name = "project",
        description = "Make projects, set them up, manage their members.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots project create \"Example Robotics\" chat",
            "  lotabots project list",
            "  lotabots project set \"Example Robotics/chat\" --memory true --model 4",
            "",
            "A project is given by its id, by its name when you have a role in it, or as ORG/PROJECT."
        })
public final class ProjectCommand implements Runnable {
    private static final String[] SHOWN = {"id", "org_id", "name", "created_at"};
    private static final String[] ALL = {
        "id",
        "org_id",
        "name",
        "project_uid",
        "search_enabled",
        "memory_enabled",
        "default_model_id",
        "price_per_call",
        "created_at"
    };
    private static final String[] MEMBER = {"wallet_address", "role"};
    private static final String PATH = "/api/v1/projects/";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which, for example: lotabots project create; lotabots project --help lists all");
    }

    @Command(name = "create", description = "Make a project in an organisation.", mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "NAME") String name,
            @Mixin AccountOptions common)
            throws InterruptedException {
        try (var signed = common.signed()) {
            long id = Lookup.organization(signed, org);
            return common.show(signed.data("POST", "/api/v1/projects", "org_id", id, "name", name), SHOWN);
        }
    }

    @Command(
            name = "list",
            description = "List the projects that you have a role in, or those of an organisation.",
            mixinStandardHelpOptions = true)
    int list(@Parameters(arity = "0..1", paramLabel = "ORG") @Nullable String org, @Mixin AccountOptions common)
            throws InterruptedException {
        try (var signed = common.signed()) {
            JsonNode list = org == null
                    ? Lookup.all(signed, "/api/v1/me/projects")
                    : Lookup.all(signed, "/api/v1/orgs/" + Lookup.organization(signed, org) + "/projects");
            return common.list(list, "no projects", SHOWN);
        }
    }

    @Command(name = "show", description = "Show a project.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "PROJECT") String project, @Mixin AccountOptions common)
            throws InterruptedException {
        return change(common, "GET", project);
    }

    @Command(name = "set", description = "Change what is given.", mixinStandardHelpOptions = true)
    int set(
            @Parameters(paramLabel = "PROJECT") String project,
            @Option(names = "--name", paramLabel = "NAME", description = "Another name.") @Nullable String name,
            @Option(
                            names = "--search",
                            arity = "1",
                            paramLabel = "BOOL",
                            description = "Whether its models may search.")
                    @Nullable
                    Boolean search,
            @Option(names = "--memory", arity = "1", paramLabel = "BOOL", description = "Whether its models remember.")
                    @Nullable
                    Boolean memory,
            @Option(names = "--model", paramLabel = "ID", description = "The model that it calls.") @Nullable
                    Long model,
            @Option(names = "--price", paramLabel = "UNITS", description = "What a call costs beside the model.")
                    @Nullable
                    BigInteger price,
            @Mixin AccountOptions common)
            throws InterruptedException {
        List<Object> fields = new ArrayList<>();
        add(fields, "name", name);
        add(fields, "search_enabled", search);
        add(fields, "memory_enabled", memory);
        add(fields, "default_model_id", model);
        add(fields, "price_per_call", price);
        if (fields.isEmpty()) {
            throw new PlainError("say what to change: --name, --search, --memory, --model or --price");
        }
        return change(common, "PATCH", project, fields.toArray());
    }

    @Command(
            name = "delete",
            description = "Delete a project; `lotabots project restore` brings it back for 30 days.",
            mixinStandardHelpOptions = true)
    int delete(@Parameters(paramLabel = "PROJECT") String project, @Mixin AccountOptions common)
            throws InterruptedException {
        return change(common, "DELETE", project);
    }

    @Command(name = "restore", description = "Bring a deleted project back.", mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "ID") long id, @Mixin AccountOptions common) throws InterruptedException {
        try (var signed = common.signed()) {
            return common.show(signed.data("POST", PATH + id + "/restore"), ALL);
        }
    }

    @Command(name = "members", description = "List the members.", mixinStandardHelpOptions = true)
    int members(@Parameters(paramLabel = "PROJECT") String project, @Mixin AccountOptions common)
            throws InterruptedException {
        try (var signed = common.signed()) {
            JsonNode members = Lookup.all(signed, PATH + Lookup.project(signed, project) + "/members");
            return common.list(members, "no members beside those of the organisation", MEMBER);
        }
    }

    @Command(name = "add", description = "Give an account a role at once.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "PROJECT") String project,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Option(names = "--role", defaultValue = "developer", description = "admin, developer or viewer.")
                    String role,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "POST", project, account, role);
    }

    @Command(name = "role", description = "Give a member another role.", mixinStandardHelpOptions = true)
    int role(
            @Parameters(paramLabel = "PROJECT") String project,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Parameters(paramLabel = "ROLE", description = "admin, developer or viewer.") String role,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "PATCH", project, account, role);
    }

    @Command(name = "remove", description = "Take a member's role away, or leave.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "PROJECT") String project,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Mixin AccountOptions common)
            throws InterruptedException {
        return member(common, "DELETE", project, account, "");
    }

    private static void add(List<Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.add(name);
            fields.add(value);
        }
    }

    private static int change(AccountOptions common, String method, String project, Object... fields)
            throws InterruptedException {
        try (var signed = common.signed()) {
            return common.show(signed.data(method, PATH + Lookup.project(signed, project), fields), ALL);
        }
    }

    private static int member(AccountOptions common, String method, String project, String account, String role)
            throws InterruptedException {
        try (var signed = common.signed()) {
            String path = PATH + Lookup.project(signed, project) + "/members";
            return common.show(signed.member(method, path, account, role), MEMBER);
        }
    }
}
