package io.lotabots.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.lotabots.crypto.TokenKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written here is read by another's library. */
class TokensTest {
    private static final byte[] SECRET = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT = "a secret of a guest".getBytes(StandardCharsets.UTF_8);

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void a_signed_token_verifies_with_its_published_key_and_no_other() throws Exception {
        TokenKey key = TokenKey.derive(SECRET, "test", 7);
        String token = Tokens.signed(Map.of("iat", 1_800_000_000L, "eat_nonce", "abc"), key);

        SignedJWT read = SignedJWT.parse(token);
        ECKey published = new ECKey.Builder(Curve.P_256, new Base64URL(key.x()), new Base64URL(key.y())).build();
        assertThat(read.getHeader().getKeyID()).isEqualTo(key.id());
        assertThat(published.computeThumbprint()).hasToString(key.id());
        assertThat(read.verify(new ECDSAVerifier(published))).isTrue();
        assertThat(read.getJWTClaimsSet().getIssueTime().getTime()).isEqualTo(1_800_000_000_000L);

        TokenKey next = TokenKey.derive(SECRET, "test", 8);
        ECKey other = new ECKey.Builder(Curve.P_256, new Base64URL(next.x()), new Base64URL(next.y())).build();
        assertThat(read.verify(new ECDSAVerifier(other))).isFalse();
    }

    @Test
    void a_key_depends_on_secret_purpose_and_generation_alone() {
        assertThat(TokenKey.derive(SECRET, "test", 7).id())
                .isEqualTo(TokenKey.derive(SECRET, "test", 7).id())
                .isNotEqualTo(TokenKey.derive(SECRET, "test", 8).id())
                .isNotEqualTo(TokenKey.derive(SECRET, "other", 7).id())
                .isNotEqualTo(TokenKey.derive("1".repeat(64).getBytes(StandardCharsets.US_ASCII), "test", 7)
                        .id());
    }

    @Test
    void what_is_encrypted_to_a_key_of_a_guest_is_read_with_its_private_part_alone() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        JWEObject toRsa = sealed(rsa);
        toRsa.decrypt(new RSADecrypter(rsa));
        assertThat(toRsa.getPayload().toBytes()).isEqualTo(CONTENT);

        for (Curve curve : new Curve[] {Curve.P_256, Curve.P_384, Curve.P_521}) {
            ECKey ec = new ECKeyGenerator(curve).generate();
            JWEObject toEc = sealed(ec);
            toEc.decrypt(new ECDHDecrypter(ec));
            assertThat(toEc.getPayload().toBytes()).isEqualTo(CONTENT);
        }
    }

    private static JWEObject sealed(JWK key) throws Exception {
        TeeKey to = TeeKey.of(json(key.toPublicJWK().toJSONString()));
        assertThat(to.id()).isEqualTo(key.computeThumbprint().toString());
        return JWEObject.parse(String.join(".", Tokens.encrypted(CONTENT, to).values()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\\\"\",\"x\":\"AAAA\",\"y\":\"AAAA\"}"
            })
    void what_is_no_fit_key_is_refused(String jwk) throws Exception {
        JsonNode node = json(jwk);
        assertThatIllegalArgumentException().isThrownBy(() -> TeeKey.of(node));
    }

    @Test
    void a_private_key_is_refused() throws Exception {
        JsonNode jwk = json(new ECKeyGenerator(Curve.P_256).generate().toJSONString());
        assertThatIllegalArgumentException().isThrownBy(() -> TeeKey.of(jwk)).withMessageContaining("private");
    }
}
