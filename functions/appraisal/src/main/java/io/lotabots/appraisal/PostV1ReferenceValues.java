package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Wire;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/reference-values}: what a claim of a format is allowed to be; no values take a row away. */
public final class PostV1ReferenceValues extends Endpoint<PostV1ReferenceValues.Request, PostV1ReferenceValues.Answer> {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}");
    private static final Pattern CLAIM = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[!-~]{1,512}");

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
     */
    public record Request(
            @Nullable String format,
            @Nullable String reference,
            @Nullable String claim,
            @Nullable List<String> values,
            @Nullable String source) {}

    public record Answer(String format, String reference, int values) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        Kind kind = kinds.named(request.format() == null ? "" : request.format());
        String format = kind.name();
        String reference = Fields.word("reference", request.reference(), REFERENCE);
        List<String> values = request.values() == null ? List.of() : request.values();
        if (values.isEmpty()) {
            references.remove(format, reference);
            return new Answer(format, reference, 0);
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
                call.epochSecond()));
        return new Answer(format, reference, values.size());
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
