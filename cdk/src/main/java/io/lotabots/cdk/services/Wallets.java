package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.MINERS;
import static io.lotabots.cdk.services.Settlement.ARCHIVE;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.ADMIN_READ_KEY;
import static io.lotabots.cdk.services.Shared.LIMITS;

import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Table;
import java.util.List;

/** What miners earned is theirs to see and to spend. */
public final class Wallets {

    /** The seal that stands, and the membership of each epoch. */
    public static final Table EPOCHS = Table.keyed("epochs", "item");

    /** What wallets earned, 320 to a page, a version for each epoch that changed it. */
    public static final Table PAGES = Table.keyed("pages", "page").sortedBy("version");

    /** What a wallet holds apart from what it earned since it last paid. */
    public static final Table WALLETS = Table.keyed("wallets", "wallet_id");

    /** Where the earnings of a wallet stand in the pages. */
    public static final Table SLOTS = Table.keyed("slots", "wallet_id");

    /** Every transfer that was ever accepted. */
    public static final Table TRANSFERS = Table.keyed("transfers", "pending_id");

    /** Pending transfers by the hour in which they are to be confirmed. */
    public static final Table DUE = Table.keyed("due", "due_shard").sortedBy("due");

    /** Every step of every movement of money. */
    public static final Table JOURNAL = Table.keyed("journal", "journal_shard").sortedBy("entry");

    /** The movements of each wallet. */
    public static final Table ACTIVITY = Table.keyed("activity", "wallet_id").sortedBy("at");

    private Wallets() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "wallets",
                "ledger",
                List.of(EPOCHS, PAGES, WALLETS, SLOTS, TRANSFERS, DUE, JOURNAL, ACTIVITY),
                List.of(
                        // What anyone may read.
                        get("/wallet/balance", "GetWalletBalance", "What a wallet owns")
                                .alsoAt("/api/balance")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES),
                        get("/balance/{miner_pk}", "GetBalance", "What a wallet owns, named in the path")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES),
                        get("/api/wallet/{miner_id}", "GetApiWallet", "What a wallet owns, named in the path")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES),
                        get("/wallet/history", "GetWalletHistory", "Transfers and rewards of a wallet, newest first")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .batchGets(TRANSFERS)
                                .queries(ACTIVITY, PAGES)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("confirmationSeconds"),
                        get(
                                        "/api/miner_dashboard/{miner_id}",
                                        "GetApiMinerDashboard",
                                        "What a miner's own page shows: when it attested, and what it earned")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(MINERS, PAGES)
                                .counts("listRequestsPerMinute", LIMITS),
                        get("/wallet/tx/{tx_hash}", "GetWalletTx", "Where a transfer stands")
                                .gets(TRANSFERS)
                                .settings("confirmationSeconds"),
                        get("/wallet/resolve", "GetWalletResolve", "The wallet of a beacon identity"),
                        get(
                                        "/pending/list",
                                        "GetPendingList",
                                        "Pending transfers of a wallet; those of all wallets for operators")
                                .tellsAdminsMore(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(DUE)
                                .batchGets(TRANSFERS)
                                .queries(ACTIVITY, DUE)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("confirmationSeconds"),
                        get("/api/transactions", "GetApiTransactions", "The newest transfers of the network, in pages")
                                .alsoAt("/explorer/transactions")
                                .gets(TRANSFERS)
                                .batchGets(TRANSFERS)
                                .queries(JOURNAL)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("confirmationSeconds"),
                        get("/api/fee_pool", "GetApiFeePool", "What fees brought in")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES),
                        get("/api/tokenomics", "GetApiTokenomics", "How much money there is, and will be")
                                .gets(EPOCHS),
                        get("/api/bounty-multiplier", "GetApiBountyMultiplier", "Which part of a bounty is paid")
                                .alsoAt("/attestation/bounty_multiplier")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES),

                        // Money moves.
                        post(
                                        "/wallet/transfer/signed",
                                        "PostWalletTransferSigned",
                                        "Moves money by the signature of its owner; pending until it is confirmed")
                                .gets(WALLETS, SLOTS, EPOCHS, TRANSFERS, MINERS)
                                .queries(PAGES)
                                .puts(TRANSFERS, DUE, JOURNAL, ACTIVITY)
                                .updates(WALLETS)
                                .counts("transfersPerAddressPerMinute", LIMITS)
                                .settings("confirmationSeconds"),
                        post(
                                        "/wallet/transfer",
                                        "PostWalletTransfer",
                                        "Moves money as an operator; pending until it is confirmed")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(WALLETS, SLOTS, EPOCHS, TRANSFERS)
                                .queries(PAGES)
                                .puts(TRANSFERS, DUE, JOURNAL, ACTIVITY)
                                .updates(WALLETS)
                                .settings("confirmationSeconds"),
                        everyMinutes(1, "ConfirmDue", "Confirms pending transfers whose delay is over")
                                .gets(DUE)
                                .batchGets(TRANSFERS)
                                .queries(DUE)
                                .puts(JOURNAL)
                                .updates(DUE, TRANSFERS, WALLETS)
                                .deletes(DUE)
                                .settings("confirmationSeconds"),
                        post("/pending/confirm", "PostPendingConfirm", "Confirms what is due, at once")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(DUE)
                                .batchGets(TRANSFERS)
                                .queries(DUE)
                                .puts(JOURNAL)
                                .updates(DUE, TRANSFERS, WALLETS)
                                .deletes(DUE)
                                .settings("confirmationSeconds"),
                        post("/pending/void", "PostPendingVoid", "Gives a pending transfer's money back to its sender")
                                .admin(ADMIN_KEY, LIMITS)
                                .gets(TRANSFERS)
                                .puts(JOURNAL)
                                .updates(TRANSFERS, WALLETS)
                                .deletes(DUE)
                                .settings("confirmationSeconds"),
                        get("/wallet/ledger", "GetWalletLedger", "The newest movements of money between wallets")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .queries(JOURNAL),
                        get("/api/balances", "GetApiBalances", "What every wallet owned at the last seal, in pages")
                                .alsoAt("/api/wallets", "/wallet/balances/all")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(EPOCHS)
                                .readsObjects(ARCHIVE),
                        get(
                                        "/pending/integrity",
                                        "GetPendingIntegrity",
                                        "Whether all balances of the last seal sum to the money in existence")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(EPOCHS, DUE)
                                .queries(DUE)
                                .batchGets(TRANSFERS)
                                .readsObjects(ARCHIVE)
                                .settings("confirmationSeconds"),

                        // Withdrawals to other chains, which this platform does not make.
                        post("/withdraw/register", "PostWithdrawRegister", "Notes the sr25519 key of a wallet")
                                .admin(ADMIN_KEY, LIMITS)
                                .updates(WALLETS),
                        post("/withdraw/request", "PostWithdrawRequest", "Refuses a withdrawal, and says why")
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES)
                                .counts("transfersPerAddressPerMinute", LIMITS),
                        get("/withdraw/status/{withdrawal_id}", "GetWithdrawStatus", "Where a withdrawal stands")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS),
                        get("/withdraw/history/{miner_pk}", "GetWithdrawHistory", "The withdrawals of a wallet")
                                .adminReading(ADMIN_KEY, ADMIN_READ_KEY, LIMITS)
                                .gets(WALLETS, SLOTS, EPOCHS)
                                .queries(PAGES)));
    }
}
