package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Reply;
import io.lotabots.platform.Wire;
import io.lotabots.settlement.Archive;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** {@code GET /archive/objects/{digest}}: one object of the archive by its SHA-256, as it was stored; it never changes. */
public final class GetArchiveObjects extends Endpoint<GetArchiveObjects.Request, Reply> {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Archive archive;

    public GetArchiveObjects() {
        this(Aws.of(Env.ofFunction()));
    }

    GetArchiveObjects(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.archive = new StoreArchive(new DynamoStore(aws));
    }

    /** @param digest 64 lower-case hexadecimal digits */
    public record Request(String digest) {}

    @Override
    protected Reply answer(Request request, Call call) {
        if (!DIGEST.matcher(request.digest()).matches()) {
            throw new Refusal(
                    400,
                    "INVALID_FIELD",
                    "digest must be 64 lower-case hexadecimal digits, got " + Asked.shown(request.digest()));
        }
        byte[] object = archive.object(request.digest())
                .orElseThrow(() -> new Refusal(404, "NO_OBJECT", "The archive has no object " + request.digest()));
        // Every archived object is ASCII, so that its text is its bytes.
        return Reply.text(200, "text/plain; charset=us-ascii", new String(object, StandardCharsets.US_ASCII))
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }
}
