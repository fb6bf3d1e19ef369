package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.PublicIds;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Projects of an organisation: made, changed, deleted and brought back. Their names are told apart within it; a deleted one
 * keeps its name as long as it can come back.
 */
final class Projects {
    /** Projects that an organisation may have, deleted ones apart. */
    static final int MOST = 500;

    private static final String NAME = "name";
    private static final String NEW = "new";
    private static final String MODEL = "model";
    private static final Expression ABSENT = Expression.of("attribute_not_exists(#entry)");

    private final Desk desk;
    private final Models models;

    Projects(Desk desk) {
        this.desk = desk;
        this.models = new Models(desk);
    }

    /** What of a project is to be changed; null for what stays. */
    record Settings(
            @Nullable String name,
            @Nullable Boolean searchEnabled,
            @Nullable Boolean memoryEnabled,
            @Nullable Long defaultModelId,
            @Nullable BigInteger pricePerCall) {

        boolean none() {
            return name == null
                    && searchEnabled == null
                    && memoryEnabled == null
                    && defaultModelId == null
                    && pricePerCall == null;
        }
    }

    /** Makes a project in an organisation. */
    Item create(Call call, Caller caller, long organization, String name) {
        return desk.changed(
                () -> desk.standings().organization(call, caller, organization, Action.CREATE_PROJECT),
                by -> create(call, caller, by, name));
    }

    private Optional<Item> create(Call call, Caller caller, Standing by, String name) {
        String uid = PublicIds.newUid();
        long id = PublicIds.idOf(uid);
        long organization = by.organizationId();
        String folded = Names.folded(name);
        Item row = OrganizationRows.project(organization, id).toBuilder()
                .with("uid", uid)
                .with("name", name)
                .with("folded", folded)
                .with("created_at", call.epochSecond())
                .with("search_enabled", 0)
                .with("memory_enabled", 0)
                .with("default_model_id", Models.FIRST)
                .with("price_per_call", 0)
                .with("members", 0)
                .build();
        Change change = new Change(desk, by).whileAllowed(added(1), fewer());
        String stood = claim(change, by, id, folded, call.epochSecond())
                .put(NEW, desk.organizations(), row, ABSENT)
                .put(
                        NEW,
                        desk.index(),
                        OrganizationRows.ofProject(id).with("organization", organization),
                        Expression.of("attribute_not_exists(#item)"))
                .run(call, event(organization, caller, "project.created", id).because(name));
        return switch (stood) {
            case "" -> Optional.of(row);
            case NAME -> throw nameTaken();
            default -> {
                requireRoom(by);
                yield Optional.empty();
            }
        };
    }

    /** Changes what is given of a project's settings. */
    Item change(Call call, Caller caller, long id, Settings settings) {
        return desk.changed(
                () -> desk.standings().project(call, caller, id, Action.CONFIGURE_PROJECT),
                by -> change(call, caller, by, settings));
    }

    private Optional<Item> change(Call call, Caller caller, Standing by, Settings settings) {
        long organization = by.organizationId();
        Changed changed = changed(by.project(), settings);
        String before = by.project().text("folded");
        Change change = new Change(desk, by)
                .whileAllowed()
                .whileProjectThere(
                        changed.expression(), Expression.of("#folded = :before").with(":before", before));
        if (settings.defaultModelId() != null) {
            long model = models.callable(settings.defaultModelId()).id();
            change.check(
                    MODEL,
                    desk.organizations(),
                    OrganizationRows.model(organization, model),
                    Expression.of("attribute_exists(#entry)"));
        }
        String folded = changed.row().text("folded");
        if (!folded.equals(before)) {
            claim(change, by, by.projectId(), folded, call.epochSecond());
            change.delete(desk.organizations(), OrganizationRows.projectName(organization, before));
        }
        String stood = change.run(
                call,
                event(organization, caller, "project.configured", by.projectId())
                        .because(String.join(", ", changed.fields())));
        return switch (stood) {
            case "" -> Optional.of(changed.row());
            case NAME -> throw nameTaken();
            case MODEL ->
                throw new Refusal(422, "NOT_ENROLLED", "The organisation does not use this model; enrol it first");
            default -> Optional.empty();
        };
    }

    /** A project with other settings, and the update that makes it so while nobody else renamed it. */
    private record Changed(Item row, Expression expression, List<String> fields) {}

