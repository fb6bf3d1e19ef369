package io.lotabots.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jsonwebtoken.Jwts;
import io.lotabots.access.AccessTokens;
import io.lotabots.access.How;
import io.lotabots.aws.Aws;
import io.lotabots.bench.CannedStore;
import io.lotabots.bench.Interleaved;
import io.lotabots.crypto.PersonalMessage;
import io.lotabots.crypto.Secp256k1;
import io.lotabots.crypto.TokenKey;
import io.lotabots.crypto.WalletKey;
import io.lotabots.platform.Env;
import io.lotabots.platform.Json;
import io.lotabots.platform.PrimingContext;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.Sign;

/**
 * CPU of the authorizer beside jjwt called plainly, and of a wallet's sign-in beside web3j called plainly, over a store that
 * marshals and parses and connects to nothing.
 *
 * <p>Ends with status 1 when the authorizer takes more than three times what verifying a token by jjwt takes, or recovering a
 * signer more than a quarter over what web3j takes.
 */
public final class IdentityBench {
    private static final long NOW = 1_795_234_320L;
    private static final int ROUNDS = 60;
    private static final double MOST_AUTHORIZER = 3;
    private static final double MOST_RECOVERY = 1.25;
    private static final String SESSION = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "k".repeat(64);
    private static final String NONCE = "0123456789abcdef0123456789abcdef";

    private static final String AUTHORIZER = "authorizer, one call";
    private static final String JJWT = "  jjwt: parser made, token verified";
    private static final String LOGIN = "sign-in of a wallet, one call";
    private static final String RECOVER = "  of which: signer recovered";
    private static final String WEB3J = "  web3j: signedPrefixedMessageToKey";

    private final WalletKey wallet = WalletKey.derive(SECRET.getBytes(StandardCharsets.US_ASCII), "bench");
    private final TokenKey tokenKey = TokenKeys.of(SECRET);
    private final Store store = new Store();
    private final Aws aws = Aws.of(environment(), () -> store);
    private final Authorize authorize = new Authorize(aws);
    private final PostApiV1AuthLogin login = new PostApiV1AuthLogin(aws);
    private final String token = new AccessTokens(aws)
            .issue(
                    new AccessTokens.Content(wallet.address().text(), SESSION, SESSION, List.of(), NOW, NOW + 900),
                    tokenKey);
    private final String message = """
        localhost:3000 wants you to sign in with your Ethereum account:
        %s

        Sign in to the platform.

        URI: http://localhost:3000/login
        Version: 1
        Chain ID: 31337
        Nonce: %s
        Issued At: %s\
        """.formatted(wallet.address().checksummed(), NONCE, Instant.ofEpochSecond(NOW));
    private final byte[] signature = wallet.signMessage(message);
    private final Sign.SignatureData parts =
            new Sign.SignatureData(signature[64], Arrays.copyOf(signature, 32), Arrays.copyOfRange(signature, 32, 64));

    private IdentityBench() {}

    public static void main(String[] arguments) {
        System.exit(new IdentityBench().run() ? 0 : 1);
    }

    private boolean run() {
        Interleaved bench = new Interleaved(ROUNDS, 10);
        bench.add(AUTHORIZER, this::authorized);
        bench.add(JJWT, this::byJjwt);
        bench.add(LOGIN, this::signedIn);
        bench.add(RECOVER, this::recovered);
        bench.add(WEB3J, this::byWeb3j);
        Interleaved.Medians medians = bench.run();
        medians.print(System.err);
        double authorizer = medians.of(AUTHORIZER) / medians.of(JJWT);
        double recovery = medians.of(RECOVER) / medians.of(WEB3J);
        System.err.printf(
                "authorizer: %.2f times jjwt called plainly, at most %.0f%n"
                        + "sign-in: %.2f times web3j called plainly; recovering alone %.2f times, at most %.2f%n",
                authorizer, MOST_AUTHORIZER, medians.of(LOGIN) / medians.of(WEB3J), recovery, MOST_RECOVERY);
        return authorizer <= MOST_AUTHORIZER && recovery <= MOST_RECOVERY;
    }

    private int authorized() {
        Map<String, Object> answer = authorize.handleRequest(
                Map.of("identitySource", List.of("Bearer " + token), "requestContext", Map.of("timeEpoch", NOW * 1000)),
                new PrimingContext("Authorize"));
        return require(Boolean.TRUE.equals(answer.get("isAuthorized")), "the token is refused");
    }

