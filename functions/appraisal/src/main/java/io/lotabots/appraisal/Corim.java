package io.lotabots.appraisal;

import io.lotabots.evidence.Cbor;
import io.lotabots.evidence.CoseSign1;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Reason;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reference values out of a concise reference integrity manifest (CoRIM, draft-ietf-rats-corim): the reference triples of its
 * module tags (CoMID). It may be signed (COSE_Sign1), and then it is by the key that is expected.
 *
 * <p>Where a measurement goes: its key is the name of a setting that lists what is allowed, as {@code measurement}; or a
 * number, which is that register of the format; or Arm's name of a component (tag 601). Integrity registers go by their
 * numbers. Values are digests, of whichever algorithm the format takes, and raw bytes.
 *
 * @param values allowed values in hexadecimal, by setting
 * @param skipped measurements of which nothing could be taken
 * @param environments what the manifest is about: vendors and models
 * @param until seconds since 1970 until which it says that it holds; the largest number when it does not say
 */
record Corim(
        SequencedMap<String, SequencedSet<String>> values, int skipped, SequencedSet<String> environments, long until) {
    /** Longest manifest in bytes. */
    static final int MOST_BYTES = 256 * 1024;

    private static final long SIGNED = 18;
    private static final long UNSIGNED = 501;
    private static final long MODULE = 506;
    private static final long RAW = 560;
    private static final int META = 8;
    private static final int VALIDITY = 4;
    private static final long EPOCH_TIME = 1;
    private static final long NO_END = Long.MAX_VALUE;
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final long ARM_COMPONENT = 601;
    private static final int MOST_MEASUREMENTS = 2000;
    private static final String RIM = "application/rim+cbor";

    /** What a format calls its registers. */
    private static final Map<String, String> REGISTERS =
            Map.of("tpm2-quote", "pcr_", "az-cvm-vtpm", "pcr_", "aws-nitro", "pcr", "dcap", "rtmr", "arm-cca", "rem");

    /**
     * @param kind the format that the values are for
     * @param signer whose signature it must have; null for one without a signature
     * @param now seconds since 1970
     * @throws EvidenceRefused when it cannot be read, is not signed as expected, or does not hold now by its own word
     */
    static Corim read(Kind kind, byte[] bytes, @Nullable PublicKey signer, long now) throws EvidenceRefused {
        if (bytes.length > MOST_BYTES) {
            throw new EvidenceRefused(Reason.BAD_LENGTH, "a manifest has at most " + MOST_BYTES + " bytes");
        }
        Cbor corim = Cbor.of(bytes);
        long until = NO_END;
        if (isTag(corim, SIGNED)) {
            CoseSign1 signed = signed(corim, signer);
            Cbor meta = signed.headers().find(META);
            until = meta == null ? until : until(opened(meta).find(1), now);
            corim = Cbor.of(signed.payload());
        } else if (signer != null) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the manifest is not signed");
        }
        if (isTag(corim, UNSIGNED)) {
            corim = corim.tagged();
        }
        if (corim.kind() != Cbor.Kind.MAP) {
            throw malformed("is a map, tagged " + UNSIGNED + " or not, or signed and tagged " + SIGNED);
        }
        until = Math.min(until, until(corim.find(VALIDITY), now));
        Reading reading = new Reading(kind);
        for (Cbor tag : corim.get(1).items()) {
            Cbor opened = opened(tag);
            if (isTag(opened, MODULE)) {
                reading.module(opened(opened.tagged()));
            }
        }
        return new Corim(reading.values, reading.skipped, reading.environments, until);
    }

    /** What bytes hold; earlier drafts wrapped the tagged module in bytes, later ones tag the bytes of the module. */
    private static Cbor opened(Cbor item) throws EvidenceRefused {
        return item.kind() == Cbor.Kind.BYTES ? Cbor.of(item.bytes()) : item;
    }

    /** The end of a validity map (not-before 0, not-after 1), which must hold now; the largest number for none. */
    private static long until(@Nullable Cbor validity, long now) throws EvidenceRefused {
        if (validity == null) {
            return NO_END;
        }
        Cbor from = validity.find(0);
        long begin = from == null ? Long.MIN_VALUE : seconds(from);
        long end = seconds(validity.get(1));
        if (now < begin || now > end) {
            throw new EvidenceRefused(
                    Reason.COLLATERAL_EXPIRED,
                    "the manifest holds " + (from == null ? "" : "from " + Instant.ofEpochSecond(begin) + " ")
                            + "until " + Instant.ofEpochSecond(end));
        }
        return end;
    }

    private static long seconds(Cbor time) throws EvidenceRefused {
        long seconds = isTag(time, EPOCH_TIME) ? time.tagged().integer() : -1;
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw malformed("says its times in whole seconds since 1970 (tag 1)");
        }
        return seconds;
    }

    private static CoseSign1 signed(Cbor corim, @Nullable PublicKey signer) throws EvidenceRefused {
        if (signer == null) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the manifest is signed: say by whom");
        }
        CoseSign1 signed = CoseSign1.of(corim);
        Cbor type = signed.headers().find(3);
        if (type == null || type.kind() != Cbor.Kind.TEXT || !type.text().equals(RIM)) {
            throw malformed("has the content type " + RIM + " in its protected header");
        }
        if (!signed.isSignedBy(signer)) {
            throw new EvidenceRefused(Reason.BAD_SIGNATURE, "the manifest is not signed by the key of \"signer\"");
        }
        return signed;
    }

    private static boolean isTag(Cbor item, long tag) throws EvidenceRefused {
        return item.kind() == Cbor.Kind.TAG && item.tag() == tag;
    }

    private static EvidenceRefused malformed(String wanted) {
        return new EvidenceRefused(Reason.MALFORMED, "a manifest " + wanted);
    }

    /** What was taken so far. */
    private static final class Reading {
        private final Kind kind;
        private final SequencedMap<String, SequencedSet<String>> values = new LinkedHashMap<>();
        private final SequencedSet<String> environments = new LinkedHashSet<>();
        private int skipped;
        private int measurements;

        Reading(Kind kind) {
            this.kind = kind;
        }

        void module(Cbor module) throws EvidenceRefused {
            Cbor references = module.get(4).find(0);
            for (Cbor triple : references == null ? List.<Cbor>of() : references.items()) {
                List<Cbor> record = triple.items();
                if (record.size() != 2) {
                    throw malformed("has reference triples of an environment and its measurements");
                }
                environment(record.getFirst());
                for (Cbor measurement : record.get(1).items()) {
                    if (++measurements > MOST_MEASUREMENTS) {
                        throw malformed("has at most " + MOST_MEASUREMENTS + " measurements");
                    }
                    skipped += measurement(measurement) ? 0 : 1;
                }
            }
        }

        private void environment(Cbor environment) throws EvidenceRefused {
            Cbor described = environment.find(0);
            if (described == null) {
                return;
            }
            List<String> words = new ArrayList<>();
            for (long member = 1; member <= 2; member++) {
                Cbor word = described.find(member);
                if (word != null && word.kind() == Cbor.Kind.TEXT) {
                    words.add(word.text());
                }
            }
            environments.add(words.stream().collect(Collectors.joining(" ")));
        }

        private boolean measurement(Cbor measurement) throws EvidenceRefused {
            Cbor measured = measurement.get(1);
            boolean taken = false;
            Cbor registers = measured.find(14);
            if (registers != null) {
                for (Map.Entry<Object, Cbor> register : registers.entries().entrySet()) {
                    taken |= take(register(register.getKey()), digests(register.getValue()));
                }
            }
            List<String> found = new ArrayList<>();
            Cbor digests = measured.find(2);
            if (digests != null) {
                found.addAll(digests(digests));
            }
            Cbor raw = measured.find(4);
            if (raw != null && isTag(raw, RAW)) {
                found.add(HexFormat.of().formatHex(raw.tagged().bytes()));
            }
            return take(setting(measurement.find(0)), found) || taken;
        }

        private String setting(@Nullable Cbor key) throws EvidenceRefused {
            if (key == null) {
                return "";
            }
            return switch (key.kind()) {
                case TEXT -> key.text();
                case INTEGER -> register(key.integer());
                case TAG -> key.tag() == ARM_COMPONENT ? "sw_component" : "";
                default -> "";
            };
        }

        private String register(Object number) {
            return Optional.ofNullable(REGISTERS.get(kind.name()))
                    .map(prefix -> prefix + number)
                    .orElse("");
        }

        private static List<String> digests(Cbor digests) throws EvidenceRefused {
            List<String> values = new ArrayList<>();
            for (Cbor digest : digests.items()) {
                List<Cbor> parts = digest.items();
                if (parts.size() != 2) {
                    throw malformed("has digests of an algorithm and a value");
                }
                values.add(HexFormat.of().formatHex(parts.get(1).bytes()));
            }
            return values;
        }

        /** Takes those that the format's setting can have. */
        private boolean take(String setting, List<String> found) {
            boolean taken = false;
            for (String value : found) {
                if (kind.format().settings().isList(setting)
                        && kind.format().settings().problem(setting, value).isEmpty()) {
                    values.computeIfAbsent(setting, _ -> new LinkedHashSet<>()).add(value);
                    taken = true;
                }
            }
            return taken;
        }
    }
}