    private static Changed changed(Item before, Settings settings) {
        Item.Builder row = before.toBuilder();
        List<String> sets = new ArrayList<>();
        Expression values = Expression.of("");
        if (settings.name() != null) {
            String folded = Names.folded(settings.name());
            row.with("name", settings.name()).with("folded", folded);
            sets.addAll(List.of("name", "folded"));
            values = values.with(":name", settings.name()).with(":folded", folded);
        }
        if (settings.searchEnabled() != null) {
            long on = settings.searchEnabled() ? 1 : 0;
            row.with("search_enabled", on);
            sets.add("search_enabled");
            values = values.with(":search_enabled", on);
        }
        if (settings.memoryEnabled() != null) {
            long on = settings.memoryEnabled() ? 1 : 0;
            row.with("memory_enabled", on);
            sets.add("memory_enabled");
            values = values.with(":memory_enabled", on);
        }
        if (settings.defaultModelId() != null) {
            row.with("default_model_id", settings.defaultModelId());
            sets.add("default_model_id");
            values = values.with(":default_model_id", settings.defaultModelId());
        }
        if (settings.pricePerCall() != null) {
            row.with("price_per_call", settings.pricePerCall());
            sets.add("price_per_call");
            values = values.with(":price_per_call", settings.pricePerCall());
        }
        return new Changed(row.build(), values.setting(sets), sets);
    }

    /** Deletes a project so that nobody sees it any more; who may change it can bring it back for 30 days. */
    Item delete(Call call, Caller caller, long id) {
        return desk.changed(() -> desk.standings().project(call, caller, id, Action.CONFIGURE_PROJECT), by -> {
            long now = call.epochSecond();
            String stood = new Change(desk, by)
                    .whileAllowed(added(-1), null)
                    .whileProjectThere(Expression.of("SET #deleted_at = :now").with(":now", now), null)
                    .update(
                            NAME,
                            desk.organizations(),
                            OrganizationRows.projectName(
                                    by.organizationId(), by.project().text("folded")),
                            Expression.of("SET #free_at = :then").with(":then", now + Organizations.UNDO_SECONDS),
                            Expression.of("#project = :id").with(":id", id))
                    .run(call, event(by.organizationId(), caller, "project.deleted", id));
            return stood.isEmpty() ? Optional.of(by.project()) : Optional.empty();
        });
    }

    /** Brings a deleted project back as it was. */
    Item restore(Call call, Caller caller, long id) {
        return desk.changed(
                () -> desk.standings().projectEvenDeleted(call, caller, id, Action.CONFIGURE_PROJECT), by -> {
                    Item row = by.project();
                    if (!row.has("deleted_at")) {
                        throw new Refusal(409, "NOT_DELETED", "This project is not deleted");
                    }
                    long deletedAt = row.number("deleted_at");
                    if (call.epochSecond() >= deletedAt + Organizations.UNDO_SECONDS) {
                        throw new Refusal(404, "NO_PROJECT", "There is no such project");
                    }
                    String stood = new Change(desk, by)
                            .whileAllowed(added(1), fewer())
                            .update(
                                    Change.AUTHORITY,
                                    desk.organizations(),
                                    OrganizationRows.project(by.organizationId(), id),
                                    Expression.of("REMOVE #deleted_at"),
                                    Expression.of("#deleted_at = :deleted_at").with(":deleted_at", deletedAt))
                            .update(
                                    NAME,
                                    desk.organizations(),
                                    OrganizationRows.projectName(by.organizationId(), row.text("folded")),
                                    Expression.of("REMOVE #free_at"),
                                    Expression.of("#project = :id").with(":id", id))
                            .run(call, event(by.organizationId(), caller, "project.restored", id));
                    return switch (stood) {
                        case "" -> Optional.of(row);
                        case NAME -> throw nameTaken();
                        default -> {
                            requireRoom(by);
                            yield Optional.empty();
                        }
                    };
                });
    }

    private Change claim(Change change, Standing by, long id, String folded, long now) {
        return change.put(
                NAME,
                desk.organizations(),
                OrganizationRows.projectName(by.organizationId(), folded).with("project", id),
                Expression.of("attribute_not_exists(#entry) OR #free_at <= :now")
                        .with(":now", now));
    }

    private static Expression added(long count) {
        return Expression.of("ADD #projects :more").with(":more", count);
    }

    private static Expression fewer() {
        return Expression.of("#projects < :most_projects").with(":most_projects", MOST);
    }

    private static void requireRoom(Standing by) {
        if (by.organization().number("projects", 0) >= MOST) {
            throw new Refusal(422, "TOO_MANY_PROJECTS", "An organisation has at most " + MOST + " projects");
        }
    }

    private static Refusal nameTaken() {
        return new Refusal(
                409, "NAME_TAKEN", "The organisation has a project of this name, or deleted one less than 30 days ago");
    }

    private static AuditEvent event(long organization, Caller caller, String event, long project) {
        return AuditEvent.inOrganization(organization, caller.account(), event, Long.toString(project))
                .with(caller.credential());
    }
}
