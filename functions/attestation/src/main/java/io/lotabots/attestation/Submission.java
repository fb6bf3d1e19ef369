package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.attestation.appraisal.EntropyProfile;
import io.lotabots.attestation.appraisal.VerifiedDevice;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Secrets;
import io.lotabots.crypto.Digests;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The path of a submission from its signature to its enrolment.
 *
 * <p>Everything that only reads comes first, then the replay guard, then the nonce is used up, then what was learnt is
 * written. A crash in between loses the submission and never counts it twice; a refusal leaves the challenge usable.
 */
final class Submission {
    private final Chain chain;
    private final Secrets secrets;
    private final Challenges challenges;
    private final Miners miners;
    private final AddressLimit addresses;
    private final Denials denials;
    private final Bindings bindings;
    private final ReplayGuard replays;
    private final MachineStore machines;
    private final Judge judge;
    private final HardwareTier tiers;
    private final Pinning pinning;

    Submission(Aws aws) {
        Env env = aws.env();
        this.chain = Chain.of(env);
        this.secrets = aws.secrets();
        this.challenges = new Challenges(aws);
        this.miners = new Miners(aws);
        this.addresses = new AddressLimit(aws);
        this.denials = new Denials(aws);
        this.bindings = new Bindings(aws);
        this.replays = new ReplayGuard(aws);
        this.machines = new MachineStore(aws);
        this.judge = new Judge(env);
        this.tiers = new HardwareTier(env);
        this.pinning = new Pinning(env.get("ATTEST_ENFORCE_MODE"));
    }

    PostAttestSubmit.Answer accept(PostAttestSubmit.Request request, Call call) {
        long now = call.epochSecond();
        byte[] body = call.body();
        Optional<String> named = Identities.optional("miner", request.miner());
        Optional<String> label = Identities.optional("miner_id", request.minerId());
        MinerId miner = Identities.claimed(named.or(() -> label).orElseThrow());
        Optional<SubmitSignature> signature = SubmitSignature.of(request, body);
        pinning.demandSignature(signature.isPresent());

        Miners.Known known = miners.read(miner.value());
        Pinning.Decision pin = pinning.decide(
                miner, known.profile(), signature, known.machines().isEmpty());
        ObjectNode device = SubmitShape.section(request.device());
        List<String> macs = macs(request.signals());
        boolean canonical = signature.filter(SubmitSignature::canonical).isPresent();
        VerifiedDevice verified = judge.device(request, canonical);
        Hardware hardware = Hardware.of(device, macs, call.sourceAddress());
        Optional<Machine> before = known.machine(hardware.id());

        if (before.filter(m -> m.submissions().isCounted(call.sourceNetwork(), now))
                .isEmpty()) {
            addresses.take(call.sourceNetwork(), miner.value(), now);
        }
        String nonce = nonce(request);
        challenges.check(nonce, miner, now);
        known.profile().hold().ifPresent(hold -> {
            throw hold.refusal();
        });
        Judgement judgement = tiers.applied(judge.judge(request, verified, canonical, before), known.hardware(), now);
        demandBindable(hardware, before, known, judgement, miner, now);
        denials.check(macs, now);
        machines.demandRoom(before, now);
        replays.note(
                judgement.profileKey().orElse(hardware.id()), judgement.fingerprintDigest(), nonce, miner.value(), now);
        challenges.consume(nonce, now);

        byte[] macKey = Digests.hmacSha256(
                secrets.bytes("PLATFORM_KEYS"), "network interfaces".getBytes(StandardCharsets.UTF_8));
        MachineStore.Accepted accepted = machines.accept(
                new MachineStore.Attested(
                        miner.value(),
                        hardware,
                        label.orElse(""),
                        device,
                        macs,
                        macKey,
                        Digests.sha256(body),
                        judgement,
                        pin.toPin(),
                        call.sourceNetwork()),
                before,
                call);
        if (before.isEmpty() && known.isFull()) {
            known.makesRoom(now).ifPresent(machines::forget);
        }
        Telemetry.current().count(judgement.passed() ? "AttestationsAccepted" : "AttestationsWithoutWeight");
        return answer(request, call, miner, nonce, judgement, accepted);
    }

    private void demandBindable(
            Hardware hardware,
            Optional<Machine> before,
            Miners.Known known,
            Judgement judgement,
            MinerId miner,
            long now) {
        if (before.filter(Machine::bound).isEmpty()) {
            Optional<String> owner = bindings.owner(hardware.id());
            if (owner.isPresent() && !owner.get().equals(miner.value())) {
                throw Bindings.boundToAnother(hardware.bySerial(), miner.value());
            }
            if (owner.isEmpty() && hardware.bySerial() && judgement.measuredFields() < EntropyProfile.LEAST_MEASURED) {
                throw Bindings.tooLittleEntropy(judgement.measuredFields());
            }
        }
        if (before.isEmpty() && known.isFull() && known.makesRoom(now).isEmpty()) {
            throw new Refusal(
                    409,
                    "MACHINE_LIMIT",
                    "One identity keeps at most " + Miners.MAX_MACHINES + " machines that attested within a day");
        }
    }

    private PostAttestSubmit.Answer answer(
            PostAttestSubmit.Request request,
            Call call,
            MinerId miner,
            String nonce,
            Judgement judgement,
            MachineStore.Accepted accepted) {
        long now = call.epochSecond();
        return new PostAttestSubmit.Answer(
                true,
                true,
                "accepted",
                "ticket_" + Digests.sha256Hex("ticket|" + nonce + "|" + miner).substring(0, 32),
                echoed(SubmitShape.section(request.device())),
                judgement.passed(),
                judgement.reasons(),
                judgement.review(),
                judge.measurementBinding(request.measurementBinding(), nonce),
                judge.nextWorkload(nonce),
                accepted.machine().macs().at(now).seen().size(),
                1.0,
                miner.value(),
                accepted.epoch(),
                chain.slotAt(now),
                Weights.shown(judgement.weight()),
                Weights.shown(judgement.hardwareWeight()),
                Weights.shown(judgement.hardwareWeight()),
                Weights.shown(accepted.enrolledWeight()),
                true);
    }

    /** The device as it was understood: the well-known fields that were sent. */
    private static Map<String, Object> echoed(ObjectNode device) {
        Map<String, Object> echo = new TreeMap<>();
        for (String name : List.of("family", "arch", "model", "cpu", "serial")) {
            if (device.path(name).isTextual()) {
                echo.put(name, device.get(name).textValue());
            }
        }
        echo.put("cores", device.path("cores").asInt(1));
        return echo;
    }

    private static String nonce(PostAttestSubmit.Request request) {
        JsonNode nonce = request.nonce();
        String text = nonce == null || nonce.isNull() ? "" : nonce.asText();
        if (text.isEmpty()) {
            throw new Refusal(400, "MISSING_NONCE", "Field 'nonce' must hold the nonce of a challenge");
        }
        return text;
    }

    private static List<String> macs(@Nullable JsonNode signals) {
        List<String> macs = new ArrayList<>();
        SubmitShape.section(signals).path("macs").forEach(mac -> macs.add(mac.textValue()));
        return macs;
    }
}
