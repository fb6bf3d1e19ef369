package io.lotabots.ledger;

import io.lotabots.aws.Item;
import io.lotabots.settlement.JournalEntry;

/** How the ledger's records stand in tables. Amounts that are 0 may be absent. */
final class Rows {
    /** Greater than any character of a digest. */
    private static final String LAST = "~";

    private Rows() {}

    static Item headKey() {
        return Item.of("item", "head");
    }

    static Item manifestKey(long epoch) {
        return Item.of("item", "manifest#" + epoch);
    }

    static Item head(Head head) {
        return headKey()
                .with("epoch", head.epoch())
                .with("root", head.root())
                .with("minted", head.minted())
                .with("next_slot", head.nextSlot())
                .with("paid_epoch", head.paidEpoch());
    }

    static Head head(Item row) {
        return new Head(
                row.number("epoch"),
                row.text("root"),
                row.number("minted"),
                row.number("next_slot"),
                row.number("paid_epoch"));
    }

    static String page(long page) {
        return Long.toString(page);
    }

    static String version(long epoch, String manifest) {
        return "%012d#%s".formatted(epoch, manifest);
    }

    /** Not before any version of an epoch, before those of the next. */
    static String lastVersion(long epoch) {
        return version(epoch, LAST);
    }

    static Item walletKey(String id) {
        return Item.of("wallet_id", id);
    }

    static Wallet wallet(Item row) {
        return new Wallet(
                row.text("wallet_id"),
                row.number("base", 0),
                row.number("encumbered", 0),
                row.number("folded", 0),
                row.number("nonce", 0),
                row.number("slot", -1));
    }

    static Item transferKey(long pendingId) {
        return Item.of("pending_id", "%013x".formatted(pendingId));
    }

    static Item transfer(Transfer transfer) {
        return transferKey(transfer.pendingId())
                .with("tx_hash", transfer.txHash())
                .with("sender", transfer.from())
                .with("receiver", transfer.to())
                .with("amount", transfer.amount())
                .with("memo", transfer.memo())
                .with("nonce", transfer.nonce())
                .with("content", transfer.content())
                .with("submitted_at", transfer.submittedAt())
                .with("due_at", transfer.dueAt())
                .with("status", transfer.status().name())
                .with("decided_at", transfer.decidedAt())
                .with("decided_by", transfer.decidedBy())
                .with("decision", transfer.decision());
    }

    static Transfer transfer(Item row) {
        return new Transfer(
                row.text("tx_hash"),
                Long.parseLong(row.text("pending_id"), 16),
                row.text("sender"),
                row.text("receiver"),
                row.number("amount"),
                row.text("memo"),
                row.number("nonce"),
                row.text("content"),
                row.number("submitted_at"),
                row.number("due_at"),
                Transfer.Status.valueOf(row.text("status")),
                row.number("decided_at"),
                row.text("decided_by"),
                row.text("decision"));
    }

    static Item journal(JournalEntry entry) {
        return Item.of("journal_shard", Integer.toString(entry.shard()))
                .with("entry", entry.key())
                .with("at", entry.atMillis())
                .with("step", entry.step().name())
                .with("tx_hash", entry.txHash())
                .with("sender", entry.from())
                .with("receiver", entry.to())
                .with("amount", entry.amount())
                .with("unfolded", entry.unfolded())
                .with("folded", entry.folded())
                .with("nonce", entry.nonce());
    }

    static JournalEntry journal(Item row) {
        return new JournalEntry(
                row.number("at"),
                JournalEntry.Step.valueOf(row.text("step")),
                row.text("tx_hash"),
                row.text("sender"),
                row.text("receiver"),
                row.number("amount"),
                row.number("unfolded"),
                row.number("folded"),
                row.number("nonce"));
    }

    /** The row by which {@code wallet} finds a transfer of its own. */
    static Item activity(String wallet, JournalEntry entry, long pendingId) {
        return walletKey(wallet)
                .with("at", "%013d#%013x".formatted(entry.atMillis(), pendingId))
                .with("pending_id", "%013x".formatted(pendingId))
                .with("step", entry.step().name())
                .with("tx_hash", entry.txHash())
                .with("sender", entry.from())
                .with("receiver", entry.to())
                .with("amount", entry.amount());
    }
}
