package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.Table;
import io.lotabots.clients.Terminal;
import io.lotabots.clients.node.NodeAddress;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lotabots login}: signs in, with a wallet or with a password. */
@Command(
        name = "login",
        description = "Sign in to a node with a wallet's key, or with a user name and a password.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots login --wallet                with the key of this machine, made the first time",
            "  lotabots login --wallet team.key",
            "  lotabots login --user ada              asks for the password"
        })
public final class LoginCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private AccountOptions common = new AccountOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it: one of its options must be given
    private With with;

    /** Exactly one of them. */
    static final class With {
        @Option(
                names = "--wallet",
                arity = "0..1",
                fallbackValue = "",
                paramLabel = "FILE",
                description =
                        "The wallet's key, made when there is none (default: wallet.key in the folder of --config).")
        private @Nullable String wallet;

        @Option(names = "--user", paramLabel = "NAME", description = "A user name; the password is asked for.")
        private @Nullable String user;
    }

    /**
     * The command.
     *
     * @param terminal who is asked for a password
     * @param clock the time that a wallet's message names
     */
    public LoginCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeAddress.openWay(common.node()).ifPresent(common.err()::println);
        try (var client = common.nodeOptions().client(clock)) {
            var session = with.wallet == null ? byPassword(client) : byWallet(client, with.wallet);
            common.credentials().keep(common.node(), session);
            common.out()
                    .println(new Table()
                            .row("signed in as", session.account())
                            .row("node", common.node().toString()));
        }
        return 0;
    }

    private Credentials.Session byWallet(NodeClient client, String file) throws InterruptedException {
        var path = file.isEmpty() ? common.folder().resolve("wallet.key") : Path.of(file);
        var key = WalletFile.load(path, true);
        var nonce =
                done(client.get("/api/v1/auth/nonce")).body().at("/data/nonce").asText();
        var message = SignInMessage.of(common.node(), key.address(), nonce, clock.instant());
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("address", key.address().text())
                .put("message", message)
                .put("signature", "0x" + HexFormat.of().formatHex(key.signMessage(message)));
        var data =
                done(client.post("/api/v1/auth/login", body.toString())).body().path("data");
        return new Credentials.Session(
                data.path("address").asText(),
                data.path("token").asText(),
                data.path("refresh_token").asText(""));
    }

    private Credentials.Session byPassword(NodeClient client) throws InterruptedException {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("username", String.valueOf(with.user))
                .put("password", secret("Password: "));
        var answer = client.post("/v1/auth/login", body.toString());
        if (answer.text("code").equals(Optional.of("SECOND_FACTOR_REQUIRED"))) {
            body.put("mfa_code", secret("Code of your authenticator: "));
            answer = client.post("/v1/auth/login", body.toString());
        }
        var data = done(answer).body();
        return new Credentials.Session(
                data.path("user_id").asText(),
                data.path("access_token").asText(),
                data.path("refresh_token").asText(""));
    }

    private String secret(String question) {
        if (!terminal.isThere()) {
            throw new PlainError("there is no terminal to ask for the password");
        }
        return new String(terminal.secret(question).orElseThrow(() -> new PlainError("no password was given")));
    }

    private static NodeAnswer done(NodeAnswer answer) {
        if (!answer.isDone()) {
            throw PlainError.notDone(answer.refusal().toString());
        }
        return answer;
    }
}
