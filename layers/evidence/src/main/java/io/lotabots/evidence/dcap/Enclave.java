package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;

/**
 * The report of an SGX enclave, 384 bytes (REPORTBODY of the Intel SDM, volume 3D): the subject of an SGX quote, and in
 * every quote the quoting enclave itself.
 *
 * @param cpuSvn 16 bytes
 * @param miscSelect 4 bytes as they stand
 * @param attributes 16 bytes: flags and XFRM
 */
record Enclave(
        byte[] cpuSvn,
        byte[] miscSelect,
        byte[] attributes,
        byte[] mrEnclave,
        byte[] mrSigner,
        int productId,
        int svn,
        byte[] reportData)
        implements Body {
    static final int BYTES = 384;

    private static final int DEBUG = 2;

    static Enclave read(byte[] bytes) throws EvidenceRefused {
        Reader in = new Reader("SGX report", bytes);
        byte[] cpuSvn = in.bytes("CPUSVN", 16);
        byte[] miscSelect = in.bytes("MISCSELECT", 4);
        in.skip("reserved", 28);
        byte[] attributes = in.bytes("attributes", 16);
        byte[] mrEnclave = in.bytes("MRENCLAVE", 32);
        in.skip("reserved", 32);
        byte[] mrSigner = in.bytes("MRSIGNER", 32);
        in.skip("reserved", 96);
        int productId = in.u16le("ISVPRODID");
        int svn = in.u16le("ISVSVN");
        in.skip("reserved", 60);
        byte[] reportData = in.bytes("report data", 64);
        in.end();
        return new Enclave(cpuSvn, miscSelect, attributes, mrEnclave, mrSigner, productId, svn, reportData);
    }

    @Override
    public String kind() {
        return "SGX";
    }

    @Override
    public boolean isDebug() {
        return (attributes[0] & DEBUG) != 0;
    }
}
