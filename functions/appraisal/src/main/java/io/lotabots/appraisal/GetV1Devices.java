package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.ListLimit;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/devices/{device_id}}: a chip that attested: whose it is, how often and when. */
public final class GetV1Devices extends Endpoint<GetV1Devices.Request, Devices.Device> {
    private final ListLimit limit;
    private final Devices devices;

    public GetV1Devices() {
        this(Aws.of(Env.ofFunction()));
    }

    GetV1Devices(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.limit = new ListLimit(aws, "devices");
        this.devices = new Devices(aws);
    }

    /** @param deviceId a format, a colon and 64 hexadecimal digits, as results name it */
    public record Request(@Nullable String deviceId) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Devices.Device answer(Request request, Call call) {
        String id = Fields.word("device_id", request.deviceId(), Devices.ID);
        return devices.find(id)
                .orElseThrow(() -> new Refusal(404, "NO_DEVICE", "No hardware of this id attested here"));
    }
}
