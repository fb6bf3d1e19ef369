package io.lotabots.organizations;

import io.lotabots.access.Action;
import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/orgs/{id}/audit}: what was done in an organisation, newest first. */
public final class GetApiV1OrgsAudit
        extends DeskEndpoint<GetApiV1OrgsAudit.Request, Listed<List<GetApiV1OrgsAudit.Line>>> {
    public GetApiV1OrgsAudit() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiV1OrgsAudit(Aws aws) {
        super(Request.class, aws);
    }

    /**
     * @param limit rows of a page, 1 to 100
     * @param after the {@code next} of the page before
     */
    public record Request(
            @Nullable Long id,
            @Nullable Long limit,
            @Nullable String after) {}

    /**
     * A line of the log.
     *
     * @param at milliseconds since 1970
     * @param actor the account that did it
     * @param event what it was, such as {@code member.added}
     * @param target whom or what it was done to
     * @param result {@code done} or {@code refused}
     * @param reason a word more; empty when there is none
     * @param session the session or key that it was done with
     * @param network an IPv4 address, or the first 64 bits of an IPv6 address
     * @param agent tells programs apart, and not which they are
     */
    public record Line(
            long at,
            String actor,
            String event,
            String target,
            String result,
            String reason,
            String session,
            String network,
            String agent,
            String requestId) {

        static Line of(Item row) {
            return new Line(
                    row.number("at"),
                    row.text("actor"),
                    row.text("event"),
                    row.text("target"),
                    row.text("result"),
                    row.text("reason"),
                    row.text("session"),
                    row.text("network"),
                    row.text("agent"),
                    row.text("request_id"));
        }
    }

    @Override
    protected Listed<List<Line>> answer(Request request, Call call) {
        long id = Fields.id(request.id());
        desk.standings().organization(call, desk.caller(call), id, Action.READ_AUDIT);
        Page page = Page.of(request.limit(), request.after());
        if (!page.after().isEmpty() && !page.after().matches(AuditLog.ENTRY_SHAPE)) {
            throw Fields.invalid("after", "must be the 'next' of another page");
        }
        List<Item> rows = desk.audit().newest(AuditEvent.organization(id), page.after(), page.limit() + 1);
        Optional<String> next = rows.size() > page.limit()
                ? Optional.of(rows.get(page.limit() - 1).text(AuditLog.ENTRY))
                : Optional.empty();
        List<Item> shown = rows.stream().limit(page.limit()).toList();
        return Listed.of("Audit log", new Page.Rows<>(shown, next), Line::of);
    }
}
