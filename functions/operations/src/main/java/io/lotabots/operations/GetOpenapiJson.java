package io.lotabots.operations;

import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code GET /openapi.json}: the description of this API, as it was when the function was built. */
public final class GetOpenapiJson extends Endpoint<Nothing, Reply> {
    private static final String RESOURCE = "/openapi.json";

    private final String description;

    public GetOpenapiJson() {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.description = read();
    }

    private static String read() {
        try (InputStream resource = GetOpenapiJson.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the function's jar holds no " + RESOURCE);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Reply answer(Nothing request, Call call) {
        return Reply.text(200, "application/json", description).with("Cache-Control", "public, max-age=300");
    }
}
