package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotabots wallet create}: a new key, and the words that bring it back. */
@Command(
        name = "create",
        description = "Make a wallet and show the 24 words that bring it back (--json has them too).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots wallet create",
            "  lotabots wallet create savings",
            "  lotabots wallet create robot --passphrase-file robot.pass --json"
        })
final class CreateCommand implements Callable<Integer> {
    private static final int WORDS_IN_A_ROW = 4;

    @Mixin
    private WalletOptions common = new WalletOptions();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The wallet's name here (default: main).")
    private String name = "main";

    @Override
    public Integer call() {
        var wallets = common.wallets();
        wallets.requireFree(Wallets.name(name));
        var secret = passphrase.from(common.terminal()).forNew(name);
        var random = new SecureRandom();
        var entropy = new byte[Words.ENTROPY_BYTES];
        random.nextBytes(entropy);
        var words = Words.of(entropy);
        var seed = Words.key(words);
        var keystore = Keystore.seal(
                seed, secret, common.clock().instant().getEpochSecond(), Scrypt.USUAL_N, Scrypt.USUAL_P, random);
        for (var array : List.of(entropy, seed, secret)) {
            Arrays.fill(array, (byte) 0);
        }
        var made = wallets.add(name, keystore);
        common.out().println(common.json() ? json(made, words) : text(made, words));
        return 0;
    }

    private static String text(Wallets.Named made, List<String> words) {
        var text = new StringBuilder();
        text.append(Described.wallet(made)).append(System.lineSeparator()).append(System.lineSeparator());
        text.append("Write these ").append(words.size()).append(" words down, in this order, on paper.");
        text.append(System.lineSeparator())
                .append("Whoever has them has the wallet. They are not kept, nor shown again.");
        text.append(System.lineSeparator());
        for (int at = 0; at < words.size(); at++) {
            text.append(at % WORDS_IN_A_ROW == 0 ? System.lineSeparator() : "");
            text.append("  %2d %-10s".formatted(at + 1, words.get(at)));
        }
        return text.toString().replaceAll(" +(\\R|\\z)", "$1");
    }

    private static String json(Wallets.Named made, List<String> words) {
        var json = Described.json(made);
        var list = json.putArray("words");
        words.forEach(word -> list.add(JsonNodeFactory.instance.textNode(word)));
        return json.toPrettyString();
    }
}
