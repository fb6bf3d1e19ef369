package io.lotabots.organizations;

import com.fasterxml.jackson.databind.ObjectReader;
import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.Caller;
import io.lotabots.access.OrganizationRows;
import io.lotabots.access.Standing;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The models there are, read from {@code models.json}, and those that an organisation uses. */
final class Models {
    /** The model that a new organisation uses and a new project calls; it costs nothing. */
    static final long FIRST = 1;

    private static final String RESOURCE = "models.json";
    private static final String MODEL = "model";

    private final Desk desk;
    private final List<Model> all;

    Models(Desk desk) {
        this.desk = desk;
        this.all = read();
    }

    /** All models, by id. */
    static List<Model> read() {
        ObjectReader reader = Json.MAPPER.readerForListOf(Model.class);
        try (InputStream in = Models.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + RESOURCE);
            }
            List<Model> models = reader.readValue(in);
            return List.copyOf(models);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The models that an organisation uses and that can be called. */
    List<Model> of(long organization) {
        List<Long> used = new Lists(desk)
                .modelsOf(organization).stream()
                        .map(row -> Long.parseLong(row.text("entry").replaceFirst("^model#", "")))
                        .toList();
        return all.stream()
                .filter(model -> model.isActive() && used.contains(model.id()))
                .toList();
    }

    /** Lets an organisation use a model. */
    Model enrol(Call call, Caller caller, long organization, long id) {
        return desk.changed(
                () -> desk.standings().organization(call, caller, organization, Action.ENROL_MODELS), by -> {
                    Model model = callable(id);
                    Item row = OrganizationRows.model(organization, id).with("enabled_at", call.epochSecond());
                    String stood = new Change(desk, by)
                            .whileAllowed()
                            .put(MODEL, desk.organizations(), row, Expression.of("attribute_not_exists(#entry)"))
                            .run(call, event(by, caller, "model.enrolled", model));
                    return switch (stood) {
                        case "" -> Optional.of(model);
                        case MODEL ->
                            throw new Refusal(409, "ALREADY_ENROLLED", "The organisation uses this model already");
                        default -> Optional.empty();
                    };
                });
    }

    /** Lets an organisation use a model no more; projects that call it by default are told so when they do. */
    Model withdraw(Call call, Caller caller, long organization, long id) {
        return desk.changed(
                () -> desk.standings().organization(call, caller, organization, Action.ENROL_MODELS), by -> {
                    Model model = find(id);
                    String stood = new Change(desk, by)
                            .whileAllowed()
                            .delete(
                                    MODEL,
                                    desk.organizations(),
                                    OrganizationRows.model(organization, id),
                                    Expression.of("attribute_exists(#entry)"))
                            .run(call, event(by, caller, "model.withdrawn", model));
                    return switch (stood) {
                        case "" -> Optional.of(model);
                        case MODEL ->
                            throw new Refusal(404, "NOT_ENROLLED", "The organisation does not use this model");
                        default -> Optional.empty();
                    };
                });
    }

    /** A model that can be called. @throws Refusal 404 when there is none of this id, 422 when it cannot be called now */
    Model callable(long id) {
        Model model = find(id);
        if (!model.isActive()) {
            throw new Refusal(422, "MODEL_INACTIVE", "The model " + model.name() + " is not offered now");
        }
        return model;
    }

    private Model find(long id) {
        return all.stream()
                .filter(model -> model.id() == id)
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "NO_MODEL", "There is no model of this id"));
    }

    private static AuditEvent event(Standing by, Caller caller, String event, Model model) {
        return AuditEvent.inOrganization(by.organizationId(), caller.account(), event, model.name())
                .with(caller.credential());
    }
}
