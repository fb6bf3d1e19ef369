package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vendors of network interfaces (the first three bytes of an address) that no miner may show, as operators list them. A
 * list read a minute ago is good enough to judge by.
 */
final class Denials {
    /** The list's partition. */
    static final String LIST = "oui";

    /** The row that switches enforcement on and off for all entries. */
    static final String SWITCH = "*";

    /** Most entries of the list. */
    static final int MAX_ENTRIES = 2000;

    private static final long KEPT_SECONDS = 60;
    private static final Pattern NAMED = Pattern.compile("[0-9a-fA-F]{2}([:-]?)[0-9a-fA-F]{2}\\1[0-9a-fA-F]{2}");

    private final Table denials;
    private volatile @Nullable Kept kept;

    Denials(Aws aws) {
        this.denials = aws.table("DENIALS");
    }

    /** @param enforced whether showing this vendor is refused, not only noted */
    record Denial(String oui, String vendor, boolean enforced, long addedAtEpochSecond) {
        Item row() {
            return key(oui).with("vendor", vendor)
                    .with("enforce", enforced ? 1 : 0)
                    .with("added_at", addedAtEpochSecond);
        }
    }

    private record Kept(long untilEpochSecond, boolean enforced, List<Denial> entries) {}

    static Item key(String oui) {
        return Item.of("list", LIST).with("oui", oui);
    }

    Table table() {
        return denials;
    }

    /** The entries, in the order of their prefixes. */
    List<Denial> entries() {
        return denials.query("list", LIST, MAX_ENTRIES).stream()
                .filter(row -> !row.text("oui").equals(SWITCH))
                .map(row -> new Denial(
                        row.text("oui"), row.text("vendor"), row.number("enforce") == 1, row.number("added_at")))
                .toList();
    }

    /** Whether denials are enforced at all; they are until an operator says otherwise. */
    boolean enforced() {
        return denials.get(key(SWITCH)).map(row -> row.number("enforce")).orElse(1L) == 1;
    }

    /** Puts a vendor on the list, or changes its entry. @throws Refusal 409 when the list is full */
    void add(Denial denial) {
        List<Denial> entries = entries();
        if (entries.size() >= MAX_ENTRIES - 1 && entries.stream().noneMatch(d -> d.oui.equals(denial.oui))) {
            throw new Refusal(
                    409, "OUI_LIST_FULL", "The list takes at most " + (MAX_ENTRIES - 1) + " vendors; remove one first");
        }
        denials.put(denial.row());
    }

    /** Takes a vendor off the list. @throws Refusal 404 when it is not on it */
    void remove(String oui) {
        if (denials.get(key(oui)).isEmpty()) {
            throw notListed(oui);
        }
        denials.delete(key(oui));
    }

    /** Switches the enforcement of one entry. @throws Refusal 404 when it is not on the list */
    void enforce(String oui, boolean on) {
        boolean listed = denials.update(
                        key(oui),
                        Expression.of("SET #enforce = :on").with(":on", on ? 1 : 0),
                        Expression.of("attribute_exists(#vendor)"))
                .done();
        if (!listed) {
            throw notListed(oui);
        }
    }

    /** Switches enforcement as a whole; the entries keep their own switches. */
    void enforceAll(boolean on) {
        denials.update(key(SWITCH), Expression.of("SET #enforce = :on").with(":on", on ? 1 : 0));
    }

    private static Refusal notListed(String oui) {
        return new Refusal(404, "OUI_NOT_LISTED", "The vendor prefix " + oui + " is not on the list").with("oui", oui);
    }

    /** @throws Refusal 412 when one of the interfaces comes from a vendor that is denied */
    void check(List<String> macs, long now) {
        Kept list = kept(now);
        if (!list.enforced) {
            return;
        }
        for (String mac : macs) {
            Optional<String> oui = MacAddress.of(mac).vendor();
            for (Denial denial : list.entries) {
                if (denial.enforced && oui.filter(denial.oui::equals).isPresent()) {
                    throw new Refusal(412, "VM_OUI_DENIED", "Network interfaces of this vendor are not accepted")
                            .with("error", "vm_oui_denied")
                            .with("oui", denial.oui)
                            .with("vendor", denial.vendor);
                }
            }
        }
    }

    private Kept kept(long now) {
        Kept list = kept;
        if (list == null || now >= list.untilEpochSecond || now < list.untilEpochSecond - KEPT_SECONDS) {
            List<Item> rows = denials.queryEventually("list", LIST, MAX_ENTRIES);
            boolean enforced = true;
            List<Denial> entries = new java.util.ArrayList<>();
            for (Item row : rows) {
                if (row.text("oui").equals(SWITCH)) {
                    enforced = row.number("enforce") == 1;
                } else {
                    entries.add(new Denial(
                            row.text("oui"), row.text("vendor"), row.number("enforce") == 1, row.number("added_at")));
                }
            }
            list = new Kept(now + KEPT_SECONDS, enforced, List.copyOf(entries));
            kept = list;
        }
        return list;
    }

    /**
     * The vendor prefix that an operator names: 6 hexadecimal digits, alone or in pairs with {@code :} or {@code -}.
     *
     * @throws Refusal 400 for anything else
     */
    static String named(@Nullable JsonNode node) {
        String text = Fields.textOrEmpty(node);
        if (!NAMED.matcher(text).matches()) {
            throw Fields.invalid("oui", "must be 6 hexadecimal digits such as 00:0c:29");
        }
        return MacAddress.of(text).value();
    }
}
