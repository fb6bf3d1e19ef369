package io.lotabots.clients.node;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a node did not do what it was asked, in words for people.
 *
 * @param step what was asked, such as {@code POST /attest/submit}
 * @param status the HTTP status, 0 when there was no answer
 * @param code the node's code or error word, empty when it gave none
 * @param message the node's message, cleaned for a terminal
 */
public record Refusal(String step, int status, String code, String message) {
    private static final Map<String, String> MEANING = Map.ofEntries(
            Map.entry("IP_RATE_LIMIT", "too many miners attested from this network address in the last hour"),
            Map.entry("APPRAISAL_RATE_LIMIT", "too much hardware evidence came from this network address"),
            Map.entry("CHALLENGE_RATE_LIMIT", "too many challenges were asked for from this network address"),
            Map.entry("CHALLENGE_INVALID", "the challenge expired before the measurements arrived"),
            Map.entry("NONCE_REPLAY", "the challenge was used before"),
            Map.entry("NONCE_IDENTITY_MISMATCH", "the challenge was given to another wallet"),
            Map.entry(
                    "HARDWARE_BINDING_FAILED",
                    "this machine belongs to another wallet, or its measurements do not fit it"),
            Map.entry("DUPLICATE_HARDWARE", "this machine already attests for another wallet"),
            Map.entry("HARDWARE_ALREADY_BOUND", "this machine already attests for another wallet"),
            Map.entry("SUSPECTED_SPOOF", "the caches measured now are not those measured at first"),
            Map.entry("ENTROPY_INSUFFICIENT", "too few of the measurements gave a value"),
            Map.entry("ENTROPY_COLLISION", "another machine has the same measurements"),
            Map.entry("REPLAY_ATTACK_BLOCKED", "the node saw these measurements before, or too many in an hour"),
            Map.entry("FINGERPRINT_REPLAY_DETECTED", "the node saw exactly these measurements before"),
            Map.entry(
                    "VM_OUI_DENIED", "the network card's maker number belongs to a hypervisor that this node refuses"),
            Map.entry("WALLET_UNDER_REVIEW", "the node's operator is reviewing this wallet"),
            Map.entry("WALLET_BLOCKED", "the node's operator blocked this wallet"),
            Map.entry("INVALID_SIGNATURE", "the node could not verify the payload's signature"),
            Map.entry("INVALID_MINER", "the wallet's name is not one that the node takes"),
            Map.entry("INVALID_MINER_WALLET_FORMAT", "this looks like a wallet of another chain"),
            Map.entry("PUBKEY_ADDRESS_MISMATCH", "this wallet belongs to another key"),
            Map.entry("SIGNING_KEY_MISMATCH", "this wallet was attested with another key before"),
            Map.entry("PUBKEY_MISMATCH", "this wallet was attested with another key before"),
            Map.entry("NO_RECENT_ATTESTATION", "the node has no attestation of this wallet"),
            Map.entry("ATTESTATION_EXPIRED", "the attestation is older than the node allows"),
            Map.entry("MAC_REQUIRED", "the node wants to see a hardware address of a network card"),
            Map.entry("MAC_CHURN", "the node saw too many different network cards in a day"),
            Map.entry(
                    "ENROLLMENT_SIGNING_KEY_REQUIRED",
                    "the node holds no key for this wallet: attest with a signature first"),
            Map.entry("NOT_SLOT_PRODUCER", "another miner produces this slot"));

    /** What the code means, in either case of letters, when this client knows it; a more exact error word comes first. */
    public Optional<String> meaning() {
        return Stream.of(message, code)
                .flatMap(text ->
                        Optional.ofNullable(MEANING.get(text.split("[: ]", 2)[0].toUpperCase(Locale.ROOT))).stream())
                .findFirst();
    }

    @Override
    public String toString() {
        var said = Stream.of(code, message).filter(text -> !text.isEmpty()).collect(Collectors.joining(": "));
        var answer = status == 0 ? "" : "HTTP " + status + (said.isEmpty() ? "" : " ");
        return step + ": " + answer + said
                + meaning().map(meaning -> " (" + meaning + ")").orElse("");
    }
}
