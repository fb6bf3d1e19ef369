package io.lotabots.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/** JSON of the AWS JSON protocols. */
final class Json {
    static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** The object in {@code body}. @throws ServiceError when it is none */
    static ObjectNode object(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body.length == 0 ? new byte[] {'{', '}'} : body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new ServiceError(400, "SerializationException", "the body is not JSON");
        }
        throw new ServiceError(400, "SerializationException", "the body is not a JSON object");
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer with the checksum that DynamoDB's clients verify. */
    static Reply reply(int status, JsonNode node) {
        byte[] body = bytes(node);
        CRC32 crc = new CRC32();
        crc.update(body);
        return new Reply(
                status,
                Map.of(
                        "content-type", List.of("application/x-amz-json-1.0"),
                        "x-amzn-requestid", List.of(UUID.randomUUID().toString()),
                        "x-amz-crc32", List.of(Long.toString(crc.getValue()))),
                body);
    }
}
