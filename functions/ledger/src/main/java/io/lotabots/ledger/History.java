package io.lotabots.ledger;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.settlement.JournalEntry;
import io.lotabots.settlement.Page;
import java.util.ArrayList;
import java.util.List;

/** What happened to one wallet: the movements of its money, and what epochs paid it; newest first. */
final class History {
    private final Table activity;
    private final Table pages;

    History(Aws aws) {
        this.activity = aws.table("ACTIVITY");
        this.pages = aws.table("PAGES");
    }

    /**
     * A movement in or out of a wallet.
     *
     * @param atMillis milliseconds since 1970 of its submission
     */
    record Movement(
            long atMillis, JournalEntry.Step step, long pendingId, String txHash, String from, String to, long amount) {
        static Movement of(Item row) {
            return new Movement(
                    Long.parseLong(row.text("at").substring(0, 13)),
                    JournalEntry.Step.valueOf(row.text("step")),
                    Long.parseLong(row.text("pending_id"), 16),
                    row.text("tx_hash"),
                    row.text("sender"),
                    row.text("receiver"),
                    row.number("amount"));
        }
    }

    /** The newest movements of a wallet. */
    List<Movement> movements(String wallet, int limit) {
        return activity.queryNewest("wallet_id", wallet, limit).stream()
                .map(Movement::of)
                .toList();
    }

    /** What an epoch paid a wallet, in micro-RTC. */
    record Reward(long epoch, long share) {}

    /**
     * The newest rewards of the wallet at {@code slot}.
     *
     * @param sealed the last sealed epoch
     * @param versions how many versions of its page are looked at
     */
    List<Reward> rewards(long slot, long sealed, int versions) {
        List<Item> rows = pages.query(
                new Table.Range("page", Rows.page(Page.of(slot)), "version", "0", Rows.lastVersion(sealed), true),
                versions + 1);
        List<Reward> rewards = new ArrayList<>();
        for (int i = 0; i < Math.min(versions, rows.size()); i++) {
            long before = i + 1 < rows.size() ? earned(rows.get(i + 1), slot) : 0;
            long share = earned(rows.get(i), slot) - before;
            if (share > 0) {
                String version = rows.get(i).text("version");
                rewards.add(new Reward(Long.parseLong(version.substring(0, version.indexOf('#'))), share));
            }
        }
        return rewards;
    }

    private static long earned(Item row, long slot) {
        return Page.entry(row.bytes("bytes"), slot).earned();
    }
}
