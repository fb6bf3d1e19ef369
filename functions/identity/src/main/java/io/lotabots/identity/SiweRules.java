package io.lotabots.identity;

import io.lotabots.crypto.EthereumAddress;
import io.lotabots.platform.Call;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a sign-in message must say here beside being well formed: who asks, on which chain, and when. */
final class SiweRules {
    /** How far a wallet's clock may be ahead, in seconds. */
    private static final long AHEAD_SECONDS = 300;

    private static final Pattern LOOPBACK = Pattern.compile("(?i)(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]{1,5})?");

    private final List<String> domains;
    private final List<String> chains;

    SiweRules(Env env) {
        this.domains = list(env, "SIGN_IN_DOMAINS");
        this.chains = list(env, "SIGN_IN_CHAINS");
    }

    private static List<String> list(Env env, String name) {
        return env.find(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    /**
     * Reads a message and holds it to the rules.
     *
     * @param address the account that wants to sign in
     * @throws Refusal 401 in one sentence, when it is not a message that signs in here and now
     */
    SiweMessage check(String text, EthereumAddress address, Call call) {
        SiweMessage message;
        try {
            message = SiweMessage.parse(text);
        } catch (SiweMessage.Malformed malformed) {
            throw refused("The message is none of EIP-4361: " + malformed.getMessage());
        }
        Instant now = Instant.ofEpochMilli(call.epochMilli());
        if (!message.address().equals(address)) {
            throw refused("The message is of another address");
        }
        if (!allowed(message.domain(), call)) {
            throw refused("The message is for another domain than this one");
        }
        if (!isOf(message.domain(), message.scheme(), message.uri())) {
            throw refused("The message's URI must be https (http on this machine) and of the message's domain");
        }
        if (!chains.contains(Long.toString(message.chainId()))) {
            throw refused("The message is for the chain " + message.chainId() + "; here are " + chains);
        }
        if (message.issuedAt().isAfter(now.plusSeconds(AHEAD_SECONDS))) {
            throw refused("The message is issued in the future");
        }
        if (message.expirationTime() != null && !now.isBefore(message.expirationTime())) {
            throw refused("The message has expired");
        }
        if (message.notBefore() != null && now.isBefore(message.notBefore())) {
            throw refused("The message does not count yet");
        }
        return message;
    }

    /** The API's own name, or one that the stage lists: without a port, with any. */
    private boolean allowed(String domain, Call call) {
        String asked = domain.toLowerCase(Locale.ROOT);
        String host = asked.replaceFirst(":[0-9]{1,5}$", "");
        return Stream.concat(domains.stream(), Stream.of(call.domainName()))
                .anyMatch(listed -> listed.equals(asked) || listed.equals(host));
    }

    /** Whether a page is one of a domain, and came over a connection that nobody reads. */
    private static boolean isOf(String domain, String scheme, URI page) {
        return domain.equalsIgnoreCase(page.getRawAuthority())
                && (scheme.isEmpty() || scheme.equalsIgnoreCase(page.getScheme()))
                && ("https".equalsIgnoreCase(page.getScheme())
                        || "http".equalsIgnoreCase(page.getScheme())
                                && LOOPBACK.matcher(domain).matches());
    }

    private static Refusal refused(String sentence) {
        return new Refusal(401, "INVALID_SIGN_IN_MESSAGE", sentence);
    }
}
