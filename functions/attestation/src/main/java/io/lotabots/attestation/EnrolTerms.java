package io.lotabots.attestation;

import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.util.Optional;

/**
 * What a miner must have shown before it may enrol.
 *
 * @param ticketSeconds greatest age of its attestation, in seconds
 * @param macRequired whether a network interface must have been shown, and not too many
 */
record EnrolTerms(long ticketSeconds, boolean macRequired) {
    /** Most network interfaces within 24 hours. */
    static final int MAX_MACS = 3;

    static EnrolTerms of(Env env) {
        return new EnrolTerms(env.number("TICKET_SECONDS"), env.flag("REQUIRE_MAC"));
    }

    /** The machine that counts. @throws Refusal 412 naming the first term that is not met */
    Machine demand(Miners.Known known, long now) {
        Optional<Machine> best = known.best(now - ticketSeconds);
        if (best.isEmpty()) {
            boolean ever = known.latest().isPresent();
            throw new Refusal(
                            412,
                            ever ? "ATTESTATION_EXPIRED" : "NO_RECENT_ATTESTATION",
                            "Enrolment needs an attestation of the last " + ticketSeconds + " s")
                    .with("ttl_s", ticketSeconds);
        }
        demandMacs(best.get(), now);
        return best.get();
    }

    private void demandMacs(Machine machine, long now) {
        if (!macRequired) {
            return;
        }
        int seen = machine.macs().at(now).seen().size();
        if (seen == 0) {
            throw new Refusal(412, "MAC_REQUIRED", "Enrolment needs a network interface in 'signals.macs'")
                    .with("hint", "attest with signals.macs");
        }
        if (seen > MAX_MACS) {
            throw new Refusal(412, "MAC_CHURN", "Too many network interfaces within 24 hours")
                    .with("unique_24h", seen)
                    .with("limit", MAX_MACS);
        }
    }
}
