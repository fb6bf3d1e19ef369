package io.lotabots.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GovernanceMessageTest {
    private static final byte[] SEED = Digests.sha256("a voter".getBytes(StandardCharsets.UTF_8));
    private static final Ed25519.Key KEY = Ed25519.key(Ed25519.publicKey(SEED)).orElseThrow();

    @Test
    void a_vote_is_signed_as_python_writes_it() {
        assertThat(text(GovernanceMessage.vote("RTCa", 7, "yes", "n-1", Optional.empty())
                        .signed()))
                .isEqualTo("{\"nonce\":\"n-1\",\"proposal_id\":7,\"vote\":\"yes\",\"wallet\":\"RTCa\"}");
    }

    @Test
    void a_proposal_is_signed_as_python_writes_it_and_names_the_chain_when_the_signer_does() {
        assertThat(text(GovernanceMessage.proposal("RTCa", "Café", "a\nb \"c\"", "n", Optional.of("chain"))
                        .signed()))
                .isEqualTo("{\"chain_id\":\"chain\",\"description\":\"a\\nb \\\"c\\\"\",\"nonce\":\"n\","
                        + "\"title\":\"Caf\\u00e9\",\"wallet\":\"RTCa\"}");
    }

    @Test
    void every_writing_of_the_same_thing_is_good() {
        GovernanceMessage proposal = GovernanceMessage.proposal("RTCa", "Café", "d", "17", Optional.empty());
        assertThat(proposal.forms().stream().map(GovernanceMessageTest::text))
                .containsExactly(
                        "{\"description\":\"d\",\"nonce\":\"17\",\"title\":\"Caf\\u00e9\",\"wallet\":\"RTCa\"}",
                        "{\"description\":\"d\",\"nonce\":17,\"title\":\"Caf\\u00e9\",\"wallet\":\"RTCa\"}",
                        "{\"description\":\"d\",\"nonce\":\"17\",\"title\":\"Café\",\"wallet\":\"RTCa\"}",
                        "{\"description\":\"d\",\"nonce\":17,\"title\":\"Café\",\"wallet\":\"RTCa\"}");
        assertThat(proposal.forms())
                .allSatisfy(form -> assertThat(proposal.isSignedBy(KEY, Ed25519.sign(SEED, form)))
                        .isTrue());
    }

    @Test
    void another_vote_wallet_proposal_nonce_or_chain_is_another_message() {
        byte[] signature = Ed25519.sign(
                SEED,
                GovernanceMessage.vote("RTCa", 7, "yes", "1", Optional.of("chain"))
                        .signed());
        for (GovernanceMessage other : List.of(
                GovernanceMessage.vote("RTCa", 7, "no", "1", Optional.of("chain")),
                GovernanceMessage.vote("RTCb", 7, "yes", "1", Optional.of("chain")),
                GovernanceMessage.vote("RTCa", 8, "yes", "1", Optional.of("chain")),
                GovernanceMessage.vote("RTCa", 7, "yes", "2", Optional.of("chain")),
                GovernanceMessage.vote("RTCa", 7, "yes", "1", Optional.of("another")),
                GovernanceMessage.vote("RTCa", 7, "yes", "1", Optional.empty()))) {
            assertThat(other.isSignedBy(KEY, signature)).isFalse();
        }
        assertThat(GovernanceMessage.vote("RTCa", 7, "yes", "1", Optional.of("chain"))
                        .isSignedBy(KEY, signature))
                .isTrue();
    }

    private static String text(byte[] form) {
        return new String(form, StandardCharsets.UTF_8);
    }
}
