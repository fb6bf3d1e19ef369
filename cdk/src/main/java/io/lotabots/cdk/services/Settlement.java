package io.lotabots.cdk.services;

import static io.lotabots.cdk.model.Declaration.everyMinutes;
import static io.lotabots.cdk.model.Declaration.get;
import static io.lotabots.cdk.model.Declaration.onDeployment;
import static io.lotabots.cdk.model.Declaration.post;
import static io.lotabots.cdk.services.Attestation.ENROLMENTS;
import static io.lotabots.cdk.services.Attestation.MINERS;
import static io.lotabots.cdk.services.Operations.SIGNING_KEYS;
import static io.lotabots.cdk.services.Shared.ADMIN_KEY;
import static io.lotabots.cdk.services.Shared.CHAIN;
import static io.lotabots.cdk.services.Shared.LIMITS;
import static io.lotabots.cdk.services.Wallets.ACTIVITY;
import static io.lotabots.cdk.services.Wallets.EPOCHS;
import static io.lotabots.cdk.services.Wallets.JOURNAL;
import static io.lotabots.cdk.services.Wallets.PAGES;
import static io.lotabots.cdk.services.Wallets.SLOTS;
import static io.lotabots.cdk.services.Wallets.WALLETS;

import io.lotabots.cdk.model.Bucket;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Secret;
import io.lotabots.cdk.model.Service;
import java.util.List;

/** Finished epochs are sealed: who is paid what, for anyone to check. */
public final class Settlement {

    /** What every seal stands on and came to, by digest, and its signed root. */
    public static final Bucket ARCHIVE = new Bucket("archive");

    /** Seals sign with a key derived from it. */
    public static final Secret LEDGER_KEY = new Secret(
            "ledger-key",
            "The key material from which the key that signs epoch roots is derived",
            "a new value would need its public key published before the first root is signed with it");

    /** What a request that settles may take: a second less than the gateway waits. */
    private static final int SETTLE_SECONDS = 29;

    private static final int SETTLE_MEGABYTES = 2048;

    private Settlement() {}

    /** The service. */
    public static Service service() {
        return new Service(
                "settlement",
                "ledger",
                List.of(ARCHIVE, LEDGER_KEY),
                List.of(
                        onDeployment(
                                        "Custom::Ledger",
                                        "OpenLedger",
                                        "Opens the ledger with its genesis allocations, once")
                                .gets(CHAIN)
                                .puts(EPOCHS, JOURNAL, ACTIVITY, SIGNING_KEYS)
                                .updates(WALLETS)
                                .knows(LEDGER_KEY),
                        settles(everyMinutes(1, "CloseEpoch", "Seals the epochs that are due")),
                        everyMinutes(15, "SweepEnrolments", "Looks for enrolments that came too late to be paid")
                                .gets(EPOCHS)
                                .queries(ENROLMENTS)
                                .readsObjects(ARCHIVE)
                                .writesObjects(ARCHIVE)
                                .settings("graceSeconds")
                                .expectsNone("LateEnrolments"),
                        settles(post(
                                        "/rewards/settle",
                                        "PostRewardsSettle",
                                        "Seals what is due up to an epoch, at once"))
                                .batchGets(ENROLMENTS, MINERS)
                                .seconds(SETTLE_SECONDS)
                                .admin(ADMIN_KEY, LIMITS),
                        get("/rewards/epoch/{epoch}", "GetRewardsEpoch", "What an epoch paid to whom, in pages")
                                .alsoAt("/epoch/rewards", "/epoch/history")
                                .gets(EPOCHS)
                                .readsObjects(ARCHIVE)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("graceSeconds"),
                        get(
                                        "/rewards/epoch/{epoch}/proof",
                                        "GetRewardsEpochProof",
                                        "That an epoch paid an identity its share, to be checked by anyone")
                                .gets(EPOCHS, WALLETS, SLOTS)
                                .readsObjects(ARCHIVE)
                                .counts("listRequestsPerMinute", LIMITS)
                                .settings("graceSeconds"),
                        get(
                                        "/archive/epochs/{epoch}",
                                        "GetArchiveEpochs",
                                        "The signed root of a sealed epoch, or the latest")
                                .gets(EPOCHS)
                                .readsObjects(ARCHIVE)
                                .settings("graceSeconds"),
                        get(
                                        "/archive/objects/{digest}",
                                        "GetArchiveObjects",
                                        "An object of the archive, by its SHA-256")
                                .readsObjects(ARCHIVE)));
    }

    private static Declaration settles(Declaration function) {
        return function.megabytes(SETTLE_MEGABYTES)
                .gets(EPOCHS, PAGES)
                .queries(ENROLMENTS, JOURNAL)
                .puts(EPOCHS)
                .batchWrites(PAGES, SLOTS)
                .updates(EPOCHS)
                .readsObjects(ARCHIVE)
                .writesObjects(ARCHIVE)
                .knows(LEDGER_KEY)
                .settings("graceSeconds");
    }
}
