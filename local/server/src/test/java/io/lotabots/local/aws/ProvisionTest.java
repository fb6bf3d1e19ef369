package io.lotabots.local.aws;

import static io.lotabots.local.aws.Machine.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.template.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class ProvisionTest {
    private static final Machine MACHINE = Machine.shared();
    private static final String TABLE = """
            {"TableName":"%s",
             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"%s","AttributeType":"%s"}],
             "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"%s","KeyType":"RANGE"}],
             "BillingMode":"PAY_PER_REQUEST",
             "TimeToLiveSpecification":{"AttributeName":"expires_at","Enabled":true}}""";

    @Test
    void data_survives_a_restart(@TempDir Path folder) throws IOException {
        String secret;
        try (Machine machine = new Machine(folder, false, SecretsStore.in(folder.resolve("secrets.json")))) {
            everything(machine);
            try (DynamoDbClient tables = machine.dynamoDb("admin");
                    S3Client objects = machine.s3("admin");
                    SecretsManagerClient secrets = machine.secretsManager("admin")) {
                tables.putItem(r -> r.tableName("kept").item(item("a", i -> i.put("row", Machine.s("b")))));
                objects.putObject(r -> r.bucket("kept").key("a/b"), RequestBody.fromString("content"));
                secret = secrets.getSecretValue(r -> r.secretId("kept")).secretString();
            }
        }
        try (Machine machine = new Machine(folder, false, SecretsStore.in(folder.resolve("secrets.json")))) {
            everything(machine);
            try (DynamoDbClient tables = machine.dynamoDb("admin");
                    S3Client objects = machine.s3("admin");
                    SecretsManagerClient secrets = machine.secretsManager("admin")) {
                assertThat(tables.getItem(r -> r.tableName("kept").key(item("a", i -> i.put("row", Machine.s("b")))))
                                .hasItem())
                        .isTrue();
                assertThat(objects.getObjectAsBytes(r -> r.bucket("kept").key("a/b"))
                                .asUtf8String())
                        .isEqualTo("content");
                assertThat(secrets.getSecretValue(r -> r.secretId("kept")).secretString())
                        .isEqualTo(secret);
            }
        }
    }

    private static void everything(Machine machine) {
        machine.provision("AWS::DynamoDB::Table", TABLE.formatted("kept", "row", "S", "row"));
        machine.provision("AWS::S3::Bucket", "{\"BucketName\":\"kept\"}");
        machine.provision(
                "AWS::SecretsManager::Secret", "{\"Name\":\"kept\",\"GenerateSecretString\":{\"PasswordLength\":40}}");
        machine.provision("AWS::CloudWatch::Alarm", "{\"AlarmName\":\"none\"}");
    }

    @Test
    void a_table_has_its_keys_and_expiry() {
        MACHINE.provision("AWS::DynamoDB::GlobalTable", TABLE.formatted("expiring", "row", "N", "row"));
        try (DynamoDbClient client = MACHINE.dynamoDb("admin")) {
            TableDescription table =
                    client.describeTable(r -> r.tableName("expiring")).table();
            assertThat(table.keySchema()).extracting(k -> k.attributeName()).containsExactly("id", "row");
            assertThat(client.describeTimeToLive(r -> r.tableName("expiring"))
                            .timeToLiveDescription()
                            .attributeName())
                    .isEqualTo("expires_at");
        }
    }

    @Test
    void a_changed_key_is_refused_in_one_line() {
        MACHINE.provision("AWS::DynamoDB::Table", TABLE.formatted("rekeyed", "row", "S", "row"));
        MACHINE.provision("AWS::DynamoDB::Table", TABLE.formatted("rekeyed", "row", "S", "row"));
        assertThatThrownBy(
                        () -> MACHINE.provision("AWS::DynamoDB::Table", TABLE.formatted("rekeyed", "row", "N", "row")))
                .isInstanceOf(ProvisionException.class)
                .hasMessage("stack Test: Thing (AWS::DynamoDB::Table): the stored table rekeyed has the key (id HASH S,"
                        + " row RANGE S), the template says (id HASH S, row RANGE N): keep the key, or move the data"
                        + " folder away");
    }

    @Test
    void indexes_come_and_go() {
        String keys = """
                "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]""";
        String plain = """
                {"TableName":"indexed","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],%s}""".formatted(keys);
        String indexed = """
                {"TableName":"indexed",%s,
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"o","AttributeType":"S"}],
                 "GlobalSecondaryIndexes":[{"IndexName":"by-o","KeySchema":[{"AttributeName":"o","KeyType":"HASH"}],
                   "Projection":{"ProjectionType":"KEYS_ONLY"},"ContributorInsightsSpecification":{"Enabled":false}}]}""".formatted(keys);
        try (DynamoDbClient client = MACHINE.dynamoDb("admin")) {
            MACHINE.provision("AWS::DynamoDB::Table", plain);
            MACHINE.provision("AWS::DynamoDB::Table", indexed);
            assertThat(client.describeTable(r -> r.tableName("indexed")).table().globalSecondaryIndexes())
                    .extracting(i -> i.indexName())
                    .containsExactly("by-o");
            MACHINE.provision("AWS::DynamoDB::Table", plain);
            assertThat(client.describeTable(r -> r.tableName("indexed")).table().globalSecondaryIndexes())
                    .isEmpty();
        }
    }

    @Test
    void a_secret_is_generated_as_wished() {
        String plain = draw("{}");
        assertThat(plain)
                .hasSize(32)
                .containsPattern("[a-z]")
                .containsPattern("[A-Z]")
                .containsPattern("[0-9]");
        assertThat(draw("{\"PasswordLength\":64,\"ExcludePunctuation\":true}")).matches("[A-Za-z0-9]{64}");
        assertThat(draw("{\"ExcludeCharacters\":\"aAbB\",\"ExcludeNumbers\":true}"))
                .doesNotContainPattern("[aAbB0-9]");
        assertThat(Machine.json(
                                draw(
                                        "{\"SecretStringTemplate\":\"{\\\"user\\\":\\\"x\\\"}\",\"GenerateStringKey\":\"password\"}"))
                        .path("password")
                        .asText())
                .hasSize(32);
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(draw("{}"));
        }
        assertThat(drawn).hasSize(100);
    }

    @Test
    void an_impossible_wish_is_refused_in_one_line() {
        assertThatThrownBy(() -> draw("{\"PasswordLength\":3}"))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("no password of PasswordLength 3 can be drawn from 4 kinds of characters");
    }

    private static String draw(String wish) {
        ObjectNode properties = Json.MAPPER.createObjectNode();
        return GeneratedSecret.draw(
                new Resource("Test", "Key", "AWS::SecretsManager::Secret", properties), Machine.json(wish));
    }

    @Test
    void a_bucket_without_a_proper_name_is_refused_in_one_line() {
        assertThatThrownBy(() -> MACHINE.provision("AWS::S3::Bucket", "{\"BucketName\":\"../up\"}"))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("a bucket's name has 3 to 63 small letters");
    }
}
