package io.lotabots.clients.miner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.fingerprint.Fingerprint;
import io.lotabots.clients.hardware.Machine;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.Patience;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One attestation from challenge to signed header.
 *
 * @param node whom to attest to
 * @param patience how passing trouble is borne
 * @param who attests
 * @param measurements of this machine
 * @param hardware shown before the measurements are submitted, so that this cycle's weight counts it
 * @param clock for the header's timestamp and the report's time
 */
record Cycle(
        NodeClient node,
        Patience patience,
        Identity who,
        Measurements measurements,
        HardwareStep hardware,
        Clock clock) {
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9._:=+/-]{16,512}");
    private static final Set<String> STALE_CHALLENGE = Set.of("CHALLENGE_INVALID", "NONCE_REPLAY");

    /** Runs the whole cycle; what goes wrong stands in the report. */
    CycleReport run() throws InterruptedException {
        var machine = measurements.machine();
        var attempt = new Attempt(machine, hardware.show());
        // A submission whose answer was lost has used its nonce: every further attempt starts with a new challenge and
        // new measurements.
        var submit = patience.call(attempt::attest, Cycle::mayAttestAgain);
        if (!submit.isDone()) {
            return report(attempt, submit, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var enrol = enrol(Identity.label(machine));
        var eligibility = patience.call(() ->
                node.get("/lottery/eligibility?miner_id=" + URLEncoder.encode(who.wallet(), StandardCharsets.UTF_8)));
        return report(attempt, submit, Optional.of(enrol), Optional.of(eligibility), header(eligibility));
    }

    private static boolean mayAttestAgain(NodeAnswer answer) {
        return answer.isTransient()
                || answer.status() == 409
                        && STALE_CHALLENGE.contains(answer.text("code").orElse(""));
    }

    /** The enrolment's signature names the epoch, which may turn between the question and the enrolment: then it is asked once more. */
    private NodeAnswer enrol(String label) throws InterruptedException {
        var answer = enrolInCurrentEpoch(label);
        return answer.text("code").orElse("").equals("INVALID_ENROLLMENT_SIGNATURE")
                ? enrolInCurrentEpoch(label)
                : answer;
    }

    private NodeAnswer enrolInCurrentEpoch(String label) throws InterruptedException {
        var current = patience.call(() -> node.get("/epoch"));
        if (!current.isDone()) {
            return current;
        }
        var epoch = current.whole("epoch");
        if (epoch.isEmpty()) {
            return current.without("epoch");
        }
        var signed = Enrolment.signed(who, label, epoch.getAsLong());
        return patience.call(() -> node.post("/epoch/enroll", signed));
    }

    private Optional<NodeAnswer> header(NodeAnswer eligibility) throws InterruptedException {
        var slot = eligibility.whole("slot");
        if (!eligibility.isDone() || !eligibility.isTrue("eligible") || slot.isEmpty()) {
            return Optional.empty();
        }
        var signed = Header.signed(who, slot.getAsLong(), clock.instant().getEpochSecond());
        return Optional.of(patience.call(() -> node.post("/headers/ingest_signed", signed)));
    }

    private CycleReport report(
            Attempt attempt,
            NodeAnswer submit,
            Optional<NodeAnswer> enrol,
            Optional<NodeAnswer> eligibility,
            Optional<NodeAnswer> header) {
        return new CycleReport(
                clock.instant(),
                attempt.machine,
                attempt.shown,
                attempt.failed,
                submit,
                enrol,
                eligibility,
                header);
    }

    /** Challenge, measurements, submission; and what the last of them failed. */
    private final class Attempt {
        private final Machine machine;
        private final Optional<String> shown;
        private List<String> failed = List.of();

        private Attempt(Machine machine, Optional<String> shown) {
            this.machine = machine;
            this.shown = shown;
        }

        private NodeAnswer attest() throws InterruptedException {
            var asked = JsonNodeFactory.instance.objectNode().put("miner", who.wallet());
            var challenge = node.post("/attest/challenge", asked.toString());
            if (!challenge.isDone()) {
                return challenge;
            }
            var nonce = challenge.body().path("nonce").asText("");
            if (!NONCE.matcher(nonce).matches()) {
                return challenge.without("nonce");
            }
            Fingerprint fingerprint = measurements.fingerprint(machine);
            failed = fingerprint.failed();
            var body = Payload.of(who, machine, fingerprint, measurements.entropy(), nonce);
            return node.post("/attest/submit", Payload.signed(body, who.key()));
        }
    }
}
