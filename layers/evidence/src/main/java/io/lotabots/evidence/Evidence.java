package io.lotabots.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an attester sent, in named parts: a TPM quote is {@code message}, {@code signature} and so on.
 *
 * @param parts bytes by name; each format says which it needs and how long each may be
 */
public record Evidence(Map<String, byte[]> parts) {
    public Evidence {
        parts = Map.copyOf(parts);
    }

    /** A part that must be there. */
    public byte[] part(String name, int mostBytes) throws EvidenceRefused {
        byte[] bytes = parts.get(name);
        if (bytes == null) {
            throw new EvidenceRefused(Reason.MISSING_PART, "the evidence has no part \"" + name + "\"");
        }
        return bounded(name, bytes, mostBytes);
    }

    /** A part that may be missing: then it is empty. */
    public byte[] partOrEmpty(String name, int mostBytes) throws EvidenceRefused {
        byte[] bytes = parts.get(name);
        return bytes == null ? new byte[0] : bounded(name, bytes, mostBytes);
    }

    /** Those of its parts that a format knows. */
    public Evidence only(Set<String> names) {
        if (names.containsAll(parts.keySet())) {
            return this;
        }
        Map<String, byte[]> known = new HashMap<>(parts);
        known.keySet().retainAll(names);
        return new Evidence(known);
    }

    public boolean has(String name) {
        return parts.containsKey(name);
    }

    private static byte[] bounded(String name, byte[] bytes, int mostBytes) throws EvidenceRefused {
        if (bytes.length > mostBytes) {
            throw new EvidenceRefused(
                    Reason.BAD_LENGTH,
                    "part \"" + name + "\" has at most " + mostBytes + " bytes, got " + bytes.length);
        }
        return bytes;
    }
}
