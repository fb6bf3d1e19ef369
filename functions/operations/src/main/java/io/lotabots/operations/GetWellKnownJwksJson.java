package io.lotabots.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /.well-known/jwks.json}: the public keys with which the platform signs (RFC 7517, RFC 7518, RFC 8037). */
public final class GetWellKnownJwksJson extends Endpoint<Nothing, GetWellKnownJwksJson.Answer> {
    /** More keys than a platform ever signed with. */
    private static final int MAX_KEYS = 100;

    private final Table keys;

    public GetWellKnownJwksJson() {
        this(Aws.of(Env.ofFunction()));
    }

    GetWellKnownJwksJson(Aws aws) {
        super(Nothing.class, Wire.PROBLEM);
        this.keys = aws.table("SIGNING_KEYS");
    }

    public record Answer(List<Key> keys) {}

    /**
     * One key: Ed25519 ({@code OKP}) of the ledger, or P-256 ({@code EC}) of appraisal results.
     *
     * @param alg {@code EdDSA} or {@code ES256}; {@code use} is {@code sig}
     * @param kid of Ed25519 the first 16 hexadecimal digits of the SHA-256 of the key's 32 bytes, else the thumbprint of
     *     RFC 7638
     * @param x 32 bytes in base64url without padding, as is {@code y}, which Ed25519 has not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Key(
            String kty,
            String crv,
            String alg,
            String use,
            String kid,
            String x,
            @Nullable String y) {
        static Key of(Item row) {
            return row.findText("kty").orElse("OKP").equals("EC")
                    ? new Key(
                            "EC",
                            row.text("crv"),
                            row.text("alg"),
                            "sig",
                            row.text("kid"),
                            row.text("x"),
                            row.text("y"))
                    : new Key("OKP", "Ed25519", "EdDSA", "sig", row.text("kid"), row.text("x"), null);
        }
    }

    /** Keys that followed one another are listed until nothing that they signed counts any more. */
    @Override
    protected Answer answer(Nothing request, Call call) {
        return new Answer(keys.query("list", "keys", MAX_KEYS).stream()
                .filter(row -> row.number("until", Long.MAX_VALUE) > call.epochSecond())
                .map(Key::of)
                .toList());
    }
}
