package io.lotabots.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.StartAssertionOptions;
import com.yubico.webauthn.StartRegistrationOptions;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two ceremonies of Web Authentication Level 3: registering a passkey and signing in with one. Passkeys are
 * discoverable and verify their user by themselves (a finger, a face, a PIN), so that one is two factors. Where the
 * authenticator was made is not asked for. Keeps nothing between the steps of a ceremony: the caller does, once and briefly.
 */
public final class Passkeys {
    /** Milliseconds that a browser gives its user. */
    private static final long TIMEOUT_MILLIS = 300_000;

    private final RelyingParty party;

    /**
     * @param id the domain for which passkeys are made; they work nowhere else
     * @param name of the service, as the authenticator shows it
     * @param origins the pages from which they may be used, such as {@code https://app.example.org}
     */
    public Passkeys(String id, String name, Set<String> origins, PasskeyStore store) {
        this.party = RelyingParty.builder()
                .identity(RelyingPartyIdentity.builder().id(id).name(name).build())
                .credentialRepository(new StoredCredentials(store))
                .origins(origins)
                .attestationConveyancePreference(AttestationConveyancePreference.NONE)
                .validateSignatureCounter(true)
                .build();
    }

    /**
     * A ceremony that was begun.
     *
     * @param kept what {@code finish} needs, to be kept by the server and used once
     * @param options the argument of the browser's {@code navigator.credentials}, as JSON
     */
    public record Begun(String kept, String options) {}

    /** Begins the registration of a passkey for an account. @param name by which its user knows the account */
    public Begun beginRegistration(String account, String name) {
        PublicKeyCredentialCreationOptions options = party.startRegistration(StartRegistrationOptions.builder()
                .user(UserIdentity.builder()
                        .name(account)
                        .displayName(name)
                        .id(handle(account))
                        .build())
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build())
                .timeout(TIMEOUT_MILLIS)
                .build());
        try {
            return new Begun(options.toJson(), options.toCredentialsCreateJson());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("options cannot be written", impossible);
        }
    }

    /** Ends a registration. @throws PasskeyRefused when the answer does not hold, or is not one */
    public Passkey finishRegistration(String account, String kept, String answer) throws PasskeyRefused {
        try {
            RegistrationResult result = party.finishRegistration(FinishRegistrationOptions.builder()
                    .request(PublicKeyCredentialCreationOptions.fromJson(kept))
                    .response(present(PublicKeyCredential.parseRegistrationResponseJson(answer)))
                    .build());
            return new Passkey(
                    result.getKeyId().getId().getBase64Url(),
                    account,
                    result.getPublicKeyCose().getBase64Url(),
                    result.getSignatureCount(),
                    result.isBackupEligible(),
                    result.isBackedUp());
        } catch (RegistrationFailedException | IOException | IllegalArgumentException refused) {
            throw new PasskeyRefused(refused);
        }
    }

    /** Begins a sign-in by whichever passkey the user has. */
    public Begun beginSignIn() {
        AssertionRequest request = party.startAssertion(StartAssertionOptions.builder()
                .userVerification(UserVerificationRequirement.REQUIRED)
                .timeout(TIMEOUT_MILLIS)
                .build());
        try {
            return new Begun(request.toJson(), request.toCredentialsGetJson());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("options cannot be written", impossible);
        }
    }

    /**
     * Ends a sign-in.
     *
     * @return the passkey as it is to be kept from now on: whose it is, and how often it was used
     * @throws PasskeyRefused when the answer does not hold, is not one, or comes from a copy that counts less than the
     *     passkey did before
     */
    public Passkey finishSignIn(String kept, String answer) throws PasskeyRefused {
        try {
            AssertionResult result = party.finishAssertion(FinishAssertionOptions.builder()
                    .request(AssertionRequest.fromJson(kept))
                    .response(present(PublicKeyCredential.parseAssertionResponseJson(answer)))
                    .build());
            return new Passkey(
                    result.getCredential().getCredentialId().getBase64Url(),
                    new String(result.getCredential().getUserHandle().getBytes(), StandardCharsets.UTF_8),
                    result.getCredential().getPublicKeyCose().getBase64Url(),
                    result.getSignatureCount(),
                    result.isBackupEligible(),
                    result.isBackedUp());
        } catch (AssertionFailedException | IOException | IllegalArgumentException refused) {
            throw new PasskeyRefused(refused);
        }
    }

    /** The JSON text {@code null} is no answer either. */
    private static <T> T present(@Nullable T answer) throws IOException {
        if (answer == null) {
            throw new IOException("the answer is null");
        }
        return answer;
    }

    /** What authenticators know an account by: its own random name, which says nothing of the person. */
    static ByteArray handle(String account) {
        return new ByteArray(account.getBytes(StandardCharsets.UTF_8));
    }
}
