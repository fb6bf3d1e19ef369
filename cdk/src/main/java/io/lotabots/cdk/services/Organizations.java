package io.lotabots.cdk.services;

import io.lotabots.cdk.model.Service;
import java.util.List;

/** Organisations and projects: who is a member of them, and in which role. */
public final class Organizations {

    private Organizations() {}

    /** The service. */
    public static Service service() {
        return new Service("organizations", "organizations", List.of(), List.of())
                .on("platform", "crypto", "access", "aws");
    }
}
