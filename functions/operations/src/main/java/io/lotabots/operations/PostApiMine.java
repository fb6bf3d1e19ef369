package io.lotabots.operations;

import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.util.Map;

/** {@code POST /api/mine}: 410 for whatever is sent, with the endpoints that took its place. */
public final class PostApiMine extends Endpoint<Nothing, Reply> {
    public PostApiMine() {
        super(Nothing.class, Wire.RUSTCHAIN);
    }

    /** Answers before the body is looked at: it need not even be JSON. */
    @Override
    protected void admit(Call call) {
        throw gone();
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        throw gone();
    }

    private static Refusal gone() {
        return new Refusal(410, "API_V1_REMOVED", "Mining by proof of work is gone: enrol attested hardware instead")
                .with("error", "API v1 removed")
                .with("use", "POST /epoch/enroll")
                .with("version", "v2.2.1")
                .with("migration_guide", "/openapi.json")
                .with(
                        "new_endpoints",
                        Map.of(
                                "enroll", "POST /epoch/enroll",
                                "eligibility", "GET /lottery/eligibility",
                                "submit", "POST /headers/ingest_signed"));
    }
}
