package io.lotabots.operations;

import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;

/**
 * {@code GET /metrics_mac}: what Prometheus can be told of network addresses, which is whether enrolment wants them. The
 * addresses themselves lie in each miner's own partition, as digests; counting them over all miners would read every
 * miner at every scrape, so that no such figure is given.
 */
public final class GetMetricsMac extends Endpoint<Nothing, Reply> {
    private final boolean required;

    public GetMetricsMac() {
        this(Env.ofFunction());
    }

    GetMetricsMac(Env env) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.required = env.flag("REQUIRE_MAC");
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        return new Exposition()
                .gauge("rustchain_mac_required", "1 when enrolment wants a network address seen in 24 hours", required)
                .reply();
    }
}
