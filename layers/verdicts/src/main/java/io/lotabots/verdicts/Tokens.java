package io.lotabots.verdicts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.jackson.io.JacksonSerializer;
import io.lotabots.crypto.TokenKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** JSON web tokens as this platform writes them: signed with ES256, encrypted with A256GCM (RFC 7515, 7516, 7519). */
public final class Tokens {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Tokens() {}

    /** A signed token in compact form. Times among the claims are seconds since 1970. */
    public static String signed(Map<String, Object> claims, TokenKey key) {
        return Jwts.builder()
                .json(new JacksonSerializer<>(JSON))
                .header()
                .type("JWT")
                .keyId(key.id())
                .and()
                .claims(claims)
                .signWith(key.privateKey(), Jwts.SIG.ES256)
                .compact();
    }

    /**
     * Encrypts to a key: RSA-OAEP-256 or ECDH-ES+A256KW, then A256GCM.
     *
     * @return the members of the flattened JSON serialization (RFC 7516, section 7.2.2), in the order of the compact one
     */
    public static SequencedMap<String, String> encrypted(byte[] content, TeeKey to) {
        var builder = Jwts.builder()
                .json(new JacksonSerializer<>(JSON))
                .header()
                .keyId(to.id())
                .and()
                .content(content);
        String compact = switch (to.key()) {
            case RSAPublicKey rsa ->
                builder.encryptWith(rsa, Jwts.KEY.RSA_OAEP_256, Jwts.ENC.A256GCM)
                        .compact();
            default ->
                builder.encryptWith(to.key(), Jwts.KEY.ECDH_ES_A256KW, Jwts.ENC.A256GCM)
                        .compact();
        };
        String[] parts = compact.split("\\.", -1);
        SequencedMap<String, String> flattened = new LinkedHashMap<>();
        flattened.put("protected", parts[0]);
        flattened.put("encrypted_key", parts[1]);
        flattened.put("iv", parts[2]);
        flattened.put("ciphertext", parts[3]);
        flattened.put("tag", parts[4]);
        return flattened;
    }
}
