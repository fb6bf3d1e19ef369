package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.platform.Refusal;
import java.util.List;
import java.util.Locale;
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
    private static final Pattern OUI = Pattern.compile("[0-9a-f]{6}");

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

    /** @throws Refusal 412 when one of the interfaces comes from a vendor that is denied */
    void check(List<String> macs, long now) {
        Kept list = kept(now);
        if (!list.enforced) {
            return;
        }
        for (String mac : macs) {
            Optional<String> oui = oui(mac);
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

    /** The vendor prefix of an address as 6 hexadecimal digits, absent when the text is no address. */
    static Optional<String> oui(String mac) {
        String digits = mac.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
        String prefix = digits.length() < 6 ? "" : digits.substring(0, 6);
        return Optional.of(prefix).filter(p -> OUI.matcher(p).matches());
    }
}
