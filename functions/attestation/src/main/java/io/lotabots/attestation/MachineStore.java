package io.lotabots.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Transaction;
import io.lotabots.aws.Written;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what an accepted submission changed.
 *
 * <p>Atomic together are the hardware's binding, the machine's row, the pin and the identity's first enrolment in the
 * epoch. A machine that is bound and enrolled costs one write.
 */
final class MachineStore {
    private static final int MAX_TRIES = 20;
    private static final int MAX_SHOWN = 48;

    private final Aws aws;
    private final Miners miners;
    private final Bindings bindings;
    private final Enrolments enrolments;
    private final Presence presence;
    private final int submissionsPerHour;

    MachineStore(Aws aws) {
        this.aws = aws;
        this.miners = new Miners(aws);
        this.bindings = new Bindings(aws);
        this.enrolments = new Enrolments(aws);
        this.presence = new Presence(aws);
        this.submissionsPerHour = Math.toIntExact(aws.env().number("SUBMISSIONS_PER_HARDWARE_PER_HOUR"));
    }

    /** A submission that passed every check. */
    record Attested(
            String miner,
            Hardware hardware,
            String label,
            ObjectNode device,
            List<String> macs,
            byte[] macKey,
            byte[] bodyDigest,
            Judgement judgement,
            Optional<String> toPin,
            String sourceNetwork) {}

    /** @param enrolledWeight the weight with which the identity now stands in {@code epoch} */
    record Accepted(Machine machine, long epoch, long enrolledWeight) {}

    /**
     * Accepts a submission whose nonce was used up.
     *
     * <p>A known machine's presence is noted before its row, which says in which stretch that was: a crash in between
     * leaves a row that asks for the note again. A new machine's is noted after its row, because nobody is listed who was
     * never accepted; should that note be lost, its second attestation repeats it.
     */
    Accepted accept(Attested attested, Optional<Machine> before, Call call) {
        long bucket = Presence.bucket(call.epochSecond());
        before.filter(m -> m.version() == 1 || m.presenceBucket() < bucket)
                .ifPresent(m -> presence.note(m.miner(), m.entry(), bucket));
        Accepted accepted = written(attested, before, call);
        if (before.isEmpty()) {
            Machine machine = accepted.machine;
            presence.note(machine.miner(), machine.entry(), machine.presenceBucket());
        }
        return accepted;
    }

    private Accepted written(Attested attested, Optional<Machine> before, Call call) {
        Optional<Machine> current = before;
        for (int tried = 0; tried < MAX_TRIES; tried++) {
            Optional<Accepted> accepted = tryAccept(attested, current, call);
            if (accepted.isPresent()) {
                return accepted.get();
            }
            current = miners.read(attested.miner).machine(attested.hardware.id());
            Optional<Machine> own = current.filter(m -> Arrays.equals(m.bodyDigest(), attested.bodyDigest));
            if (own.isPresent()) {
                // The write held and only its reply was lost: nobody else has this submission's nonce.
                return new Accepted(
                        own.get(), own.get().enrolledEpoch(), own.get().enrolledWeight());
            }
            demandRoom(current, call.epochSecond());
        }
        throw Refusal.tooMany("CONTENTION", "Too many submissions of one machine at once; try again", 1);
    }

    /** @throws Refusal 409 when the machine has attested as often as it may in this hour */
    void demandRoom(Optional<Machine> machine, long now) {
        if (machine.map(m -> m.submissions().inHourOf(now)).orElse(0) >= submissionsPerHour) {
            throw new Refusal(
                            409,
                            "REPLAY_ATTACK_BLOCKED",
                            "One machine may attest at most " + submissionsPerHour + " times in an hour")
                    .with("error", "rate_limit_exceeded")
                    .with("details", Map.of("attack_type", "rate_limit_exceeded", "severity", "low"));
        }
    }

    /** Lets go of a machine that has not been seen for long. */
    void forget(Machine machine) {
        miners.table().delete(Machine.key(machine.miner(), machine.entry()));
    }

    /** One try from what was read; empty when someone else changed the machine meanwhile. */
    private Optional<Accepted> tryAccept(Attested attested, Optional<Machine> before, Call call) {
        long now = call.epochSecond();
        long epoch = enrolments.epoch(now);
        long weight = attested.judgement.weight();
        boolean enrolledAsGood = before.filter(m -> m.enrolledEpoch() == epoch && m.enrolledWeight() >= weight)
                .isPresent();
        boolean bindNow = weight > 0 && before.filter(Machine::bound).isEmpty();
        if (!enrolledAsGood) {
            enrolments.demandOpen(epoch, call);
        }
        Machine next = next(
                attested,
                before,
                now,
                epoch,
                enrolledAsGood ? before.orElseThrow().enrolledWeight() : weight,
                bindNow);
        if (before.isEmpty() || bindNow || attested.toPin.isPresent()) {
            return together(attested, before, next, epoch, bindNow, enrolledAsGood, now);
        }
        if (!enrolledAsGood) {
            next = next.withEnrolledWeight(enrolments.enrol(enrolment(attested, next, epoch, weight, now)));
        }
        Written written = miners.table().put(next.toRow(), unchanged(before));
        return written.done() || isOwn(written, next)
                ? Optional.of(new Accepted(next, epoch, next.enrolledWeight()))
                : Optional.empty();
    }

