package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Secrets;
import io.lotabots.aws.Table;
import io.lotabots.crypto.Seal;
import io.lotabots.evidence.Tier;
import io.lotabots.platform.RandomBytes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets that are released to attested guests alone. They lie in the table under AES-256-GCM with a key that only this
 * service derives, each bound to its path and its terms: a row that is copied to another path does not open.
 */
final class Vault {
    static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Longest secret in bytes. */
    static final int MOST_BYTES = 16 * 1024;

    private static final String PURPOSE = "lotabots vault 1";

    private final Table resources;
    private final Secrets secrets;

    Vault(Aws aws) {
        this.resources = aws.table("RESOURCES");
        this.secrets = aws.secrets();
    }

    /**
     * @param path repository, type and tag
     * @param policy the profile under which a guest must have been appraised
     * @param warning whether a guest that came out as {@code warning} gets it too
     * @param format the format of evidence that speaks for the key; empty for any of a confidential guest
     */
    record Terms(String path, String policy, boolean warning, String format) {
        /** Formats whose evidence says that a key lies in memory which nobody else reads. */
        private static final Set<String> GUESTS = Set.of("sev-snp", "dcap", "az-cvm-vtpm", "arm-cca", "aws-nitro");

        String owner() {
            return path + "\n" + policy + "\n" + warning + "\n" + format;
        }

        /** Whether evidence of a format that came to a status is what the secret is for. */
        boolean hold(String of, String status) {
            boolean right = format.isEmpty() ? GUESTS.contains(of) : format.equals(of);
            return right && isEnough(status);
        }

        boolean isEnough(String status) {
            return status.equals(Tier.AFFIRMING.label()) || warning && status.equals(Tier.WARNING.label());
        }
    }

    /** A secret with the terms of its release. */
    record Resource(Terms terms, byte[] content) {}

    static String path(String repository, String type, String tag) {
        return Fields.word("repository", repository, SEGMENT) + "/" + Fields.word("type", type, SEGMENT) + "/"
                + Fields.word("tag", tag, SEGMENT);
    }

    void put(Resource resource, long now) {
        byte[] sealed = seal().close(resource.content, RandomBytes.of(Seal.NONCE_BYTES), resource.terms.owner());
        resources.put(Item.of("resource", resource.terms.path()).toBuilder()
                .with("policy", resource.terms.policy())
                .with("warning", resource.terms.warning() ? 1 : 0)
                .with("format", resource.terms.format())
                .with("sealed", sealed)
                .with("put_at", now)
                .build());
    }

    Optional<Resource> find(String path) {
        return resources.get(Item.of("resource", path)).map(row -> {
            Terms terms = new Terms(path, row.text("policy"), row.number("warning") == 1, row.text("format"));
            return new Resource(terms, seal().open(row.bytes("sealed"), terms.owner()));
        });
    }

    private Seal seal() {
        return Seal.of(secrets.bytes("VAULT_KEY"), PURPOSE);
    }
}
