package io.lotabots.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The checkout that this program was built in, beside whose modules the child processes are described. */
public final class Repository {
    private Repository() {}

    /** The class path file of DynamoDB Local. */
    public static Path dynamoDbClassPath() {
        return root().resolve("local/dynamodb/target/classpath.txt");
    }

    /** The class path file of S3Proxy. */
    public static Path s3ClassPath() {
        return root().resolve("local/s3/target/classpath.txt");
    }

    /** The root folder. @throws StartException when this program stands outside a checkout */
    public static Path root() {
        try {
            Path own = Path.of(Repository.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (@Nullable Path folder = own; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("local/dynamodb"))) {
                    return folder;
                }
            }
            throw new StartException(own + " is not within a checkout that holds local/dynamodb");
        } catch (URISyntaxException e) {
            throw new StartException("the place of this program cannot be read", e);
        }
    }
}
