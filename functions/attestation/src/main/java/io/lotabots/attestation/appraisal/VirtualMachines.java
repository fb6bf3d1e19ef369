package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The server's own look for virtual machines: signatures of hypervisors, containers and emulators in the host name, the
 * processor's brand and the product name ({@code virtual-machine-signatures.tsv}).
 *
 * <p>A signature counts as a whole word, which digits may end ({@code pve1}): {@code lawsuit} holds no {@code aws}.
 */
public final class VirtualMachines {
    private static final List<Signature> SIGNATURES = Table.rows("virtual-machine-signatures.tsv").stream()
            .map(row -> new Signature(row.get(0), Set.of(row.get(1).split(","))))
            .toList();

    private VirtualMachines() {}

    /**
     * The signatures found, as {@code field:signature}, field by field in the order of the table; empty when clean.
     *
     * @param signals the {@code signals} object, of any shape
     */
    public static List<String> evidence(Device device, JsonNode signals) {
        List<String> found = new ArrayList<>();
        search("hostname", Facts.text(signals, "hostname"), found);
        search("cpu", device.cpu(), found);
        search("model", device.model(), found);
        return List.copyOf(found);
    }

    private static void search(String field, String value, List<String> found) {
        if (value.isEmpty()) {
            return;
        }
        String text = Facts.lower(value);
        for (Signature signature : SIGNATURES) {
            if (signature.isIn(text) && signature.fields.contains(field)) {
                found.add(field + ":" + signature.text);
            }
        }
    }

    private record Signature(String text, Set<String> fields, Words word) {
        Signature(String text, Set<String> fields) {
            this(text, fields, Words.of(Pattern.quote(text) + "\\d*"));
        }

        /** Most texts hold no signature at all, which is found out quicker than by the expression. */
        boolean isIn(String searched) {
            return searched.contains(text) && word.areIn(searched);
        }
    }
}
