package io.lotabots.local.aws;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Decides whether principals may do what they ask, and words the denials as AWS does. */
final class Authority {
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final String account;

    Authority(String account) {
        this.account = account;
    }

    void register(Principal principal) {
        policies.put(principal.accessKeyId(), new Policy(principal.policyDocuments()));
    }

    boolean allows(Principal principal, Access access) {
        return decide(principal, access).allowed();
    }

    /** Passes when every access is allowed. @throws ServiceError naming principal, action and resource */
    void require(Service service, Principal principal, List<Access> accesses) {
        for (Access access : accesses) {
            Decision decision = decide(principal, access);
            if (!decision.allowed()) {
                throw denial(service, principal, access, decision.reason());
            }
        }
    }

    ServiceError denial(Service service, Principal principal, Access access, String reason) {
        String message = "User: arn:aws:sts::" + account + ":assumed-role/" + principal.name() + "/" + principal.name()
                + " is not authorized to perform: " + access.action() + " on resource: "
                + (service == Service.S3 ? "\"" + access.resource() + "\"" : access.resource()) + " " + reason;
        return service == Service.S3
                ? new ServiceError(403, "AccessDenied", message)
                : new ServiceError(400, "AccessDeniedException", message);
    }

    private Decision decide(Principal principal, Access access) {
        Policy policy = policies.get(principal.accessKeyId());
        return policy == null ? Decision.denied("because the principal is unknown") : policy.decide(access);
    }
}
