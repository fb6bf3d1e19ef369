package io.lotabots.cdk.services;

import io.lotabots.cdk.model.Service;
import java.util.List;

/** People sign in with passwords, second factors and passkeys, and programs with credentials of their own. */
public final class People {

    private People() {}

    /** The service. */
    public static Service service() {
        return new Service("people", "identity", List.of(), List.of()).on("platform", "crypto", "access", "aws");
    }
}
