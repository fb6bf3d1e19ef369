package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.crypto.Rtc;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.math.BigDecimal;

/** {@code GET /epoch}: where the chain is now, and how many identities are enrolled in its epoch. */
public final class GetEpoch extends Endpoint<GetEpoch.Request, GetEpoch.Answer> {
    /** All there will ever be, in RTC. */
    static final long TOTAL_SUPPLY_RTC = 8_388_608;

    private final Chain chain;
    private final Enrolments enrolments;

    public GetEpoch() {
        this(Aws.of(Env.ofFunction()));
    }

    GetEpoch(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.enrolments = new Enrolments(aws);
    }

    /** Nothing is asked. */
    public record Request() {}

    /** @param epochPot what the epoch pays in all, in RTC */
    public record Answer(
            long epoch,
            long slot,
            BigDecimal epochPot,
            long enrolledMiners,
            long blocksPerEpoch,
            long totalSupplyRtc,
            long slotSeconds,
            String chainId) {}

    @Override
    protected Answer answer(Request request, Call call) {
        long epoch = chain.epochAt(call.epochSecond());
        return new Answer(
                epoch,
                chain.slotAt(call.epochSecond()),
                Rtc.shown(chain.potMicroRtc()),
                enrolments.enrolled(epoch),
                chain.slotsPerEpoch(),
                TOTAL_SUPPLY_RTC,
                chain.slotSeconds(),
                chain.chainId());
    }
}
