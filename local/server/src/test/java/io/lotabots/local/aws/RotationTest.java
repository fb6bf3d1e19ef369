package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Rotation of a secret by a function that the test plays, through the real SDK. */
class RotationTest {
    private static final Machine MACHINE = Machine.shared();

    private final SecretsManagerClient client = MACHINE.secretsManager("admin");
    private final String name = "rotating/" + UUID.randomUUID();
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private volatile String failing = "";

    @BeforeEach
    void rotates() {
        String arn = client.createSecret(r -> r.name(name).secretString("one")).arn();
        MACHINE.port.rotations().add(new SecretRotations.Rule(arn, "arn:function", 30, this::step));
    }

    /** What is gone is not rotated: the machine is other tests' too. */
    @AfterEach
    void forget() {
        client.deleteSecret(r -> r.secretId(name).forceDeleteWithoutRecovery(true));
    }

    /** What a rotation function does. @return false when it is to fail */
    private boolean step(String event) {
        JsonNode asked = Machine.json(event);
        String step = asked.path("Step").asText();
        String secret = asked.path("SecretId").asText();
        String version = asked.path("ClientRequestToken").asText();
        steps.add(step);
        if (step.equals(failing)) {
            return false;
        }
        DescribeSecretResponse described = client.describeSecret(r -> r.secretId(secret));
        assertThat(described.versionIdsToStages().get(version)).contains("AWSPENDING");
        switch (step) {
            case "createSecret" -> {
                assertThatThrownBy(() -> client.getSecretValue(
                                r -> r.secretId(secret).versionId(version).versionStage("AWSPENDING")))
                        .isInstanceOf(ResourceNotFoundException.class);
                client.putSecretValue(r -> r.secretId(secret)
                        .clientRequestToken(version)
                        .secretString("two")
                        .versionStages("AWSPENDING"));
            }
            case "finishSecret" -> {
                String current = described.versionIdsToStages().entrySet().stream()
                        .filter(entry -> entry.getValue().contains("AWSCURRENT"))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
                client.updateSecretVersionStage(r -> r.secretId(secret)
                        .versionStage("AWSCURRENT")
                        .moveToVersionId(version)
                        .removeFromVersionId(current));
            }
            default ->
                assertThat(client.getSecretValue(r -> r.secretId(secret).versionId(version))
                                .secretString())
                        .isEqualTo("two");
        }
        return true;
    }

    private String current() {
        return client.getSecretValue(r -> r.secretId(name)).secretString();
    }

    @Test
    void a_secret_is_rotated_when_its_value_is_as_old_as_the_rule_says() {
        DescribeSecretResponse described = client.describeSecret(r -> r.secretId(name));
        assertThat(described.rotationEnabled()).isTrue();
        assertThat(described.rotationRules().automaticallyAfterDays()).isEqualTo(30);
        MACHINE.clock.advance(Duration.ofDays(29));
        MACHINE.port.rotations().rotateDue();
        assertThat(steps).isEmpty();
        MACHINE.clock.advance(Duration.ofDays(2));
        MACHINE.port.rotations().rotateDue();
        assertThat(steps).containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
        assertThat(current()).isEqualTo("two");
        assertThat(client.getSecretValue(r -> r.secretId(name).versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("one");
        MACHINE.port.rotations().rotateDue();
        assertThat(steps).hasSize(4);
    }

    @Test
    void a_rotation_that_failed_goes_on_with_the_same_version_and_nothing_counts_before_its_end() {
        failing = "testSecret";
        MACHINE.clock.advance(Duration.ofDays(31));
        MACHINE.port.rotations().rotateDue();
        assertThat(steps).containsExactly("createSecret", "setSecret", "testSecret");
        assertThat(current()).isEqualTo("one");
        assertThatThrownBy(() -> client.rotateSecret(r -> r.secretId(name)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("previous rotation isn't complete");
    }

    @Test
    void a_rotation_that_is_asked_for_begins_with_a_version_without_a_value() {
        failing = "createSecret";
        String version = client.rotateSecret(r -> r.secretId(name)).versionId();
        assertThat(client.describeSecret(r -> r.secretId(name))
                        .versionIdsToStages()
                        .get(version))
                .containsExactly("AWSPENDING");
        assertThat(current()).isEqualTo("one");
    }

    @Test
    void a_secret_without_a_rule_is_not_rotated() {
        client.createSecret(r -> r.name(name + "-fixed").secretString("one"));
        assertThatThrownBy(() -> client.rotateSecret(r -> r.secretId(name + "-fixed")))
                .isInstanceOf(InvalidRequestException.class);
    }
}
