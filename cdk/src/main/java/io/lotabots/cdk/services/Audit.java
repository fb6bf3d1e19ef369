package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.services.Shared.AUDIT;

import io.lotabots.cdk.model.Bucket;
import io.lotabots.cdk.model.Service;
import java.util.List;

/** Who did what: written by functions of every service, archived where nobody changes it. */
public final class Audit {

    /** How long an archived line cannot be removed by anybody. */
    private static final int LOCKED_DAYS = 400;

    /** The lines of an hour and scope, each with the digest of the one before it. */
    public static final Bucket ARCHIVE = new Bucket("audit").locked(LOCKED_DAYS);

    private Audit() {}

    /** The service. */
    public static Service service() {
        return new Service(
                        "audit",
                        "organizations",
                        List.of(ARCHIVE),
                        List.of(everyMinutes(10, "ArchiveAudit", "Archives the hours of the audit log that are over")
                                .gets(AUDIT)
                                .queries(AUDIT)
                                .puts(AUDIT)
                                .writesObjects(ARCHIVE)))
                .on("platform", "crypto", "access", "aws");
    }
}
