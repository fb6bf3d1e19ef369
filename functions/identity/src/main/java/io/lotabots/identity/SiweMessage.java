package io.lotabots.identity;

import io.lotabots.crypto.EthereumAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of Sign-In with Ethereum (EIP-4361, version 1), read strictly: every line must be where the grammar has it.
 *
 * @param scheme how who asks is reached; empty when the message does not say
 * @param domain who asks, a host and maybe a port
 * @param address with its checksum (EIP-55)
 * @param statement what the wallet shows; empty for none
 * @param resources what the sign-in is for; any number up to {@value #MOST_RESOURCES}
 */
record SiweMessage(
        String scheme,
        String domain,
        EthereumAddress address,
        String statement,
        URI uri,
        long chainId,
        String nonce,
        Instant issuedAt,
        @Nullable Instant expirationTime,
        @Nullable Instant notBefore,
        String requestId,
        List<URI> resources) {
    /** Longest message that is read, in characters. */
    static final int MOST_CHARACTERS = 4096;

    private static final int MOST_RESOURCES = 20;
    private static final Pattern HEADER = Pattern.compile("(?:([a-zA-Z][a-zA-Z0-9+.-]{0,31})://)?([^\\s/?#]{1,253})"
            + " wants you to sign in with your Ethereum account:");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,128}");
    private static final Pattern CHAIN = Pattern.compile("[1-9][0-9]{0,17}");

    /** Printable characters of RFC 3986 and spaces, as the grammar has a statement. */
    private static final Pattern STATEMENT = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=% -]*");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%-]*");

    /** A message is none of EIP-4361; the sentence says what is wrong with it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String sentence) {
            super(sentence);
        }
    }

    /** Reads a message. @throws Malformed in one sentence, when it is none */
    static SiweMessage parse(String text) throws Malformed {
        if (text.length() > MOST_CHARACTERS) {
            throw new Malformed("it has " + text.length() + " characters, the limit is " + MOST_CHARACTERS);
        }
        Lines lines = new Lines(List.of(text.split("\n", -1)));
        Matcher header = HEADER.matcher(lines.next("the domain that asks"));
        if (!header.matches()) {
            throw new Malformed("its first line must be a domain and what it wants");
        }
        EthereumAddress address = EthereumAddress.parseChecksummed(lines.next("the address"))
                .orElseThrow(() -> new Malformed("its second line must be an address with the checksum of EIP-55"));
        lines.empty("after the address");
        String statement = lines.next("a statement or an empty line");
        if (!STATEMENT.matcher(statement).matches()) {
            throw new Malformed("its statement has characters that a statement may not have");
        }
        if (!statement.isEmpty() || lines.peek().isEmpty()) {
            lines.empty("after the statement");
        }
        URI uri = uri(lines.labelled("URI"), "URI");
        if (!lines.labelled("Version").equals("1")) {
            throw new Malformed("its Version must be 1");
        }
        String chain = matching(CHAIN, lines.labelled("Chain ID"), "Chain ID");
        String nonce = matching(NONCE, lines.labelled("Nonce"), "Nonce");
        Instant issuedAt = time(lines.labelled("Issued At"), "Issued At");
        Optional<String> expiration = lines.optional("Expiration Time");
        Optional<String> notBefore = lines.optional("Not Before");
        Optional<String> requestId = lines.optional("Request ID");
        List<URI> resources = resources(lines);
        lines.end();
        return new SiweMessage(
                Optional.ofNullable(header.group(1)).orElse(""),
                header.group(2),
                address,
                statement,
                uri,
                Long.parseLong(chain),
                nonce,
                issuedAt,
                expiration.isPresent() ? time(expiration.get(), "Expiration Time") : null,
                notBefore.isPresent() ? time(notBefore.get(), "Not Before") : null,
                matching(REQUEST_ID, requestId.orElse(""), "Request ID"),
                resources);
    }

    private static List<URI> resources(Lines lines) throws Malformed {
        List<URI> resources = new ArrayList<>();
        if (lines.peek().equals("Resources:")) {
            lines.next("Resources");
            while (lines.peek().startsWith("- ")) {
                if (resources.size() == MOST_RESOURCES) {
                    throw new Malformed("it has more than " + MOST_RESOURCES + " resources");
                }
                resources.add(uri(lines.next("a resource").substring(2), "resource"));
            }
        }
        return resources;
    }

    private static String matching(Pattern pattern, String value, String name) throws Malformed {
        if (!pattern.matcher(value).matches()) {
            throw new Malformed("its " + name + " must match " + pattern);
        }
        return value;
    }

    private static URI uri(String text, String name) throws Malformed {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw new Malformed("its " + name + " is no URI");
        }
        throw new Malformed("its " + name + " must be an absolute URI");
    }

    /** A time of RFC 3339. */
    private static Instant time(String text, String name) throws Malformed {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new Malformed("its " + name + " must be a time as 2026-01-01T00:00:00Z");
        }
    }

    /** The lines of a message, read from the first on. */
    private static final class Lines {
        private final List<String> lines;
        private int at;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        String next(String what) throws Malformed {
            if (at == lines.size()) {
                throw new Malformed("it ends where " + what + " should be");
            }
            return lines.get(at++);
        }

        /** The next line; a line that no message has at the end. */
        String peek() {
            return at == lines.size() ? "\n" : lines.get(at);
        }

        void empty(String where) throws Malformed {
            if (!next("an empty line").isEmpty()) {
                throw new Malformed("it has no empty line " + where);
            }
        }

        String labelled(String label) throws Malformed {
            return optional(label).orElseThrow(() -> new Malformed("it has no " + label + " where that should be"));
        }

        Optional<String> optional(String label) {
            if (!peek().startsWith(label + ": ")) {
                return Optional.empty();
            }
            return Optional.of(lines.get(at++).substring(label.length() + 2));
        }

        void end() throws Malformed {
            if (at != lines.size()) {
                throw new Malformed("it goes on where it should end, at line " + (at + 1));
            }
        }
    }
}
