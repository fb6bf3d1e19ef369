package io.lotabots.credentials;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A store of passkeys as the WebAuthn library asks for it; an account's name is its user handle too. */
record StoredCredentials(PasskeyStore store) implements CredentialRepository {
    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String account) {
        return store.of(account).stream()
                .map(Passkey::registered)
                .map(known -> PublicKeyCredentialDescriptor.builder()
                        .id(known.getCredentialId())
                        .build())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String account) {
        return Optional.of(Passkeys.handle(account));
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray handle) {
        return Optional.of(new String(handle.getBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray id, ByteArray handle) {
        return store.find(id.getBase64Url())
                .map(Passkey::registered)
                .filter(known -> known.getUserHandle().equals(handle));
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray id) {
        return store.find(id.getBase64Url()).map(Passkey::registered).stream().collect(Collectors.toUnmodifiableSet());
    }
}
