package io.lotabots.credentials;

import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;

/**
 * A registered passkey.
 *
 * @param id as the authenticator chose it, in base64url
 * @param account whose it is
 * @param publicKey COSE_Key in base64url
 * @param signCount as it was last told; 0 for authenticators that do not count
 * @param backupEligible whether the authenticator may copy it to other devices
 * @param backedUp whether it had been copied when it was last used
 */
public record Passkey(
        String id, String account, String publicKey, long signCount, boolean backupEligible, boolean backedUp) {

    RegisteredCredential registered() {
        try {
            return RegisteredCredential.builder()
                    .credentialId(ByteArray.fromBase64Url(id))
                    .userHandle(Passkeys.handle(account))
                    .publicKeyCose(ByteArray.fromBase64Url(publicKey))
                    .signatureCount(signCount)
                    .backupEligible(backupEligible)
                    .backupState(backedUp)
                    .build();
        } catch (com.yubico.webauthn.data.exception.Base64UrlException damaged) {
            throw new IllegalStateException("passkey " + id + " of " + account + " is damaged", damaged);
        }
    }
}
