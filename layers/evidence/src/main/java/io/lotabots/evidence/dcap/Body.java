package io.lotabots.evidence.dcap;

/** What a quote is about. */
sealed interface Body permits Enclave, TrustDomain {
    /** As claims name it: {@code SGX}, {@code TDX1.0} or {@code TDX1.5}. */
    String kind();

    /** Whether a debugger may read and write it. */
    boolean isDebug();

    /** The 64 bytes that its own code chose. */
    byte[] reportData();
}
