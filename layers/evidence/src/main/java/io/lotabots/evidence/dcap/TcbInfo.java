package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What Intel says of the TCB levels of one kind of platform, in version 3. */
record TcbInfo(JsonObject json) {
    private static final HexFormat HEX = HexFormat.of();

    /** Refuses what is said of another platform, or of the other technology. */
    void requirePlatform(Pck pck, boolean tdx) throws EvidenceRefused {
        if (json.number("version") != 3 || json.number("tcbType") != 0) {
            throw new EvidenceRefused(
                    Reason.UNSUPPORTED_VERSION,
                    "TCB info is of version 3 and type 0, got version " + json.number("version") + " and type "
                            + json.number("tcbType"));
        }
        requireSame("id", json.text("id"), tdx ? "TDX" : "SGX");
        requireSame("FMSPC", HEX.formatHex(json.hex("fmspc", 6)), HEX.formatHex(pck.fmspc()));
        requireSame("PCEID", HEX.formatHex(json.hex("pceId", 2)), HEX.formatHex(pck.pceId()));
    }

    /** The level of a platform, of a TDX guest's too where there is one. */
    Level platform(Pck pck, Body body) throws EvidenceRefused {
        return Level.first(
                "the platform",
                json.objects("tcbLevels"),
                tcb -> pck.pceSvn() >= tcb.number("pcesvn")
                        && reaches(tcb, "sgxtcbcomponents", pck.svns(), 0)
                        && (!(body instanceof TrustDomain domain)
                                || reaches(
                                        tcb, "tdxtcbcomponents", unsigned(domain.tcbSvn()), firstComponent(domain))));
    }

    /**
     * The level of the TDX module that started a guest, after a check of who signed it. From version 1 of modules on each
     * has an identity of its own; before, the platform's level stands for it too, and this is empty.
     */
    Optional<Level> module(TrustDomain domain) throws EvidenceRefused {
        if (firstComponent(domain) == 0) {
            requireModule(domain, json.object("tdxModule"));
            return Optional.empty();
        }
        String id = "TDX_%02x".formatted(domain.tcbSvn()[1] & 0xff);
        for (JsonObject identity : json.objects("tdxModuleIdentities")) {
            if (identity.text("id").equalsIgnoreCase(id)) {
                requireModule(domain, identity);
                return Optional.of(
                        Level.ofSvn("the TDX module", identity.objects("tcbLevels"), domain.tcbSvn()[0] & 0xff));
            }
        }
        throw new EvidenceRefused(Reason.TDX_MODULE_MISMATCH, "Intel lists no TDX module " + id);
    }

    private static void requireModule(TrustDomain domain, JsonObject identity) throws EvidenceRefused {
        byte[] signer = identity.hex("mrsigner", 48);
        byte[] attributes = identity.hex("attributes", 8);
        byte[] mask = identity.hex("attributesMask", 8);
        byte[] masked = domain.seamAttributes().clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= mask[i];
        }
        if (!Arrays.equals(signer, domain.mrSignerSeam()) || !Arrays.equals(attributes, masked)) {
            throw new EvidenceRefused(
                    Reason.TDX_MODULE_MISMATCH,
                    "the TDX module is signed by " + HEX.formatHex(domain.mrSignerSeam()) + " with attributes "
                            + HEX.formatHex(masked) + ", which is not the module that Intel lists");
        }
    }

    /** Of modules with an identity of their own, the first two bytes are the module's and not the platform's. */
    private static int firstComponent(TrustDomain domain) {
        return domain.tcbSvn()[1] == 0 ? 0 : 2;
    }

    private static boolean reaches(JsonObject tcb, String name, int[] svns, int from) throws EvidenceRefused {
        List<JsonObject> components = tcb.objects(name);
        if (components.size() != svns.length) {
            throw new EvidenceRefused(
                    Reason.MALFORMED, "TCB info: " + name + " are " + svns.length + ", got " + components.size());
        }
        for (int i = from; i < svns.length; i++) {
            if (svns[i] < components.get(i).number("svn")) {
                return false;
            }
        }
        return true;
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }

    private static void requireSame(String field, String said, String platform) throws EvidenceRefused {
        if (!said.equals(platform)) {
            throw new EvidenceRefused(
                    Reason.FMSPC_MISMATCH, "TCB info is of " + field + " " + said + ", the quote of " + platform);
        }
    }
}
