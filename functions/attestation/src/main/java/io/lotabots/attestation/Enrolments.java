package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Transaction;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who is enrolled in an epoch, and with what weight. A row is written when an identity first appears in an epoch (then
 * the epoch's counter rises with it) or when its weight rises; no weight ever falls.
 */
final class Enrolments {
    /** Partitions over which the enrolments of one epoch are spread. */
    private static final int SHARDS = 64;

    private static final int COUNTER_SHARDS = 16;

    private final Aws aws;
    private final Table enrolments;
    private final Table counters;
    private final Chain chain;
    private final long graceSeconds;

    Enrolments(Aws aws) {
        Env env = aws.env();
        this.aws = aws;
        this.enrolments = aws.table("ENROLMENTS");
        this.counters = aws.table("COUNTERS");
        this.chain = Chain.of(env);
        this.graceSeconds = env.number("GRACE_SECONDS");
    }

    /**
     * The epoch into which an attestation of {@code now} enrols.
     *
     * <p>It is fixed once per request; {@code graceSeconds} is how long the ledger waits after an epoch's end for the
     * writes that began before it.
     */
    long epoch(long now) {
        return chain.epochAt(now);
    }

    /**
     * Demands that an enrolment write of {@code epoch} may still begin: at the latest half of the grace after its end.
     *
     * @throws Refusal 409 when it is later than that
     */
    void demandOpen(long epoch, Call call) {
        long latest = Math.addExact(chain.epochEndsAt(epoch), graceSeconds / 2);
        if (Math.addExact(call.epochSecond(), call.elapsedSeconds()) > latest) {
            throw new Refusal(409, "EPOCH_CLOSED", "The epoch ended while this was processed; attest again");
        }
    }

    /** What an enrolment row holds of a machine. */
    record Enrolment(
            long epoch,
            String miner,
            long weight,
            String label,
            String hardwareId,
            int activeChecks,
            int passedChecks,
            byte[] bodyDigest,
            long atEpochSecond) {
        Item row() {
            return key(epoch, miner)
                    .with("weight", weight)
                    .with("label", label)
                    .with("hardware_id", hardwareId)
                    .with("active", activeChecks)
                    .with("passing", passedChecks)
                    .with("digest", bodyDigest)
                    .with("at", atEpochSecond);
        }
    }

    /** Adds the first enrolment of an identity in an epoch, with its count, to a transaction as two writes. */
    Transaction first(Transaction transaction, Enrolment enrolment) {
        return transaction
                .put(enrolments, enrolment.row(), Expression.of("attribute_not_exists(#miner)"))
                .update(
                        counters,
                        counterKey(enrolment.epoch, enrolment.miner),
                        Expression.of("ADD #enrolled :one").with(":one", 1),
                        null);
    }

    /** Adds the raised weight of who is enrolled to a transaction as one write; it holds if a lesser one stands. */
    Transaction raise(Transaction transaction, Enrolment enrolment) {
        return transaction.put(enrolments, enrolment.row(), lesser(enrolment));
    }

    private static Expression lesser(Enrolment enrolment) {
        return Expression.of("#weight < :weight").with(":weight", enrolment.weight);
    }

    /**
     * Enrols, or raises the weight of who is enrolled.
     *
     * @return the weight that now stands, in units of 1e-9
     */
    long enrol(Enrolment enrolment) {
        Transaction.Outcome outcome = first(aws.transaction(), enrolment).run();
        return outcome.committed()
                ? enrolment.weight
                : raise(enrolment, outcome.stored(0).number("weight"));
    }

    /** Raises the weight of who is enrolled with {@code standing}; the greater one stands. */
    private long raise(Enrolment enrolment, long standing) {
        if (standing >= enrolment.weight) {
            return standing;
        }
        boolean raised = enrolments.put(enrolment.row(), lesser(enrolment)).done();
        return raised
                ? enrolment.weight
                : weight(enrolment.epoch, enrolment.miner).orElse(standing);
    }

    /** The weight with which an identity is enrolled in an epoch, strongly consistent. */
    Optional<Long> weight(long epoch, String miner) {
        return enrolments.get(key(epoch, miner)).map(row -> row.number("weight"));
    }

    /** How many identities are enrolled in an epoch. */
    long enrolled(long epoch) {
        return counters.queryEventually("counter", counter(epoch), COUNTER_SHARDS).stream()
                .mapToLong(row -> row.number("enrolled"))
                .sum();
    }

    private static Item key(long epoch, String miner) {
        int shard = shard(miner, SHARDS);
        return Item.of("epoch_shard", epoch + "#" + shard).with("miner", miner);
    }

    private static Item counterKey(long epoch, String miner) {
        int shard = shard(miner, COUNTER_SHARDS);
        return Item.of("counter", counter(epoch)).with("shard", Integer.toString(shard));
    }

    private static String counter(long epoch) {
        return "enrolled#" + epoch;
    }

    /** The upper bits of the identity's digest choose its shard. @param shards a power of two, at most 256 */
    private static int shard(String miner, int shards) {
        byte leading = Digests.sha256(miner.getBytes(StandardCharsets.UTF_8))[0];
        return Byte.toUnsignedInt(leading) * shards / 256;
    }
}
