package io.lotabots.clients.account;

import io.lotabots.clients.PlainError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lotabots logout}: ends the session of this machine, or all of the account. */
@Command(
        name = "logout",
        description = "End the session with a node.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  lotabots logout", "  lotabots logout --all"})
public final class LogoutCommand implements Callable<Integer> {
    @Mixin
    private AccountOptions common = new AccountOptions();

    @Option(names = "--all", description = "End every session of the account, on every machine.")
    private boolean all;

    @Override
    public Integer call() throws InterruptedException {
        if (common.credentials().find(common.node()).isEmpty()) {
            common.out().println("you are not signed in to " + common.node());
            return 0;
        }
        try (var signed = common.signed()) {
            var answer = all
                    ? signed.askIfKnown("DELETE", "/v1/auth/sessions", "")
                    : signed.askIfKnown("POST", "/v1/auth/logout", "");
            if (answer.isPresent() && !answer.get().isDone()) {
                throw PlainError.notDone(answer.get().refusal().toString());
            }
        }
        common.credentials().forget(common.node());
        common.out().println("signed out of " + common.node());
        return 0;
    }
}
