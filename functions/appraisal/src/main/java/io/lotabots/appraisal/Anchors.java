package io.lotabots.appraisal;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.platform.Kept;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The roots in which evidence may end: those of the vendors, which stand in the code, and those that an operator added where
 * the stage allows it ({@code OPERATOR_ANCHORS}), as for software TPMs and for tests. Production allows none.
 */
final class Anchors {
    /** Most roots that operators add. */
    static final int MOST = 50;

    private static final String LIST = "anchors";
    private static final long KEPT_SECONDS = 30;

    private final Table anchors;
    private final boolean allowed;
    private final TrustAnchors pinned = TrustAnchors.pinned();
    private final Kept<String, TrustAnchors> kept = new Kept<>(1, KEPT_SECONDS);

    Anchors(Aws aws) {
        this.anchors = aws.table("ANCHORS");
        this.allowed = aws.env().flag("OPERATOR_ANCHORS");
    }

    boolean allowed() {
        return allowed;
    }

    /** Every root that is trusted at a time. */
    TrustAnchors trusted(long now) {
        return allowed ? kept.get(LIST, now, _ -> pinned.with(added())) : pinned;
    }

    /** @throws EvidenceRefused when the certificate cannot be read */
    void add(String name, String group, byte[] certificate, long now) throws EvidenceRefused {
        X509Certificate root = Certificates.der(certificate);
        anchors.put(Item.of("list", LIST).toBuilder()
                .with("anchor", name)
                .with("group", group)
                .with("certificate", certificate)
                .with("subject", root.getSubjectX500Principal().getName())
                .with("added_at", now)
                .build());
    }

    private List<TrustAnchors.Anchor> added() {
        List<TrustAnchors.Anchor> added = new ArrayList<>();
        for (Item row : anchors.queryEventually("list", LIST, MOST)) {
            try {
                added.add(TrustAnchors.Anchor.of(
                        row.text("group"), row.text("anchor"), Certificates.der(row.bytes("certificate"))));
            } catch (EvidenceRefused broken) {
                throw new IllegalStateException("the anchor " + row.text("anchor") + " cannot be read", broken);
            }
        }
        return added;
    }
}
