package io.lotabots.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PasskeysTest {
    private static final String PAGE = "https://app.example.org";
    private static final String ANN = "usr_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private final List<Passkey> kept = new ArrayList<>();
    private final Passkeys passkeys = new Passkeys("example.org", "LotaBots", Set.of(PAGE), new PasskeyStore() {
        @Override
        public List<Passkey> of(String account) {
            return kept.stream().filter(key -> key.account().equals(account)).toList();
        }

        @Override
        public Optional<Passkey> find(String id) {
            return kept.stream().filter(key -> key.id().equals(id)).findFirst();
        }
    });
    private final SoftAuthenticator phone = new SoftAuthenticator(PAGE);

    private void registered() throws PasskeyRefused {
        Passkeys.Begun begun = passkeys.beginRegistration(ANN, "ann");
        kept.add(passkeys.finishRegistration(ANN, begun.kept(), phone.register(begun.options())));
    }

    @Test
    void a_registered_passkey_signs_its_account_in() throws Exception {
        registered();
        Passkeys.Begun begun = passkeys.beginSignIn();
        Passkey used = passkeys.finishSignIn(begun.kept(), phone.counting(1).signIn(begun.options()));
        assertThat(used.account()).isEqualTo(ANN);
        assertThat(used.signCount()).isEqualTo(1);
        assertThat(used.backupEligible()).isTrue();
    }

    @Test
    void the_browser_is_asked_for_a_key_that_it_finds_by_itself_and_that_verifies_its_user() {
        assertThat(passkeys.beginRegistration(ANN, "ann").options())
                .contains("\"residentKey\":\"required\"", "\"userVerification\":\"required\"")
                .contains("\"attestation\":\"none\"");
        assertThat(passkeys.beginSignIn().options()).contains("\"userVerification\":\"required\"");
    }

    @Test
    void an_answer_to_another_challenge_is_refused() throws Exception {
        registered();
        String answer = phone.signIn(passkeys.beginSignIn().options());
        Passkeys.Begun other = passkeys.beginSignIn();
        assertThatThrownBy(() -> passkeys.finishSignIn(other.kept(), answer)).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void another_page_is_refused() throws Exception {
        registered();
        Passkeys.Begun begun = passkeys.beginSignIn();
        String answer = phone.at("https://app.example.net").signIn(begun.options());
        assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer)).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void a_user_who_was_not_verified_is_refused() throws Exception {
        registered();
        Passkeys.Begun begun = passkeys.beginSignIn();
        String answer = phone.verifyingUser(false).signIn(begun.options());
        assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer)).isInstanceOf(PasskeyRefused.class);
        Passkeys.Begun registration = passkeys.beginRegistration(ANN, "ann");
        String made = new SoftAuthenticator(PAGE).verifyingUser(false).register(registration.options());
        assertThatThrownBy(() -> passkeys.finishRegistration(ANN, registration.kept(), made))
                .isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void a_passkey_of_another_account_does_not_sign_in() throws Exception {
        registered();
        Passkeys.Begun begun = passkeys.beginSignIn();
        String answer = phone.withUserHandle("usr_bbbbbbbbbbbbbbbbbbbbbbbbbb").signIn(begun.options());
        assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer)).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void a_copy_that_counts_less_is_refused() throws Exception {
        registered();
        kept.replaceAll(key -> new Passkey(key.id(), key.account(), key.publicKey(), 7, true, false));
        Passkeys.Begun begun = passkeys.beginSignIn();
        String answer = phone.counting(7).signIn(begun.options());
        assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer)).isInstanceOf(PasskeyRefused.class);
        assertThat(passkeys.finishSignIn(begun.kept(), phone.counting(8).signIn(begun.options()))
                        .signCount())
                .isEqualTo(8);
    }

    @Test
    void a_passkey_that_is_not_known_any_more_is_refused() throws Exception {
        registered();
        kept.clear();
        Passkeys.Begun begun = passkeys.beginSignIn();
        String answer = phone.signIn(begun.options());
        assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer)).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void what_is_no_answer_is_refused_and_nothing_else() {
        Passkeys.Begun begun = passkeys.beginSignIn();
        for (String answer :
                new String[] {"", "null", "[]", "{}", "{\"id\":1}", "{\"id\":\"!\",\"type\":\"public-key\"}"}) {
            assertThatThrownBy(() -> passkeys.finishSignIn(begun.kept(), answer))
                    .as(answer)
                    .isInstanceOf(PasskeyRefused.class);
            assertThatThrownBy(() -> passkeys.finishRegistration(
                            ANN, passkeys.beginRegistration(ANN, "a").kept(), answer))
                    .as(answer)
                    .isInstanceOf(PasskeyRefused.class);
        }
    }
}
