package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/reference-values}: what a claim of a format is allowed to be; no values take a row away. */
public final class PostV1ReferenceValues extends Endpoint<PostV1ReferenceValues.Request, PostV1ReferenceValues.Answer> {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}");
    private static final Pattern CLAIM = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[!-~]{1,512}");

    private static final int MOST_KEY = 1024;

    private final AdminKey admin;
    private final Kinds kinds = AllKinds.kinds();
    private final ReferenceValues references;

    public PostV1ReferenceValues() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1ReferenceValues(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.references = new ReferenceValues(aws);
    }

    /**
     * @param reference the name of what the values belong to, as an image and its release
     * @param claim the setting of the format's policy that they go to, as {@code measurement}
     * @param values at most 100 texts, digests as lower-case hexadecimal digits
     * @param source where they come from, at most 200 characters
     * @param corim in place of claim and values a manifest in base64 ({@link Corim}): each of its claims becomes a row of the
     *     name {@code reference/claim}, and rows of an earlier manifest of the name go
     * @param signer the public key by which the manifest is signed, as SubjectPublicKeyInfo in base64; absent for one that is
     *     not signed
     */
    public record Request(
            @Nullable String format,
            @Nullable String reference,
            @Nullable String claim,
            @Nullable List<String> values,
            @Nullable String source,
            @Nullable String corim,
            @Nullable String signer) {}

    /** @param skipped measurements of a manifest that no setting of the format takes */
    public record Answer(String format, String reference, int values, int skipped) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        Kind kind = kinds.named(request.format() == null ? "" : request.format());
        String format = kind.name();
        String reference = Fields.word("reference", request.reference(), REFERENCE);
        if (request.corim() != null) {
            return imported(kind, reference, request, call.epochSecond());
        }
        List<String> values = request.values() == null ? List.of() : request.values();
        if (values.isEmpty()) {
            references.remove(format, reference);
            return new Answer(format, reference, 0, 0);
        }
        if (values.size() > ReferenceValues.MOST_VALUES) {
            throw Fields.invalid("values", "holds at most " + ReferenceValues.MOST_VALUES + ", got " + values.size());
        }
        String claim = claim(kind, request.claim());
        values.forEach(value -> {
            Fields.word("values", value, VALUE);
            kind.format().settings().problem(claim, value).ifPresent(problem -> {
                throw Fields.invalid("values", problem);
            });
        });
        references.put(new ReferenceValues.Row(
                format,
                reference,
                claim,
                values,
                Fields.text("source", request.source(), 200).orElse(""),
                call.epochSecond(),
                0));
        return new Answer(format, reference, values.size(), 0);
    }

    private Answer imported(Kind kind, String reference, Request request, long now) {
        Corim corim;
        try {
            corim = Corim.read(
                    kind, Fields.bytes("corim", request.corim(), Corim.MOST_BYTES), signer(request.signer()), now);
        } catch (EvidenceRefused refused) {
            throw Fields.invalid("corim", "is not taken: " + refused.detail());
        }
        if (corim.values().isEmpty()) {
            throw Fields.invalid("corim", "holds nothing that " + kind.name() + " compares");
        }
        String source = Fields.text("source", request.source(), 200)
                .orElseGet(() -> shortened(String.join(", ", corim.environments())));
        long until = corim.until() == Long.MAX_VALUE ? 0 : corim.until();
        int values = 0;
        Set<String> left = references.rows(kind.name()).stream()
                .map(ReferenceValues.Row::reference)
                .filter(name -> name.startsWith(reference + "/"))
                .collect(Collectors.toCollection(HashSet::new));
        for (Map.Entry<String, SequencedSet<String>> claim : corim.values().entrySet()) {
            if (claim.getValue().size() > ReferenceValues.MOST_VALUES) {
                throw Fields.invalid(
                        "corim", "has more than " + ReferenceValues.MOST_VALUES + " values of " + claim.getKey());
            }
        }
        for (Map.Entry<String, SequencedSet<String>> claim : corim.values().entrySet()) {
            String name = Fields.word("reference", reference + "/" + claim.getKey(), REFERENCE);
            references.put(new ReferenceValues.Row(
                    kind.name(), name, claim.getKey(), List.copyOf(claim.getValue()), source, now, until));
            left.remove(name);
            values += claim.getValue().size();
        }
        left.forEach(name -> references.remove(kind.name(), name));
        return new Answer(kind.name(), reference, values, corim.skipped());
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= 200 ? plain : plain.substring(0, 200);
    }

    private static @Nullable PublicKey signer(@Nullable String sent) {
        if (sent == null) {
            return null;
        }
        X509EncodedKeySpec key = new X509EncodedKeySpec(Fields.bytes("signer", sent, MOST_KEY));
        try {
            return KeyFactory.getInstance("EC").generatePublic(key);
        } catch (GeneralSecurityException unreadable) {
            throw Fields.invalid("signer", "must be a public key of an elliptic curve, SubjectPublicKeyInfo in base64");
        }
    }

    /** A setting that lists what is allowed: nothing else compares with several values. */
    private static String claim(Kind kind, @Nullable String sent) {
        String claim = Fields.word("claim", sent, CLAIM);
        if (!kind.format().settings().isList(claim)) {
            throw Fields.invalid(
                    "claim", "must be a setting of " + kind.name() + " that lists what is allowed: it is none");
        }
        return claim;
    }
}