    /**
     * Whether what stood in the way of {@code next} is {@code next} itself: its write held, the reply was lost, and the
     * client of the store sent it again. A body holds a nonce that is used up once, so no other submission has its digest.
     */
    private static boolean isOwn(Written written, Machine next) {
        return written instanceof Written.Refused(Item stored)
                && stored.number("version", 0) == next.version()
                && Arrays.equals(stored.bytes("digest"), next.bodyDigest());
    }

    /**
     * The writes that must hold together or not at all. The enrolment is among them, first or raised, so that of two
     * identities which show one machine at once only the one that it is bound to weighs more for it.
     */
    private Optional<Accepted> together(
            Attested attested,
            Optional<Machine> before,
            Machine next,
            long epoch,
            boolean bindNow,
            boolean enrolledAsGood,
            long now) {
        Enrolments.Enrolment enrolment = enrolment(attested, next, epoch, attested.judgement.weight(), now);
        int enrolmentAt = 1 + (bindNow ? 1 : 0) + (attested.toPin.isPresent() ? 1 : 0);
        Optional<Long> standing =
                enrolledAsGood || before.isEmpty() ? Optional.empty() : enrolments.weight(epoch, attested.miner);
        for (int tried = 0; tried < MAX_TRIES; tried++) {
            boolean better = !enrolledAsGood
                    && standing.map(weight -> weight < enrolment.weight()).orElse(true);
            Machine enrolled = better ? next : next.withEnrolledWeight(standing.orElse(next.enrolledWeight()));
            Transaction transaction = transaction(attested, before, enrolled, bindNow, now);
            if (better && standing.isEmpty()) {
                enrolments.first(transaction, enrolment);
            } else if (better) {
                enrolments.raise(transaction, enrolment);
            }
            Transaction.Outcome outcome = transaction.run();
            if (outcome.committed()) {
                return Optional.of(new Accepted(enrolled, epoch, enrolled.enrolledWeight()));
            }
            if (bindNow && outcome.refusedAt(1)) {
                throw Bindings.boundToAnother(attested.hardware.bySerial(), attested.miner);
            }
            if (attested.toPin.isPresent() && outcome.refusedAt(bindNow ? 2 : 1)) {
                throw new Refusal(
                        400, "SIGNING_KEY_MISMATCH", "This identity has another key pinned; only that key may sign");
            }
            if (outcome.refusedAt(0)) {
                return Optional.empty();
            }
            standing = Optional.of(outcome.stored(enrolmentAt).number("weight"));
        }
        return Optional.empty();
    }

    private Transaction transaction(
            Attested attested, Optional<Machine> before, Machine next, boolean bindNow, long now) {
        Transaction transaction = aws.transaction().put(miners.table(), next.toRow(), unchanged(before));
        if (bindNow) {
            bindings.bind(transaction, attested.hardware.id(), attested.miner, now);
        }
        attested.toPin.ifPresent(key -> transaction.update(
                miners.table(),
                Profile.key(attested.miner),
                Expression.of("SET #pinned_key = :key, #pinned_at = :now")
                        .with(":key", key)
                        .with(":now", now),
                Expression.of("#pinned_key = :key OR (attribute_not_exists(#pinned_key)"
                                + " AND (attribute_not_exists(#pin_frozen) OR #pin_frozen = :no))")
                        .with(":no", 0)));
        return transaction;
    }

    private static Expression unchanged(Optional<Machine> before) {
        return before.map(m -> Expression.of("#version = :version").with(":version", m.version()))
                .orElseGet(() -> Expression.of("attribute_not_exists(#entry)"));
    }

    private static Enrolments.Enrolment enrolment(
            Attested attested, Machine machine, long epoch, long weight, long now) {
        return new Enrolments.Enrolment(
                epoch,
                attested.miner,
                weight,
                machine.label(),
                machine.hardwareId(),
                machine.activeChecks(),
                machine.passedChecks(),
                machine.bodyDigest(),
                now);
    }

    private static Machine next(
            Attested attested, Optional<Machine> before, long now, long epoch, long enrolledWeight, boolean bindNow) {
        Judgement judgement = attested.judgement;
        return new Machine(
                attested.miner,
                attested.hardware.id(),
                before.map(m -> m.version() + 1).orElse(1L),
                bindNow || before.filter(Machine::bound).isPresent(),
                shown(attested.label),
                judgement.family(),
                judgement.arch(),
                shown(SubmitShape.textOf(attested.device, "model")),
                attested.device.path("cores").asLong(1),
                now,
                before.map(Machine::firstAtEpochSecond).orElse(now),
                judgement.weight(),
                judgement.hardwareWeight(),
                judgement.activeChecks(),
                judgement.passedChecks(),
                judgement.passed(),
                judgement.review(),
                judgement.entropyScore(),
                attested.bodyDigest,
                judgement.history(),
                before.map(Machine::macs).orElse(MacWindow.none()).with(attested.macs, attested.macKey, now),
                before.map(Machine::submissions).orElse(SubmissionWindow.none()).accepted(attested.sourceNetwork, now),
                epoch,
                enrolledWeight,
                Presence.bucket(now),
                judgement.tier());
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
    }
}
