package io.lotabots.local;

import io.lotabots.local.aws.AwsPort;
import io.lotabots.local.aws.Principal;
import io.lotabots.local.aws.Provision;
import io.lotabots.local.aws.SecretsStore;
import io.lotabots.local.child.Children;
import io.lotabots.local.child.Reason;
import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.schedule.VirtualClock;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The AWS services that functions use: the AWS port in front of DynamoDB Local, S3Proxy and the secrets. An assembly
 * without tables, buckets and secrets has none, and starts no child process.
 */
final class Backing implements AutoCloseable {
    private static final Set<String> STORED =
            Set.of("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret");

    /** The variables by which functions find the secrets that hold the keys of this machine's operator. */
    private static final String ADMIN_KEY = "SECRET_ADMIN_KEY";

    private static final String ADMIN_READ_KEY = "SECRET_ADMIN_READ_KEY";

    private static final System.Logger LOG = System.getLogger(Backing.class.getName());

    private final Assembly assembly;
    private final Optional<Running> running;

    private record Running(Children children, SecretsStore secrets, AwsPort port, VirtualClock clock) {}

    private Backing(Assembly assembly, Optional<Running> running) {
        this.assembly = assembly;
        this.running = running;
    }

    /** Starts what {@code assembly} needs. */
    static Backing start(Assembly assembly, Options options, VirtualClock clock) {
        if (assembly.resources().stream().noneMatch(r -> STORED.contains(r.type()))) {
            return new Backing(assembly, Optional.empty());
        }
        Path folder = options.data().resolve("store");
        SecretsStore secrets;
        try {
            secrets = options.memory() ? SecretsStore.inMemory() : SecretsStore.in(folder.resolve("secrets.json"));
        } catch (IOException e) {
            throw new StartException("the secrets in " + folder + " cannot be read: " + Reason.of(e), e);
        }
        Children children = Children.start(new Children.Settings(
                Repository.dynamoDbClassPath(),
                Repository.s3ClassPath(),
                folder,
                options.memory(),
                line -> LOG.log(System.Logger.Level.ERROR, line)));
        AwsPort port = AwsPort.start(new AwsPort.Settings(
                children.dynamoDb(),
                children.s3(),
                assembly.region().name(),
                assembly.region().account(),
                secrets,
                clock));
        return new Backing(assembly, Optional.of(new Running(children, secrets, port, clock)));
    }

    Optional<AwsPort> port() {
        return running.map(Running::port);
    }

    /** {@code function} with the runtime's variables, and credentials that stand for the policies of its role. */
    FunctionDefinition environment(FunctionDefinition function) {
        Map<String, String> environment = new LinkedHashMap<>(
                function.runtimeEnvironment(assembly.region().name()));
        running.ifPresent(r -> {
            Principal principal = new Principal(
                    function.name(),
                    "ASIA" + random(8),
                    random(20),
                    random(32),
                    new Roles(assembly).policies(function.role()));
            r.port().register(principal);
            environment.put("AWS_ACCESS_KEY_ID", principal.accessKeyId());
            environment.put("AWS_SECRET_ACCESS_KEY", principal.secretAccessKey());
            environment.put("AWS_SESSION_TOKEN", principal.sessionToken());
            for (String service : List.of("DYNAMODB", "S3", "SECRETS_MANAGER", "EVENTBRIDGE")) {
                environment.put("AWS_ENDPOINT_URL_" + service, r.port().uri().toString());
            }
        });
        return function.withEnvironment(environment);
    }

    /** Makes the tables, buckets and secrets that are not there yet; the admin keys are those of this machine. */
    void provision(List<FunctionDefinition> functions, Options options) {
        running.ifPresent(r -> {
            Map<String, String> keys = Map.of(
                    ADMIN_KEY,
                    options.adminKeyFile()
                            .map(AdminKey::read)
                            .orElseGet(
                                    () -> AdminKey.readOrCreate(options.data().resolve(AdminKey.FILE))),
                    ADMIN_READ_KEY,
                    AdminKey.readOrCreate(options.data().resolve(AdminKey.READ_FILE)));
            for (Resource secret : assembly.ofType("AWS::SecretsManager::Secret")) {
                String name = secret.text("Name");
                String arn = SecretsStore.arn(
                        assembly.region().name(), assembly.region().account(), name);
                keys.forEach((variable, key) -> {
                    if (functions.stream()
                            .anyMatch(f -> arn.equals(f.environment().get(variable)))) {
                        r.secrets().putText(name, arn, key, r.clock().millis());
                    }
                });
            }
            Provision.apply(assembly.resources(), r.port());
        });
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().withUpperCase().formatHex(random);
    }

    @Override
    public void close() {
        running.ifPresent(r -> {
            r.port().close();
            r.children().close();
        });
    }
}
