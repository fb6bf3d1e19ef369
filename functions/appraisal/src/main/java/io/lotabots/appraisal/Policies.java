package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Kept;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Policies and their versions: a version is written once and never changes; which one is active is a row of its own that
 * holds a copy, so that a verification reads one row.
 */
final class Policies {
    /** A version that an operator activates is in force everywhere within so many seconds. */
    static final long KEPT_SECONDS = 30;

    private static final String ACTIVE = "active";
    private static final int MOST_KEPT = 64;
    private static final int TRIES = 8;
    private static final long MOST_VERSION = 99_999_999;

    private final Table policies;
    private final PolicyText text;
    private final Kept<String, Optional<PolicyDocument>> active = new Kept<>(MOST_KEPT, KEPT_SECONDS);

    Policies(Aws aws, PolicyText text) {
        this.policies = aws.table("POLICIES");
        this.text = text;
    }

    /** The policy in force under a name. @throws Refusal 404 when no version of it was activated */
    PolicyDocument active(String name, long now) {
        if (name.equals(PolicyDocument.STRICT.name())) {
            return PolicyDocument.STRICT;
        }
        return active.get(name, now, this::read).orElseThrow(() -> unknown(name));
    }

    /** The policy in force under a name, the strict one where there is none. */
    PolicyDocument activeOrStrict(String name, long now) {
        return active.get(name, now, this::read).orElse(PolicyDocument.STRICT);
    }

    private Optional<PolicyDocument> read(String name) {
        return policies.getEventually(key(name, ACTIVE))
                .map(row -> text.read(name, row.number("active"), row.text("document")));
    }

    /** One version. @throws Refusal 404 when there is none */
    PolicyDocument version(String name, long version) {
        return policies.get(key(name, shown(version)))
                .map(row -> text.read(name, version, row.text("document")))
                .orElseThrow(() -> unknown(name));
    }

    /** Adds a version. @return its number */
    long add(String name, String document, String note, long now) {
        for (int tried = 0; tried < TRIES; tried++) {
            long version = latest(name) + 1;
            Written written = policies.put(
                    key(name, shown(version)).toBuilder()
                            .with("document", document)
                            .with("note", note)
                            .with("added_at", now)
                            .build(),
                    Expression.of("attribute_not_exists(#policy)"));
            if (written.done()) {
                return version;
            }
        }
        throw new Refusal(409, "POLICY_CHANGED", "Others add versions of this policy right now; try again");
    }

    /** Puts a version in force. @throws Refusal 404 when there is none */
    void activate(String name, long version, long now) {
        Item row = policies.get(key(name, shown(version))).orElseThrow(() -> unknown(name));
        policies.put(key(name, ACTIVE).toBuilder()
                .with("document", row.text("document"))
                .with("active", version)
                .with("activated_at", now)
                .build());
    }

    /** The newest versions of a policy and the row of the active one, newest first. */
    List<Item> rows(String name, int most) {
        return policies.queryNewest("policy", name, most);
    }

    private long latest(String name) {
        return policies.queryNewest("policy", name, 2).stream()
                .filter(row -> !row.text("version").equals(ACTIVE))
                .mapToLong(row -> Long.parseLong(row.text("version")))
                .max()
                .orElse(0);
    }

    private static Item key(String name, String version) {
        return Item.of("policy", name).with("version", version);
    }

    /** The number of a version. @throws Refusal 400 when it is none */
    static long number(@Nullable Long version) {
        if (version == null || version < 1 || version > MOST_VERSION) {
            throw Fields.invalid("version", "must be a whole number from 1");
        }
        return version;
    }

    private static String shown(long version) {
        return "%08d".formatted(version);
    }

    private static Refusal unknown(String name) {
        return new Refusal(404, "NO_POLICY", "No version of the policy " + Fields.shown(name) + " is in force");
    }
}
