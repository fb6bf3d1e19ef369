package io.lotabots.clients.account;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lotabots token}: the access token, for other programs. */
@Command(
        name = "token",
        description = "Print an access token that counts, for other programs such as curl.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  curl -H \"Authorization: Bearer $(lotabots token)\" http://127.0.0.1:8099/api/v1/me"})
public final class TokenCommand implements Callable<Integer> {
    @Mixin
    private AccountOptions common = new AccountOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (var signed = common.signed()) {
            signed.data("GET", "/api/v1/me");
            common.out().println(signed.token());
            return 0;
        }
    }
}
