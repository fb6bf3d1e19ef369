package io.lotabots.appraisal;

import io.lotabots.aws.AdminKey;
import io.lotabots.aws.Aws;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/anchors}: a root of an operator's own, as a software TPM's, on stages that allow any. */
public final class PostV1Anchors extends Endpoint<PostV1Anchors.Request, PostV1Anchors.Answer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final AdminKey admin;
    private final Anchors anchors;

    public PostV1Anchors() {
        this(Aws.of(Env.ofFunction()));
    }

    PostV1Anchors(Aws aws) {
        super(Request.class, Wire.PROBLEM);
        this.admin = AdminKey.toChange(aws);
        this.anchors = new Anchors(aws);
    }

    /**
     * @param anchor its name
     * @param group which evidence may end in it, as {@code tpm} or {@code amd}
     * @param certificate DER in base64
     */
    public record Request(
            @Nullable String anchor,
            @Nullable String group,
            @Nullable String certificate) {}

    public record Answer(String anchor, String group) {}

    @Override
    protected void admit(Call call) {
        admin.demand(call, 401);
    }

    @Override
    protected Answer answer(Request request, Call call) {
        if (!anchors.allowed()) {
            throw new Refusal(
                    403,
                    "ANCHORS_FIXED",
                    "This stage trusts the vendors' roots alone: its setting operatorAnchors is false");
        }
        String name = Fields.word("anchor", request.anchor(), NAME);
        String group = Fields.word("group", request.group(), NAME);
        byte[] certificate = Fields.bytes("certificate", request.certificate(), Certificates.MOST_BYTES);
        try {
            anchors.add(name, group, certificate, call.epochSecond());
        } catch (EvidenceRefused unreadable) {
            throw Fields.invalid("certificate", "cannot be read: " + unreadable.detail());
        }
        return new Answer(name, group);
    }
}
