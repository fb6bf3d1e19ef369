package io.lotabots.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.cdk.model.Table;
import io.lotabots.cdk.services.Attestation;
import io.lotabots.cdk.services.Wallets;
import io.lotabots.local.aws.AwsPort;
import io.lotabots.local.aws.Principal;
import io.lotabots.local.aws.Provision;
import io.lotabots.local.aws.SecretsStore;
import io.lotabots.local.child.Children;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Resource;
import io.lotabots.platform.Env;
import io.lotabots.settlement.Frozen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The ledger's tables in DynamoDB Local, behind the port that can inject faults; empty ones for whoever asks. */
final class LedgerTables {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "123456789012";
    private static final List<Table> TABLES = List.of(
            Wallets.EPOCHS,
            Wallets.PAGES,
            Wallets.WALLETS,
            Wallets.SLOTS,
            Wallets.TRANSFERS,
            Wallets.DUE,
            Wallets.JOURNAL,
            Wallets.ACTIVITY,
            Attestation.ENROLMENTS,
            Attestation.MINERS);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Shared {
        static final AwsPort PORT = start();

        private static AwsPort start() {
            try {
                Path root = root();
                Children children = Children.start(new Children.Settings(
                        root.resolve("local/dynamodb/target/classpath.txt"),
                        root.resolve("local/s3/target/classpath.txt"),
                        Files.createTempDirectory("lotabots-ledger"),
                        true,
                        _ -> {}));
                AwsPort port = AwsPort.start(new AwsPort.Settings(
                        children.dynamoDb(),
                        children.s3(),
                        REGION,
                        ACCOUNT,
                        SecretsStore.inMemory(),
                        VirtualClock.system()));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    port.close();
                    children.close();
                }));
                port.register(
                        new Principal("ledger", "AKIALEDGER", "a secret of this test alone", "", List.of(json("""
                        {"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"""))));
                return port;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Map<String, String> environment;

    private LedgerTables(Map<String, String> environment) {
        this.environment = environment;
    }

    static AwsPort port() {
        return Shared.PORT;
    }

    /** Empty tables, of a stage that confirms after so many seconds. */
    static LedgerTables fresh(long confirmationSeconds) {
        String prefix = "ledger-" + NUMBER.incrementAndGet() + "-";
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION",
                REGION,
                "AWS_ACCESS_KEY_ID",
                "AKIALEDGER",
                "AWS_SECRET_ACCESS_KEY",
                "a secret of this test alone",
                "AWS_ENDPOINT_URL_DYNAMODB",
                port().uri().toString(),
                "AWS_ENDPOINT_URL_S3",
                port().uri().toString(),
                "CONFIRMATION_SECONDS",
                Long.toString(confirmationSeconds)));
        List<Resource> resources = new ArrayList<>();
        for (Table table : TABLES) {
            String name = prefix + table.name();
            environment.put("TABLE_" + table.name().toUpperCase(Locale.ROOT), name);
            resources.add(new Resource("Test", table.name(), "AWS::DynamoDB::Table", schema(name, table)));
        }
        String bucket = prefix + "archive";
        environment.put("BUCKET_ARCHIVE", bucket);
        resources.add(new Resource(
                "Test", "archive", "AWS::S3::Bucket", JSON.createObjectNode().put("BucketName", bucket)));
        Provision.apply(resources, port());
        return new LedgerTables(environment);
    }

    Aws aws() {
        return Aws.of(Env.of(environment));
    }

    String table(Table table) {
        return environment.getOrDefault("TABLE_" + table.name().toUpperCase(Locale.ROOT), "");
    }

    /** Enrols as attestation does. */
    void enrol(long epoch, String miner, long weight) {
        aws().table("ENROLMENTS")
                .put(Item.of("epoch_shard", epoch + "#" + Frozen.shardOf(miner, 64))
                        .with("miner", miner)
                        .with("weight", weight));
    }

    private static JsonNode schema(String name, Table table) {
        String attributes = attribute(table.partitionKey());
        String keys = key(table.partitionKey(), "HASH");
        if (table.sortKey().isPresent()) {
            attributes += "," + attribute(table.sortKey().get());
            keys += "," + key(table.sortKey().get(), "RANGE");
        }
        return json("""
                {"TableName":"%s","AttributeDefinitions":[%s],"KeySchema":[%s]}""".formatted(name, attributes, keys));
    }

    private static String attribute(String name) {
        return "{\"AttributeName\":\"" + name + "\",\"AttributeType\":\"S\"}";
    }

    private static String key(String name, String type) {
        return "{\"AttributeName\":\"" + name + "\",\"KeyType\":\"" + type + "\"}";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("layers/platform/pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("not inside the repository");
    }
}
