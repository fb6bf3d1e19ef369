package io.lotabots.operations;

import io.lotabots.aws.Aws;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the {@link Vitals}, and asks nothing more after the first thing that fails. A store that does not answer is a
 * finding, not a failure of the question.
 */
final class Checkup {
    private final Logger logger = LoggerFactory.getLogger(Checkup.class);
    private final Probe probe;
    private final Records records;

    Checkup(Aws aws) {
        this.probe = new Probe(aws);
        this.records = new Records(aws);
    }

    /** By one write and five reads. */
    Vitals take(long now) {
        return take(() -> probe.readWrite(now));
    }

    /** By four reads. */
    Vitals readOnly() {
        return take(() -> true);
    }

    private Vitals take(BooleanSupplier database) {
        try {
            boolean answers = database.getAsBoolean();
            Records.Collateral collateral = records.collateral();
            return new Vitals(
                    answers,
                    records.tip().orElse(null),
                    records.startedAt().orElse(null),
                    records.restorableAt().orElse(null),
                    collateral.stale(),
                    collateral.failed());
        } catch (RuntimeException unreachable) {
            logger.warn("the database does not answer", unreachable);
            return Vitals.unreachable();
        }
    }
}
