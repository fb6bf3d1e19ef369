package io.lotabots.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lists inside reasons, as the wire shows them: {@code ['qemu', 'kvm']}, bounded and in printable ASCII. */
final class PythonText {
    private static final int MAX_ITEMS = 8;
    private static final int MAX_ITEM = 64;

    private PythonText() {}

    static String list(List<String> items) {
        StringBuilder out = new StringBuilder("[");
        for (String item : items.subList(0, Math.min(MAX_ITEMS, items.size()))) {
            if (out.length() > 1) {
                out.append(", ");
            }
            out.append('\'').append(plain(item)).append('\'');
        }
        return out.append(']').toString();
    }

    /** The texts of an array, or one text; other values are left out. */
    static String list(JsonNode values) {
        List<String> items = new ArrayList<>();
        if (values.isTextual()) {
            items.add(values.textValue());
        }
        for (JsonNode value : values) {
            if (items.size() == MAX_ITEMS) {
                break;
            }
            if (value.isTextual()) {
                items.add(value.textValue());
            }
        }
        return list(items);
    }

    private static String plain(String item) {
        String text = item.length() > MAX_ITEM ? item.substring(0, MAX_ITEM) : item;
        return text.replaceAll("[^ !#-&(-\\[\\]-~]", "?");
    }
}
