package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Table;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;

/** {@code GET /.well-known/jwks.json}: the public keys with which the platform signs (RFC 7517, RFC 8037). */
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
     * One Ed25519 key.
     *
     * @param kty {@code OKP}; {@code crv} is {@code Ed25519}, {@code alg} {@code EdDSA}, {@code use} {@code sig}
     * @param kid first 16 hexadecimal digits of the SHA-256 of the key's 32 bytes
     * @param x the key's 32 bytes in base64url without padding
     */
    public record Key(String kty, String crv, String alg, String use, String kid, String x) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        return new Answer(keys.query("list", "keys", MAX_KEYS).stream()
                .map(row -> new Key("OKP", "Ed25519", "EdDSA", "sig", row.text("kid"), row.text("x")))
                .toList());
    }
}
