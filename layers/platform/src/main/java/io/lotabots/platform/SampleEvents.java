package io.lotabots.platform;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** The sample events of {@code events/<service>/<Handler>.json}, packed into each service's jar. */
public final class SampleEvents {
    private SampleEvents() {}

    /**
     * The sample event of an endpoint.
     *
     * @throws IOException naming the missing file, when the endpoint has none
     */
    public static APIGatewayV2HTTPEvent of(Class<?> endpoint) throws IOException {
        String service = endpoint.getPackageName().replace("io.lotabots.", "");
        String path = "/events/" + service + "/" + endpoint.getSimpleName() + ".json";
        try (InputStream in = endpoint.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no sample event " + path.substring(1));
            }
            return JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(in, APIGatewayV2HTTPEvent.class);
        }
    }
}
