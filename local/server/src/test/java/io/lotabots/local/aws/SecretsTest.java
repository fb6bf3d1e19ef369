package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Secrets Manager through the real SDK. */
class SecretsTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String TOKEN_1 = "11111111-1111-1111-1111-111111111111";
    private static final String TOKEN_2 = "22222222-2222-2222-2222-222222222222";
    private static final String TOKEN_3 = "33333333-3333-3333-3333-333333333333";

    private final SecretsManagerClient client = MACHINE.secretsManager("admin");

    @Test
    void a_secret_is_found_by_name_by_arn_and_by_partial_arn() {
        String arn = client.createSecret(r -> r.name("found/me").secretString("value"))
                .arn();
        assertThat(arn)
                .matches("arn:aws:secretsmanager:us-east-1:123456789012:secret:found/me-[0-9a-zA-Z]{6}")
                .isEqualTo(SecretsStore.arn("us-east-1", "123456789012", "found/me"));
        for (String id : new String[] {"found/me", arn, arn.substring(0, arn.length() - 7)}) {
            assertThat(client.getSecretValue(r -> r.secretId(id)).secretString())
                    .isEqualTo("value");
        }
    }

    @Test
    void bytes_read_back() {
        client.createSecret(r -> r.name("bytes").secretBinary(SdkBytes.fromByteArray(new byte[] {0, -1})));
        assertThat(client.getSecretValue(r -> r.secretId("bytes"))
                        .secretBinary()
                        .asByteArray())
                .containsExactly(0, -1);
    }

    @Test
    void a_new_value_becomes_current_and_the_old_one_previous() {
        client.createSecret(r -> r.name("stages").secretString("one").clientRequestToken(TOKEN_1));
        client.putSecretValue(r -> r.secretId("stages").secretString("two").clientRequestToken(TOKEN_2));
        assertThat(client.getSecretValue(r -> r.secretId("stages")).secretString())
                .isEqualTo("two");
        assertThat(client.getSecretValue(r -> r.secretId("stages").versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("one");
        assertThat(client.getSecretValue(r -> r.secretId("stages").versionId(TOKEN_1))
                        .versionStages())
                .containsExactly("AWSPREVIOUS");
        client.putSecretValue(r -> r.secretId("stages").secretString("three").clientRequestToken(TOKEN_3));
        assertThat(client.describeSecret(r -> r.secretId("stages")).versionIdsToStages())
                .containsOnlyKeys(TOKEN_2, TOKEN_3);
        assertThat(client.listSecretVersionIds(r -> r.secretId("stages").includeDeprecated(true))
                        .versions())
                .hasSize(3);
    }

    @Test
    void a_rotation_moves_pending_to_current() {
        client.createSecret(r -> r.name("rotated").secretString("old").clientRequestToken(TOKEN_1));
        client.putSecretValue(r -> r.secretId("rotated")
                .secretString("new")
                .clientRequestToken(TOKEN_2)
                .versionStages("AWSPENDING"));
        assertThat(client.getSecretValue(r -> r.secretId("rotated")).secretString())
                .isEqualTo("old");
        assertThatThrownBy(() -> client.updateSecretVersionStage(
                        r -> r.secretId("rotated").versionStage("AWSCURRENT").moveToVersionId(TOKEN_2)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("RemoveFromVersionId");
        client.updateSecretVersionStage(r -> r.secretId("rotated")
                .versionStage("AWSCURRENT")
                .moveToVersionId(TOKEN_2)
                .removeFromVersionId(TOKEN_1));
        assertThat(client.getSecretValue(r -> r.secretId("rotated")).secretString())
                .isEqualTo("new");
        assertThat(client.getSecretValue(r -> r.secretId("rotated").versionStage("AWSPREVIOUS"))
                        .versionId())
                .isEqualTo(TOKEN_1);
    }

    @Test
    void the_same_token_and_value_is_the_same_request() {
        client.createSecret(r -> r.name("again").secretString("v").clientRequestToken(TOKEN_1));
        client.createSecret(r -> r.name("again").secretString("v").clientRequestToken(TOKEN_1));
        client.putSecretValue(r -> r.secretId("again").secretString("v").clientRequestToken(TOKEN_1));
        assertThatThrownBy(() -> client.putSecretValue(
                        r -> r.secretId("again").secretString("w").clientRequestToken(TOKEN_1)))
                .isInstanceOf(ResourceExistsException.class);
        assertThatThrownBy(() -> client.createSecret(r -> r.name("again").secretString("w")))
                .isInstanceOf(ResourceExistsException.class);
    }

    @Test
    void a_deleted_secret_gives_nothing_and_goes_with_its_window() {
        client.createSecret(r -> r.name("gone").secretString("v"));
        client.deleteSecret(r -> r.secretId("gone").recoveryWindowInDays(7L));
        assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("gone")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("marked for deletion");
        assertThat(client.describeSecret(r -> r.secretId("gone")).deletedDate()).isNotNull();
        try (Machine.Moved moved = new Machine.Moved(MACHINE, Duration.ofDays(8))) {
            assertThatThrownBy(() -> client.describeSecret(r -> r.secretId("gone")))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(moved.step()).isPositive();
        }
    }

    @Test
    void errors_are_those_of_the_service() {
        assertThatThrownBy(() -> client.getSecretValue(r -> r.secretId("absent")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Secrets Manager can't find the specified secret.");
        client.createSecret(r -> r.name("unstaged").secretString("v"));
        assertThatThrownBy(
                        () -> client.getSecretValue(r -> r.secretId("unstaged").versionStage("AWSPENDING")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("value for staging label: AWSPENDING");
        assertThatThrownBy(() -> client.createSecret(r -> r.name("a b").secretString("v")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> client.createSecret(r -> r.name("long").secretString("x".repeat(65_537))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("at most 65536 bytes, got 65537");
    }

    @Test
    void a_secret_is_read_only_by_those_who_are_granted_it() {
        client.createSecret(r -> r.name("granted").secretString("v"));
        client.createSecret(r -> r.name("withheld").secretString("v"));
        MACHINE.register("confidant", """
                {"Statement":{"Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":"%s"}}""".formatted(SecretsStore.arn(Machine.REGION, Machine.ACCOUNT, "granted")));
        try (SecretsManagerClient confidant = MACHINE.secretsManager("confidant")) {
            assertThat(confidant.getSecretValue(r -> r.secretId("granted")).secretString())
                    .isEqualTo("v");
            assertThatThrownBy(() -> confidant.getSecretValue(r -> r.secretId("withheld")))
                    .isInstanceOfSatisfying(SecretsManagerException.class, e -> {
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                        assertThat(e.getMessage())
                                .contains("assumed-role/confidant/confidant is not authorized to perform:"
                                        + " secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:");
                    });
            assertThatThrownBy(() -> confidant.deleteSecret(r -> r.secretId("granted")))
                    .isInstanceOf(SecretsManagerException.class)
                    .hasMessageContaining("secretsmanager:DeleteSecret");
        }
    }

    @Test
    void stored_secrets_survive_and_only_their_owner_can_read_the_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data/secrets.json");
        SecretsStore store = SecretsStore.in(file);
        store.putText("admin-key", "arn", "one", 1);
        store.putText("admin-key", "arn", "two", 2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        SecretsStore again = SecretsStore.in(file);
        assertThat(again.text("admin-key")).contains("two");
        assertThat(again.find("admin-key")
                        .orElseThrow()
                        .atStage("AWSPREVIOUS")
                        .orElseThrow()
                        .text())
                .isEqualTo("one");
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }
}
