package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An error as the service would answer it. */
final class ServiceError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * An error.
     *
     * @param code the error's short name, e.g. {@code ResourceNotFoundException}
     */
    ServiceError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The answer in the form of the service's protocol. */
    Reply reply(Service service) {
        return service == Service.S3 ? xml() : json(service);
    }

    private Reply json(Service service) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", namespace(service) + code);
        body.put("message", text());
        return Json.reply(status, body);
    }

    private String namespace(Service service) {
        return service != Service.DYNAMODB
                ? ""
                : switch (code) {
                    case "AccessDeniedException",
                            "ThrottlingException",
                            "UnrecognizedClientException",
                            "InvalidSignatureException",
                            "IncompleteSignatureException",
                            "MissingAuthenticationTokenException",
                            "SerializationException",
                            "ValidationException" -> "com.amazon.coral.service#";
                    default -> "com.amazonaws.dynamodb.v20120810#";
                };
    }

    private Reply xml() {
        String id = UUID.randomUUID().toString();
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                + escaped(text()) + "</Message><RequestId>" + id + "</RequestId><HostId>" + id + "</HostId></Error>";
        return new Reply(
                status,
                Map.of("content-type", List.of("application/xml"), "x-amz-request-id", List.of(id)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
