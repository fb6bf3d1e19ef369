package io.lotabots.evidence.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotabots.evidence.TestPki;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakeCredentialTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] SECRET = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10");

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "P-256", "P-384", "P-521"})
    void a_tpm_gives_back_the_secret_for_its_own_key_alone(String kind) throws GeneralSecurityException {
        SoftTpm tpm = tpm(TestPki.keys(kind));
        byte[] name = Quotes.name(tpm);

        byte[] blob = MakeCredential.blob(tpm.ek.getPublic(), name, SECRET, RANDOM);

        assertThat(blob).startsWith(0xba, 0xdc, 0xc0, 0xde, 0, 0, 0, 1);
        assertThat(tpm.activate(blob, name)).isEqualTo(SECRET);
        byte[] otherName = name.clone();
        otherName[33] ^= 1;
        assertThatThrownBy(() -> tpm.activate(blob, otherName)).isInstanceOf(GeneralSecurityException.class);
        SoftTpm stranger = tpm(TestPki.keys(kind));
        assertThatThrownBy(() -> stranger.activate(blob, name)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void no_credential_looks_like_another() {
        SoftTpm tpm = SoftTpm.ecdsa();
        byte[] name = Quotes.name(tpm);
        assertThat(MakeCredential.blob(tpm.ek.getPublic(), name, SECRET, RANDOM))
                .isNotEqualTo(MakeCredential.blob(tpm.ek.getPublic(), name, SECRET, RANDOM));
    }

    @Test
    void keys_without_a_template_and_secrets_of_other_lengths_are_told() {
        SoftTpm tpm = SoftTpm.ecdsa();
        assertThatThrownBy(() -> MakeCredential.blob(tpm.ek.getPublic(), new byte[34], new byte[33], RANDOM))
                .hasMessage("a credential is 1 to 32 bytes, got 33");
        assertThatThrownBy(() -> MakeCredential.blob(tpm.ek.getPublic(), new byte[34], new byte[0], RANDOM))
                .hasMessage("a credential is 1 to 32 bytes, got 0");
        assertThatThrownBy(
                        () -> MakeCredential.blob(TestPki.keys("RSA-1024").getPublic(), new byte[34], SECRET, RANDOM))
                .hasMessageEndingWith("got RSA of 1024 bits");
    }

    private static SoftTpm tpm(KeyPair ek) {
        return new SoftTpm(SoftTpm.Keys.AK, SoftTpm.ECDSA, TpmHash.SHA256, ek);
    }
}