    private int byJjwt() {
        return Jwts.parser()
                .verifyWith(tokenKey.publicKey())
                .clock(() -> new Date(NOW * 1000))
                .build()
                .parseSignedClaims(token)
                .getPayload()
                .getSubject()
                .length();
    }

    private int signedIn() {
        APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
        event.setRouteKey("POST /api/v1/auth/login");
        event.setHeaders(Map.of("content-type", "application/json"));
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("address", wallet.address().text())
                .put("message", message)
                .put("signature", "0x" + HexFormat.of().formatHex(signature));
        event.setBody(body.toString());
        event.setRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                .withRequestId("bench")
                .withTimeEpoch(NOW * 1000)
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod("POST")
                        .withPath("/api/v1/auth/login")
                        .withSourceIp("192.0.2.10")
                        .build())
                .build());
        var answer = login.handleRequest(event, new PrimingContext("PostApiV1AuthLogin"));
        return require(answer.getStatusCode() == 200, answer.getBody());
    }

    private int recovered() {
        return Secp256k1.recover(PersonalMessage.hash(message), signature).orElseThrow().length;
    }

    private int byWeb3j() {
        try {
            return Sign.signedPrefixedMessageToKey(message.getBytes(StandardCharsets.UTF_8), parts)
                    .bitLength();
        } catch (SignatureException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static int require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
        return 1;
    }

    private static Env environment() {
        Map<String, String> env = new HashMap<>(Map.ofEntries(
                Map.entry("AWS_REGION", "eu-west-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "bench"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "bench"),
                Map.entry("STAGE", "bench"),
                Map.entry("ACCESS_TOKEN_SECONDS", "900"),
                Map.entry("WALLET_TOKEN_SECONDS", "259200"),
                Map.entry("REFRESH_IDLE_SECONDS", "604800"),
                Map.entry("REFRESH_ABSOLUTE_SECONDS", "2592000"),
                Map.entry("NONCE_SECONDS", "300"),
                Map.entry("NONCE_SIGN_IN", "true"),
                Map.entry("SIGN_IN_DOMAINS", "localhost"),
                Map.entry("SIGN_IN_CHAINS", "31337"),
                Map.entry("SIGN_INS_PER_ADDRESS_PER_MINUTE", "100"),
                Map.entry("SECRET_TOKEN_KEYS", "token-keys"),
                Map.entry("SECRET_SESSION_KEY", "session-key"),
                Map.entry("SECRET_KEY_PEPPER", "key-pepper")));
        for (String table :
                List.of("LIMITS", "ACCOUNT_SESSIONS", "API_KEYS", "ACCOUNTS", "NONCES", "SIGNING_KEYS", "AUDIT")) {
            env.put("TABLE_" + table, table);
        }
        return Env.of(env);
    }

    /** Holds one session and the key that signs, and takes whatever is written. */
    private final class Store extends CannedStore {
        @Override
        protected String answer(String operation, String body) {
            return switch (operation) {
                case "GetSecretValue" -> "{\"SecretString\":\"" + SECRET + "\"}";
                case "GetItem" ->
                    "{\"Item\":" + (body.contains("ACCOUNT_SESSIONS") ? session() : key()) + "," + CAPACITY + "}";
                case "Query" -> "{\"Items\":[],\"Count\":0," + CAPACITY + "}";
                default -> "{\"Attributes\":{\"taken\":{\"N\":\"1\"}}," + CAPACITY + "}";
            };
        }

        private String session() {
            return "{" + text("account", wallet.address().text()) + text("session", SESSION)
                    + text("how", How.WALLET.name()) + number("created_at", NOW) + number("seen_at", NOW)
                    + number("expires_at", NOW + 900) + number("ends_at", NOW + 900)
                    + number("authenticated_at", NOW) + number("second_factor", 0)
                    + text("network", "192.0.2.10") + "\"agent\":{\"S\":\"bench\"}}";
        }

        private String key() {
            return "{" + text("list", "keys") + text("kid", tokenKey.id()) + text("purpose", AccessTokens.PURPOSE)
                    + text("x", tokenKey.x()) + "\"y\":{\"S\":\"" + tokenKey.y() + "\"}}";
        }

        private static String text(String name, String value) {
            return "\"" + name + "\":{\"S\":\"" + value + "\"},";
        }

        private static String number(String name, long value) {
            return "\"" + name + "\":{\"N\":\"" + value + "\"},";
        }
    }
}
