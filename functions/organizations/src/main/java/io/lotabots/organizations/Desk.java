package io.lotabots.organizations;

import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.access.Callers;
import io.lotabots.access.Standing;
import io.lotabots.access.Standings;
import io.lotabots.aws.Aws;
import io.lotabots.aws.RateLimit;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every endpoint of the service stands on: the limit, who calls, what they are, the tables, the audit log. */
final class Desk {
    private static final long WINDOW_SECONDS = 60;
    private static final int TRIES = 4;

    private final Aws aws;
    private final RateLimit limit;
    private final Callers callers;
    private final Standings standings;
    private final AuditLog audit;

    Desk(Aws aws) {
        this.aws = aws;
        this.limit = new RateLimit(
                aws.table("LIMITS"),
                "organizations",
                Math.toIntExact(aws.env().number("ORGANIZATION_REQUESTS_PER_MINUTE")),
                WINDOW_SECONDS,
                "RATE_LIMITED");
        this.callers = new Callers(aws);
        this.standings = new Standings(aws);
        this.audit = new AuditLog(aws);
    }

    /** Counts a request of a client's network, before anything of it is looked at. */
    void admit(Call call) {
        limit.take(call.sourceNetwork(), call.epochSecond());
    }

    Caller caller(Call call) {
        return callers.required(call);
    }

    Standings standings() {
        return standings;
    }

    AuditLog audit() {
        return audit;
    }

    /** Rows by organisation: see {@link io.lotabots.access.OrganizationRows}. */
    Table organizations() {
        return aws.table("ORGANIZATIONS");
    }

    /** From names and projects to organisations. */
    Table index() {
        return aws.table("ORGANIZATION_INDEX");
    }

    /** From accounts to what they are members of, own and were invited to. */
    Table memberships() {
        return aws.table("MEMBERSHIPS");
    }

    Transaction transaction() {
        return aws.transaction();
    }

    /**
     * Makes a change by what its maker is right now, and again when that changed under it.
     *
     * @param standing reads what the maker is; refuses when that is not enough
     * @param change answers empty to be tried again
     */
    <T> T changed(Supplier<Standing> standing, Function<Standing, Optional<T>> change) {
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<T> done = change.apply(standing.get());
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw changedMeanwhile();
    }

    /** What is changed by others all the time could not be changed. */
    static Refusal changedMeanwhile() {
        return new Refusal(409, "CHANGED_MEANWHILE", "Others change the same right now; look again, and try again")
                .header("Retry-After", "1");
    }
}
