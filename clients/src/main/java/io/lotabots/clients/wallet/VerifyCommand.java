package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.Table;
import io.lotabots.clients.audit.KeyOptions;
import io.lotabots.clients.audit.Records;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeOptions;
import io.lotabots.settlement.InclusionProof;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lotabots wallet verify}: that an epoch paid a wallet what the node says. */
@Command(
        name = "verify",
        description = "Check that an epoch's signed root holds a wallet's reward.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet verify --epoch 353",
            "  lotabots wallet verify --epoch 353 --address RTC0123456789abcdef0123456789abcdef01234567",
            "",
            "Exit status: 0 when the proof holds, 1 when it does not or there is none."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int WEIGHT_DECIMALS = 9;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(names = "--epoch", paramLabel = "N", required = true, description = "A sealed epoch, 0 or more.")
    private long epoch;

    @Option(
            names = "--address",
            paramLabel = "WALLET",
            description = "An address, a miner's name or a wallet here (default: the only wallet, or main).")
    private @Nullable String address;

    @Override
    public Integer call() throws InterruptedException {
        if (epoch < 0) {
            throw new PlainError("--epoch must be 0 or more, got " + epoch);
        }
        var wallets = common.wallets();
        var identity = address == null ? wallets.only().keystore().address() : Whose.identity(wallets, address);
        try (var client = common.client(node)) {
            var answer = client.get("/rewards/epoch/" + epoch + "/proof" + Whose.query(identity));
            if (!answer.isDone()) {
                common.err().println("lotabots: no proof: " + answer.refusal());
                return 1;
            }
            var proof = Records.in(answer, "proof", InclusionProof.class);
            if (proof.isEmpty()) {
                common.err().println("lotabots: " + answer.without("proof").refusal());
                return 1;
            }
            var problems = problems(proof.get(), identity, keys.keys(client, common.err()));
            common.out().println(common.json() ? json(proof.get(), problems) : text(proof.get(), problems));
            return problems.isEmpty() ? 0 : 1;
        }
    }

    private List<String> problems(InclusionProof proof, String identity, Map<String, byte[]> known) {
        var problems = new ArrayList<String>();
        if (!proof.minerId().equals(identity)) {
            problems.add("the proof is one of " + NodeAnswer.printable(proof.minerId()) + ", not of " + identity);
        }
        if (proof.root().epoch() != epoch) {
            problems.add("the proof is one of epoch " + proof.root().epoch() + ", not of " + epoch);
        }
        var key = known.get(proof.root().key());
        if (key == null) {
            problems.add("the root is signed by the key "
                    + NodeAnswer.printable(proof.root().key()) + ", known are " + known.keySet());
        } else {
            problems.addAll(proof.problems(key));
        }
        return problems;
    }

    private static String text(InclusionProof proof, List<String> problems) {
        var root = proof.root();
        var table = new Table()
                .row("wallet", NodeAnswer.printable(proof.minerId()))
                .row("epoch", Long.toString(root.epoch()))
                .row("chain", NodeAnswer.printable(root.chainId()))
                .row("reward", Amount.shown(proof.share()) + " RTC of " + Amount.shown(root.minted()))
                .row("weight", weight(proof.weight()) + " of " + weight(root.weight()))
                .row("earned so far", Amount.shown(proof.cumulative()) + " RTC")
                .row("leaf", proof.index() + " of " + root.treeSize())
                .row("manifest", NodeAnswer.printable(root.manifest()))
                .row("signed by", NodeAnswer.printable(root.key()));
        var text = new StringBuilder(table.toString()).append(System.lineSeparator());
        problems.forEach(
                line -> text.append(System.lineSeparator()).append("  ").append(NodeAnswer.printable(line)));
        return text.append(System.lineSeparator())
                .append(problems.isEmpty() ? "the proof holds" : "the proof does not hold")
                .toString();
    }

    private static String json(InclusionProof proof, List<String> problems) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("ok", problems.isEmpty())
                .put("miner_id", proof.minerId())
                .put("epoch", proof.root().epoch())
                .put("chain_id", proof.root().chainId())
                .put("share_i64", proof.share())
                .put("cumulative_i64", proof.cumulative())
                .put("minted_i64", proof.root().minted())
                .put("key", proof.root().key());
        var lines = object.putArray("problems");
        problems.forEach(lines::add);
        return object.toPrettyString();
    }

    private static String weight(long units) {
        return BigDecimal.valueOf(units, WEIGHT_DECIMALS).stripTrailingZeros().toPlainString();
    }
}
