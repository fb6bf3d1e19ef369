package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.EthereumAddress;
import io.lotabots.crypto.PersonalMessage;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.platform.Call;
import io.lotabots.platform.Refusal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A wallet signs in by a signature: over a message of EIP-4361, or, where the stage lets it, over a nonce alone. The nonce is
 * taken only by a signature that holds, so that nobody uses up another's.
 */
final class WalletSignIn {
    /** Longest signature of a contract wallet, in bytes. */
    private static final int MOST_SIGNATURE = 2048;

    /** Nonces on which a contract is asked about a signature; of a key all are tried. */
    private static final int ASKED_OF_CONTRACTS = 2;

    private static final Pattern SIGNATURE = Pattern.compile("0x(?:[0-9a-fA-F]{2}){1," + MOST_SIGNATURE + "}");

    private final Nonces nonces;
    private final SiweRules rules;
    private final ContractWallets contracts;
    private final AccountRows accounts;
    private final Sessions sessions;
    private final AuditLog audit;
    private final boolean nonceAlone;
    private final long tokenSeconds;

    WalletSignIn(Aws aws) {
        this.nonces = new Nonces(aws);
        this.rules = new SiweRules(aws.env());
        this.contracts = new ContractWallets(aws.env());
        this.accounts = new AccountRows(aws);
        this.sessions = new Sessions(aws);
        this.audit = new AuditLog(aws);
        this.nonceAlone = aws.env().flag("NONCE_SIGN_IN");
        this.tokenSeconds = aws.env().number("WALLET_TOKEN_SECONDS");
    }

    /**
     * Signs in.
     *
     * @param message of EIP-4361; null where the nonce alone was signed
     * @throws Refusal 400 for what cannot be read, 401 for what does not hold
     */
    SignedIn signIn(@Nullable String addressText, @Nullable String signatureText, @Nullable String message, Call call) {
        EthereumAddress address = address(addressText);
        if (signatureText == null || !SIGNATURE.matcher(signatureText).matches()) {
            throw invalidSignature();
        }
        byte[] signature = HexFormat.of().parseHex(signatureText.substring(2));
        long now = call.epochSecond();
        try {
            String nonce =
                    message == null ? signedNonce(address, signature, now) : nonceOf(message, address, signature, call);
            if (!nonces.take(nonce, address.text(), now)) {
                throw noNonce();
            }
        } catch (Refusal refusal) {
            // Addresses are free: a log for each that is made up would be anybody's to fill.
            String account = accounts.known(address.text()) ? address.text() : AccountRows.NOBODY;
            audit.write(
                    call,
                    AuditEvent.ofAccount(account, "session.opened", address.text())
                            .by(AccountRows.NOBODY)
                            .refused(refusal.code()));
            throw refusal;
        }
        accounts.seen(address.text(), "wallet", now);
        return sessions.open(Opening.of(address.text(), How.WALLET).lasting(tokenSeconds), call);
    }

    private String nonceOf(String text, EthereumAddress address, byte[] signature, Call call) {
        SiweMessage message = rules.check(text, address, call);
        byte[] hash = PersonalMessage.hash(text);
        if (byKey(address, hash, signature)) {
            return message.nonce();
        }
        // No contract is asked about what could not sign in anyway: asking costs, and its node may be down.
        if (!nonces.isOpen(message.nonce(), address.text(), call.epochSecond())) {
            throw noNonce();
        }
        if (!contracts.signed(address, hash, signature, message.chainId())) {
            throw invalidSignature();
        }
        return message.nonce();
    }

    private String signedNonce(EthereumAddress address, byte[] signature, long now) {
        if (!nonceAlone) {
            throw new Refusal(400, "MESSAGE_REQUIRED", "Sign a message of EIP-4361, and send it as 'message'")
                    .with("field", "message");
        }
        List<String> open = nonces.open(address.text(), now);
        if (open.isEmpty()) {
            throw noNonce();
        }
        return open.stream()
                .filter(nonce -> byKey(address, PersonalMessage.hash(nonce), signature))
                .findFirst()
                .or(() -> open.stream()
                        .limit(ASKED_OF_CONTRACTS)
                        .filter(nonce -> nonces.isOpen(nonce, address.text(), now))
                        .filter(nonce -> contracts.signed(
                                address, PersonalMessage.hash(nonce), signature, ContractWallets.ANY_CHAIN))
                        .findFirst())
                .orElseThrow(WalletSignIn::invalidSignature);
    }

    private static boolean byKey(EthereumAddress address, byte[] hash, byte[] signature) {
        Optional<byte[]> signer = Secp256k1.recover(hash, signature);
        return signer.map(EthereumAddress::ofKey).filter(address::equals).isPresent();
    }

    /** The address of a request. @throws Refusal 400 when it is none */
    static EthereumAddress address(@Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(EthereumAddress::parse)
                .orElseThrow(
                        () -> new Refusal(400, "INVALID_FIELD", "Field 'address' must be 0x and 40 hexadecimal digits")
                                .with("field", "address"));
    }

    private static Refusal invalidSignature() {
        return new Refusal(401, "INVALID_SIGNATURE", "The signature is not one of this address over an open nonce");
    }

    private static Refusal noNonce() {
        return new Refusal(401, "NONCE_NOT_FOUND", "Nonce not found: it was used, or is too old; ask for another");
    }
}
