package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /version}: which versions of Keylime's API there are, as its agents ask before they register. */
public final class GetVersion extends Endpoint<Nothing, GetVersion.Answer> {
    private static final String VERSION = "3.0";

    private final Limit limit;

    public GetVersion() {
        this(Aws.of(Env.ofFunction()));
    }

    GetVersion(Aws aws) {
        super(Nothing.class, Wire.KEYLIME);
        this.limit = new Limit(aws, "keylime-version");
    }

    /** @param results of version 3.0 alone, in which agents push */
    public record Answer(int code, String status, Results results) {}

    public record Results(String currentVersion, List<String> supportedVersions) {}

    @Override
    protected void admit(Call call) {
        limit.take(call);
    }

    @Override
    protected Answer answer(Nothing request, Call call) {
        return new Answer(200, "Success", new Results(VERSION, List.of(VERSION)));
    }
}
