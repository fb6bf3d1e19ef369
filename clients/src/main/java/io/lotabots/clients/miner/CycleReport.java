package io.lotabots.clients.miner;

import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one cycle came to.
 *
 * @param time when it ended
 * @param machine what was attested
 * @param hardware what came of showing hardware evidence, one line; absent when there was none to show
 * @param failed names of the checks that did not pass by this client's own rules
 * @param submit the answer to the attestation
 * @param enrol the answer to the enrolment, absent when there was nothing to enrol
 * @param eligibility the answer about the slot, absent when it was not asked
 * @param header the answer to the signed header, absent when it was not this miner's slot
 */
record CycleReport(
        Instant time,
        Machine machine,
        Optional<String> hardware,
        List<String> failed,
        NodeAnswer submit,
        Optional<NodeAnswer> enrol,
        Optional<NodeAnswer> eligibility,
        Optional<NodeAnswer> header) {
    private static final int MAX_REASONS = 5;

    /** Whether the machine was accepted and stands in the epoch. */
    boolean succeeded() {
        return submit.isDone() && enrol.filter(NodeAnswer::isDone).isPresent();
    }

    /** The longest rest that the node asked for. */
    Optional<Duration> rest() {
        return Optional.of(enrol.orElse(submit)).flatMap(NodeAnswer::retryAfter);
    }

    /** Whether it stands in the epoch with nothing to earn. */
    boolean weighsNothing() {
        return enrol.filter(NodeAnswer::isDone)
                .filter(answer -> answer.body().path("weight").isNumber())
                .filter(answer -> answer.body().path("weight").decimalValue().signum() == 0)
                .isPresent();
    }

    /** One line for people: time, verdict, weight, epoch, slot, eligibility; or why it was refused. */
    String line() {
        var at = time.truncatedTo(ChronoUnit.SECONDS).toString();
        if (!submit.isDone()) {
            return at + "  refused  " + submit.refusal();
        }
        var parts = new ArrayList<String>();
        parts.add(at);
        parts.add("accepted" + (submit.isTrue("fingerprint_passed") ? "" : ", fingerprint not passed" + reasons()));
        enrol.ifPresent(answer -> parts.add(
                answer.isDone()
                        ? "weight " + answer.text("weight").orElse("?") + "  epoch "
                                + answer.text("epoch").orElse("?")
                        : "not enrolled: " + answer.refusal()));
        eligibility.ifPresent(answer -> parts.add(eligibility(answer)));
        header.ifPresent(
                answer -> parts.add(answer.isDone() ? "header accepted" : "header refused: " + answer.refusal()));
        return String.join("  ", parts);
    }

    /** Why the node did not pass the fingerprint, when it says so. */
    private String reasons() {
        var words = new ArrayList<String>();
        for (var reason : submit.body().path("reasons")) {
            if (reason.isTextual() && words.size() < MAX_REASONS) {
                words.add(NodeAnswer.printable(reason.textValue()));
            }
        }
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    private static String eligibility(NodeAnswer answer) {
        if (!answer.isDone()) {
            return "eligibility unknown: " + answer.refusal();
        }
        var slot = "slot " + answer.text("slot").orElse("?") + "  ";
        if (answer.isTrue("eligible")) {
            return slot + "your turn";
        }
        var reason = answer.text("reason").orElse("not eligible").replace('_', ' ');
        return slot
                + reason
                + answer.text("your_turn_at_slot")
                        .map(turn -> " (at slot " + turn + ")")
                        .orElse("");
    }

    /** The refusal of the step that stopped the cycle. */
    Optional<Refusal> refusal() {
        return succeeded() ? Optional.empty() : Optional.of(enrol.orElse(submit).refusal());
    }
}
