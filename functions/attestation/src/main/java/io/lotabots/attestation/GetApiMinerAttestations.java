package io.lotabots.attestation;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/miner/{miner_id}/attestations}: the last accepted attestation of each machine, for operators. */
public final class GetApiMinerAttestations
        extends Endpoint<GetApiMinerAttestations.Request, GetApiMinerAttestations.Answer> {
    private final AdminKey admin;
    private final Miners miners;

    public GetApiMinerAttestations() {
        this(Aws.of(Env.ofFunction()));
    }

    GetApiMinerAttestations(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.admin = AdminKey.toRead(aws);
        this.miners = new Miners(aws);
    }

    public record Request(@Nullable String minerId) {}

    public record Answer(boolean ok, String miner, int count, List<Attestation> attestations) {}

    /**
     * @param tsOk when it was accepted, in seconds since 1970
     * @param weight what it is worth, 1.0 being a plain machine of the table
     */
    public record Attestation(
            long tsOk,
            long firstAttest,
            String deviceFamily,
            String deviceArch,
            String hardwareId,
            String label,
            boolean fingerprintPassed,
            double weight) {
        static Attestation of(Machine m) {
            return new Attestation(
                    m.attestedAtEpochSecond(),
                    m.firstAtEpochSecond(),
                    m.family(),
                    m.arch(),
                    m.hardwareId(),
                    m.label(),
                    m.passed(),
                    Weights.shown(m.weight()));
        }
    }

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        String miner = Identities.required("miner_id", request.minerId()).value();
        List<Attestation> attestations =
                miners.read(miner).machines().stream().map(Attestation::of).toList();
        return new Answer(true, miner, attestations.size(), attestations);
    }
}
