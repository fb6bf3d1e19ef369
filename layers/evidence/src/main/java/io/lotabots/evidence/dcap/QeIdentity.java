package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Which enclave may sign quotes: Intel's, of a version that Intel stands for. */
record QeIdentity(JsonObject json) {
    private static final String SGX = "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff";
    private static final String TDX = "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5";
    /** Intel's own signers of quoting enclaves, by the kind of quote. */
    private static final Map<Boolean, String> INTEL = Map.of(false, SGX, true, TDX);

    /** Refuses an enclave of another hand than Intel's: all that can be said while no identity is at hand. */
    static void requireIntel(Enclave enclave, boolean tdx) throws EvidenceRefused {
        String signer = HexFormat.of().formatHex(enclave.mrSigner());
        if (!signer.equals(INTEL.get(tdx))) {
            throw new EvidenceRefused(
                    Reason.QE_IDENTITY_MISMATCH, "the quoting enclave is signed by " + signer + ", not by Intel");
        }
        if (enclave.isDebug()) {
            throw new EvidenceRefused(Reason.QE_IDENTITY_MISMATCH, "the quoting enclave is open to a debugger");
        }
    }

    /** Refuses an enclave that is not the one described, and tells the level of the one that is. */
    Level appraise(Enclave enclave, boolean tdx) throws EvidenceRefused {
        String id = tdx ? "TD_QE" : "QE";
        if (!json.text("id").equals(id)) {
            throw mismatch("identity", id, json.text("id"));
        }
        if (json.number("version") != 2) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION, "a QE identity is of version 2, got " + json.number("version"));
        }
        require("MRSIGNER", json.hex("mrsigner", 32), enclave.mrSigner());
        requireMasked("MISCSELECT", "miscselect", "miscselectMask", enclave.miscSelect(), true);
        requireMasked("attributes", "attributes", "attributesMask", enclave.attributes(), false);
        if (json.number("isvprodid") != enclave.productId()) {
            throw mismatch("ISVPRODID", Long.toString(json.number("isvprodid")), Integer.toString(enclave.productId()));
        }
        return Level.ofSvn("the quoting enclave", json.objects("tcbLevels"), enclave.svn());
    }

    /** MISCSELECT is written as a number, most significant digits first; attributes as bytes. */
    private void requireMasked(String field, String value, String mask, byte[] got, boolean reversed)
            throws EvidenceRefused {
        byte[] wanted = json.hex(value, got.length);
        byte[] bits = json.hex(mask, got.length);
        byte[] masked = new byte[got.length];
        for (int i = 0; i < got.length; i++) {
            int at = reversed ? got.length - 1 - i : i;
            masked[i] = (byte) (got[at] & bits[i]);
        }
        require(field, wanted, masked);
    }

    private static void require(String field, byte[] wanted, byte[] got) throws EvidenceRefused {
        if (!Arrays.equals(wanted, got)) {
            throw mismatch(
                    field, HexFormat.of().formatHex(wanted), HexFormat.of().formatHex(got));
        }
    }

    private static EvidenceRefused mismatch(String field, String wanted, String got) {
        return new EvidenceRefused(
                Reason.QE_IDENTITY_MISMATCH,
                "the quoting enclave's " + field + " is " + got + ", its identity says " + wanted);
    }
}
