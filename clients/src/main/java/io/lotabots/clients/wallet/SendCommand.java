package io.lotabots.clients.wallet;

import io.lotabots.clients.PlainError;
import io.lotabots.clients.Table;
import io.lotabots.clients.node.NodeAddress;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.NodeOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotabots wallet send}: a signed transfer, shown before it is made, made once. */
@Command(
        name = "send",
        description = "Send RTC from a wallet on this machine.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet send 1.5 RTC0123456789abcdef0123456789abcdef01234567",
            "  lotabots wallet send 0.25 savings --from main --memo rent",
            "  lotabots wallet send 2 savings --wait             until it is confirmed",
            "  lotabots wallet send 2 savings --yes --json       for scripts",
            "",
            "When the node gives no answer, run the same command again: it asks what became of the transfer",
            "and sends the very same one again if need be. It never pays twice.",
            "",
            "Exit status: 0 taken (with --wait: confirmed), 1 not, or not known yet, 2 wrong options."
        })
final class SendCommand implements Callable<Integer> {
    private static final int MAX_MEMO = 1024;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Parameters(index = "0", paramLabel = "AMOUNT", description = "RTC, with up to 6 decimals.")
    private String amount = "";

    @Parameters(index = "1", paramLabel = "TO", description = "An address, or a wallet on this machine.")
    private String to = "";

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description = "The wallet that pays (default: the only one, or main).")
    private @Nullable String from;

    @Option(
            names = "--as",
            paramLabel = "IDENTITY",
            description = "Pay from the named identity that this wallet's key is pinned to, not from its address.")
    private @Nullable String as;

    @Option(
            names = "--memo",
            paramLabel = "TEXT",
            description = "A note that everyone can read, up to 1024 characters.")
    private String memo = "";

    @Option(
            names = "--chain",
            paramLabel = "ID",
            description = "The chain that the signature is for (default: what the node says); another one is refused.")
    private @Nullable String chain;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--wait", description = "Wait until the transfer is confirmed.")
    private boolean waiting;

    @Option(
            names = "--wait-limit",
            paramLabel = "SECONDS",
            description = "The longest that --wait waits (default: the node's delay and an hour).")
    private @Nullable Integer waitLimit;

    @Option(
            names = "--abandon",
            description =
                    "Forget an earlier transfer without an answer, if the node does not know it, and make this one.")
    private boolean abandon;

    @Override
    public Integer call() throws InterruptedException {
        long micro = Amount.micro(amount);
        if (memo.length() > MAX_MEMO) {
            throw new PlainError("--memo has at most " + MAX_MEMO + " characters, got " + memo.length());
        }
        if (waitLimit != null && waitLimit < 1) {
            throw new PlainError("--wait-limit must be at least 1 second, got " + waitLimit);
        }
        var wallets = common.wallets();
        var wallet = from == null ? wallets.only() : wallets.get(from);
        var sender = as == null ? wallet.keystore().address() : Whose.identity(wallets, as);
        var receiver = Whose.receiver(wallets, to);
        if (receiver.equals(sender)) {
            throw new PlainError("the sender and the receiver are the same: " + sender);
        }
        NodeAddress.openWay(node.node()).ifPresent(note -> common.err().println(note));
        try (var client = common.client(node);
                var outbox = Outbox.of(wallet)) {
            var view = SenderView.of(client, sender, Optional.ofNullable(chain));
            var wish = new Payment(sender, receiver, micro, memo, 1, view.chainId());
            var earlier = earlier(client, outbox, wish);
            Payment.Signed signed;
            if (earlier.isPresent()) {
                signed = earlier.get();
                common.err().println("note: going on with the transfer of this kind that had no answer");
                agree(table(signed.payment(), view));
            } else {
                var payment = new Payment(
                        sender,
                        receiver,
                        micro,
                        memo,
                        view.nonce(common.clock().millis(), outbox.lastNonce()),
                        view.chainId());
                agree(table(payment, view));
                signed = sign(wallet, payment);
                outbox.put(signed);
            }
            var report = new SendReport(common.out(), common.err(), common.json());
            var patience = common.patience();
            var outcome = new Delivery(client, patience, signed, earlier.isPresent()).run();
            if (outcome.fate() != Delivery.Fate.UNKNOWN) {
                outbox.settle();
            }
            if (outcome.fate() != Delivery.Fate.TAKEN || !waiting) {
                return report.of(signed, outcome);
            }
            return report.confirmed(
                    signed, outcome, confirmation(client, outcome).await(signed.txHash()));
        }
    }

    /** The payment of an earlier run whose fate is not known, when it is the same wish; other ones must be dealt with first. */
    private Optional<Payment.Signed> earlier(NodeClient client, Outbox outbox, Payment wish)
            throws InterruptedException {
        var open = outbox.open();
        if (open.isEmpty() || open.get().payment().isSameWish(wish)) {
            return open;
        }
        var known = Delivery.asked(client, open.get().txHash());
        if (known.isDone()) {
            common.err()
                    .println("note: the earlier transfer " + open.get().txHash() + " was taken: "
                            + known.text("status").orElse("?"));
        } else if (!abandon || known.isTransient()) {
            var earlier = open.get().payment();
            throw PlainError.notDone(
                    "an earlier transfer of " + Amount.shown(earlier.micro()) + " RTC to " + earlier.to()
                            + " had no answer; send it again with the same command, or forget it with --abandon ("
                            + known.refusal()
                            + ")");
        }
        outbox.settle();
        return Optional.empty();
    }

    private Table table(Payment payment, SenderView view) {
        var table = new Table()
                .row("from", payment.from())
                .row("to", payment.to())
                .row("amount", Amount.shown(payment.micro()) + " RTC")
                .row("fee", "0.0 RTC");
        if (!payment.memo().isEmpty()) {
            table.row("memo", NodeAnswer.printable(payment.memo()));
        }
        table.row("nonce", Long.toString(payment.nonce()))
                .row("chain", payment.chainId())
                .row("node", node.node().toString());
        view.available().ifPresent(available -> table.row("available", Amount.shown(available) + " RTC"));
        return table;
    }

    private void agree(Table table) {
        var shown = common.json() ? common.err() : common.out();
        shown.println(table);
        if (yes) {
            return;
        }
        if (!common.terminal().isThere()) {
            throw new PlainError("there is no terminal to ask for consent: give --yes");
        }
        shown.flush();
        var answer = common.terminal().line("Send it? Type yes: ").orElse("");
        if (!answer.strip().equalsIgnoreCase("yes")) {
            throw PlainError.notDone("nothing was sent");
        }
    }

    private Payment.Signed sign(Wallets.Named wallet, Payment payment) {
        var secret = passphrase.from(common.terminal()).of(wallet.name());
        var seed = wallet.keystore().open(wallet.name(), secret);
        try {
            return payment.sign(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private Confirmation confirmation(NodeClient client, Delivery.Outcome outcome) {
        var longest = SendReport.longest(outcome.answer(), Optional.ofNullable(waitLimit));
        return new Confirmation(client, common.pacer(), common.status(), longest);
    }
}
