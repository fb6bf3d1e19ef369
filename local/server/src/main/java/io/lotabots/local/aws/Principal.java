package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Who may call: one function, or this machine's operator, known by its access key.
 *
 * @param name name of the role or function, as it stands in denials
 * @param sessionToken must be sent with each request; empty for a principal without one
 * @param policyDocuments the IAM policy documents, intrinsics resolved
 */
public record Principal(
        String name, String accessKeyId, String secretAccessKey, String sessionToken, List<JsonNode> policyDocuments) {
    public Principal {
        policyDocuments = List.copyOf(policyDocuments);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return name + " (" + accessKeyId + ")";
    }
}
