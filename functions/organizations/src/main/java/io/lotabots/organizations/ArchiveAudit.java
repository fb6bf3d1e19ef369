package io.lotabots.organizations;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Env;
import java.time.Instant;
import java.util.Map;

/** Scheduled each ten minutes: archives the hours of the audit log that are over, in order; one read when none is. */
public final class ArchiveAudit implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    /** What a run takes on before it leaves the rest to the next one. */
    private static final long MOST_NANOS = 200_000_000_000L;

    private static final int MOST_HOURS = 1000;

    private final AuditArchive archive;

    public ArchiveAudit() {
        this(Aws.of(Env.ofFunction()));
    }

    ArchiveAudit(Aws aws) {
        this.archive = new AuditArchive(aws);
    }

    /** @param event {@code time}, when the run was scheduled (ISO 8601) */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        long second = Instant.parse(String.valueOf(event.get("time"))).getEpochSecond();
        long started = System.nanoTime();
        AuditArchive.Run run = archive.new Run(() -> System.nanoTime() - started < MOST_NANOS);
        int hours = 0;
        long due = archive.due(second);
        while (due > 0 && hours < MOST_HOURS && run.archive(due)) {
            hours++;
            due = archive.due(second);
        }
        return Map.of("hours", hours, "lines", run.lines(), "more", due > 0);
    }
}
