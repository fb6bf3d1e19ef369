package io.lotabots.verdicts;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.jackson.io.JacksonDeserializer;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.math.BigInteger;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A public key that a guest made for itself and that its evidence speaks for: RSA of 2048 to 4096 bits with the exponent
 * 65537, or a point on P-256, P-384 or P-521.
 *
 * @param jwk its public members (RFC 7517), nothing else
 * @param id its JWK thumbprint (RFC 7638) in base64url
 */
public record TeeKey(PublicKey key, Map<String, String> jwk, String id) {
    private static final List<String> MEMBERS = List.of("kty", "crv", "x", "y", "n", "e");
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    public TeeKey {
        jwk = Map.copyOf(jwk);
    }

    /**
     * Reads a JWK; members that do not make the key are left out.
     *
     * @throws IllegalArgumentException in one sentence, when it is no key of these kinds
     */
    public static TeeKey of(JsonNode jwk) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String name : MEMBERS) {
            if (jwk.path(name).isTextual()) {
                members.put(name, jwk.path(name).textValue());
            }
        }
        if (jwk.has("d")) {
            throw new IllegalArgumentException("a private key must stay where it was made");
        }
        Jwk<? extends Key> parsed;
        try {
            parsed = Jwks.parser().json(new JacksonDeserializer<>()).build().parse(text(members));
        } catch (JwtException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("it is no JSON Web Key of the types RSA or EC that can be read", wrong);
        }
        if (!(parsed instanceof PublicJwk<?> shown)) {
            throw new IllegalArgumentException("it must be a public key");
        }
        PublicKey key = shown.toKey();
        boolean fit = switch (key) {
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= 2048
                        && rsa.getModulus().bitLength() <= 4096
                        && rsa.getPublicExponent().equals(EXPONENT);
            case ECPublicKey _ -> true;
            default -> false;
        };
        if (!fit) {
            throw new IllegalArgumentException(
                    "it must be RSA of 2048 to 4096 bits with the exponent 65537, or on P-256, P-384 or P-521");
        }
        return new TeeKey(key, members, shown.thumbprint().toString());
    }

    private static String text(Map<String, String> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            if (!value.matches("[A-Za-z0-9_-]{1,700}")) {
                throw new IllegalArgumentException("member " + name + " must be base64url or a word");
            }
            json.append(json.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":\"")
                    .append(value)
                    .append('"');
        });
        return json.append('}').toString();
    }
}
