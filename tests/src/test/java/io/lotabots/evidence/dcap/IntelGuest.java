package io.lotabots.evidence.dcap;

import io.lotabots.evidence.TestPki.Authority;

/** A trust domain or an enclave on a platform whose maker the tests are. */
public final class IntelGuest {
    private final Platform platform;

    private IntelGuest(Platform platform) {
        this.platform = platform;
    }

    public static IntelGuest ofTdx() {
        return new IntelGuest(Platform.ofTdx());
    }

    public static IntelGuest ofSgx() {
        return new IntelGuest(Platform.ofSgx());
    }

    /** What the platform's certificates end in. */
    public Authority root() {
        return platform.root;
    }

    /** A quote over report data, filled up with zeros. */
    public byte[] quote(byte[] reportData) {
        platform.reportData(reportData);
        return platform.quote();
    }
}
