package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of a TDX guest: 584 bytes of TDX 1.0, 648 of TDX 1.5.
 *
 * @param tcbSvn 16 bytes: SVN and version of the TDX module first, then of what it stands on
 * @param seamAttributes 8 bytes
 * @param attributes 8 bytes, little-endian: bit 0 of them is DEBUG
 * @param rtmr four registers of 48 bytes
 * @param later what TDX 1.5 adds
 */
record TrustDomain(
        byte[] tcbSvn,
        byte[] mrSeam,
        byte[] mrSignerSeam,
        byte[] seamAttributes,
        byte[] attributes,
        byte[] xfam,
        byte[] mrTd,
        byte[] mrConfigId,
        byte[] mrOwner,
        byte[] mrOwnerConfig,
        List<byte[]> rtmr,
        byte[] reportData,
        @Nullable Later later)
        implements Body {
    static final int BYTES = 584;
    static final int LATER_BYTES = 648;

    private static final int REGISTER_BYTES = 48;
    /** Bit 28 of the attributes, in their fourth byte. */
    private static final int SEPT_VE_DISABLE = 1 << 4;
    /** Bit 29. */
    private static final int MIGRATABLE = 1 << 5;

    /**
     * @param tcbSvn2 16 bytes: of the module that runs now, which may have been updated since the guest began
     * @param mrServiceTd the services, as migration, bound to the guest
     */
    record Later(byte[] tcbSvn2, byte[] mrServiceTd) {}

    static TrustDomain read(byte[] bytes) throws EvidenceRefused {
        Reader in = new Reader("TD report", bytes);
        byte[] tcbSvn = in.bytes("TEE_TCB_SVN", 16);
        byte[] mrSeam = in.bytes("MRSEAM", REGISTER_BYTES);
        byte[] mrSignerSeam = in.bytes("MRSIGNERSEAM", REGISTER_BYTES);
        byte[] seamAttributes = in.bytes("SEAMATTRIBUTES", 8);
        byte[] attributes = in.bytes("TDATTRIBUTES", 8);
        byte[] xfam = in.bytes("XFAM", 8);
        byte[] mrTd = in.bytes("MRTD", REGISTER_BYTES);
        byte[] mrConfigId = in.bytes("MRCONFIGID", REGISTER_BYTES);
        byte[] mrOwner = in.bytes("MROWNER", REGISTER_BYTES);
        byte[] mrOwnerConfig = in.bytes("MROWNERCONFIG", REGISTER_BYTES);
        List<byte[]> rtmr = List.of(
                in.bytes("RTMR0", REGISTER_BYTES),
                in.bytes("RTMR1", REGISTER_BYTES),
                in.bytes("RTMR2", REGISTER_BYTES),
                in.bytes("RTMR3", REGISTER_BYTES));
        byte[] reportData = in.bytes("report data", 64);
        Later later = bytes.length == LATER_BYTES
                ? new Later(in.bytes("TEE_TCB_SVN_2", 16), in.bytes("MRSERVICETD", REGISTER_BYTES))
                : null;
        in.end();
        return new TrustDomain(
                tcbSvn,
                mrSeam,
                mrSignerSeam,
                seamAttributes,
                attributes,
                xfam,
                mrTd,
                mrConfigId,
                mrOwner,
                mrOwnerConfig,
                rtmr,
                reportData,
                later);
    }

    @Override
    public String kind() {
        return later == null ? "TDX1.0" : "TDX1.5";
    }

    /** DEBUG is bit 0; the other seven of its byte are kept for further ways to look into a guest. */
    @Override
    public boolean isDebug() {
        return attributes[0] != 0;
    }

    /** Whether the guest is spared exceptions that its host could inject through memory that it takes away. */
    boolean isSeptVeDisabled() {
        return (attributes[3] & SEPT_VE_DISABLE) != 0;
    }

    boolean isMigratable() {
        return (attributes[3] & MIGRATABLE) != 0;
    }
}
