package io.lotabots.evidence.android;

import io.lotabots.evidence.Der;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a key; null is what was not told. They stand in ascending order of their tags, as DER wants it, and none
 * twice. Tags that are not read here may hold anything.
 *
 * @param created when the key was made, in milliseconds since 1970, as the system said
 * @param origin 0 when the key was made where it lives
 * @param osPatchLevel the month of the system's patches as YYYYMM
 */
record AuthorizationList(
        @Nullable Long created,
        @Nullable Long origin,
        @Nullable RootOfTrust rootOfTrust,
        @Nullable Long osVersion,
        @Nullable Long osPatchLevel,
        @Nullable Application application) {
    private static final int CREATED = 701;
    private static final int ORIGIN = 702;
    private static final int ROOT_OF_TRUST = 704;
    private static final int OS_VERSION = 705;
    private static final int OS_PATCH_LEVEL = 706;
    private static final int APPLICATION_ID = 709;
    private static final int MOST_PACKAGES = 32;

    /**
     * Whose key it is.
     *
     * @param packages the packages that share the key
     * @param signers the digests of those who signed them, in hexadecimal
     */
    record Application(List<String> packages, List<String> signers) {
        private static Application of(byte[] encoded) throws EvidenceRefused {
            Der sequence = Der.of(encoded);
            List<String> packages = new ArrayList<>();
            for (Der info : bounded(sequence.child(0))) {
                packages.add(new String(info.child(0).octets(), StandardCharsets.UTF_8));
            }
            List<String> signers = new ArrayList<>();
            for (Der digest : bounded(sequence.child(1))) {
                signers.add(HexFormat.of().formatHex(digest.octets()));
            }
            return new Application(packages, signers);
        }

        private static List<Der> bounded(Der set) throws EvidenceRefused {
            List<Der> elements = set.children();
            if (elements.size() > MOST_PACKAGES) {
                throw new EvidenceRefused(
                        Reason.BAD_LENGTH,
                        "an application has at most " + MOST_PACKAGES + " packages and signers, got "
                                + elements.size());
            }
            return elements;
        }
    }

    static AuthorizationList of(Der sequence) throws EvidenceRefused {
        Map<Integer, Der> values = values(sequence);
        Der root = values.get(ROOT_OF_TRUST);
        Der application = values.get(APPLICATION_ID);
        return new AuthorizationList(
                number(values.get(CREATED)),
                number(values.get(ORIGIN)),
                root == null ? null : RootOfTrust.of(root),
                number(values.get(OS_VERSION)),
                number(values.get(OS_PATCH_LEVEL)),
                application == null ? null : Application.of(application.octets()));
    }

    private static Map<Integer, Der> values(Der sequence) throws EvidenceRefused {
        Map<Integer, Der> values = new HashMap<>();
        int last = -1;
        for (Der property : sequence.children()) {
            if (!property.isContext(property.number()) || property.number() <= last) {
                throw new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION,
                        "properties stand in ascending order of their tags, got " + property.number() + " after "
                                + last);
            }
            List<Der> content = property.children();
            if (content.size() != 1) {
                throw new EvidenceRefused(
                        Reason.MALFORMED_EXTENSION,
                        "property " + property.number() + " has one value, got " + content.size());
            }
            last = property.number();
            values.put(last, content.getFirst());
        }
        return values;
    }

    private static @Nullable Long number(@Nullable Der value) throws EvidenceRefused {
        return value == null ? null : Long.valueOf(value.integer());
    }
}
