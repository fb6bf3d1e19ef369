package io.lotabots.access;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.ProtectedHeader;
import io.lotabots.aws.Aws;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.crypto.TokenKey;
import io.lotabots.platform.Kept;
import java.security.Key;
import java.security.PublicKey;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Access tokens: JSON web tokens signed with ES256 (RFC 9068, {@code typ} at+jwt), and whether one is ours. The algorithm
 * and the type are pinned, keys are those that the platform published for this purpose, and nothing that a token says of
 * where its key might be found is read. A token that is ours proves nothing yet: its session must still stand.
 */
public final class AccessTokens {
    /** The value of {@code typ}. */
    public static final String TYPE = "at+jwt";

    /** What the row of a published key says that it signs. */
    public static final String PURPOSE = "access";

    /** Longest token that is looked at, in characters. */
    private static final int MOST_CHARACTERS = 4096;

    /** How far clocks of signers may differ, in seconds. */
    private static final int SKEW_SECONDS = 5;

    private static final int KEPT_SECONDS = 300;
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Aws aws;
    private final Table published;
    private final Kept<String, Published> keys = new Kept<>(8, KEPT_SECONDS);

    public AccessTokens(Aws aws) {
        this.aws = aws;
        this.published = aws.table("SIGNING_KEYS");
    }

    private record Published(PublicKey key, long until) {}

    /**
     * What a token says.
     *
     * @param id of this token alone ({@code jti})
     * @param scopes what it is limited to; none for all that its account may do
     * @param issuedAt seconds since 1970
     * @param expiresAt seconds since 1970
     */
    public record Content(
            String account, String session, String id, List<String> scopes, long issuedAt, long expiresAt) {}

    /** Who issues tokens and whom they are for: this deployment. */
    public static String issuer(Aws aws) {
        return aws.env()
                .find("PUBLIC_URL")
                .orElseGet(() -> "urn:lotabots:" + aws.env().get("STAGE"));
    }

    /** A signed token. The key must be published already, see {@link #PURPOSE}. */
    public String issue(Content content, TokenKey key) {
        String issuer = issuer(aws);
        var token = Jwts.builder()
                .header()
                .type(TYPE)
                .keyId(key.id())
                .and()
                .issuer(issuer)
                .audience()
                .add(issuer)
                .and()
                .subject(content.account)
                .id(content.id)
                .issuedAt(date(content.issuedAt))
                .expiration(date(content.expiresAt))
                .claim("client_id", "lotabots")
                .claim("sid", content.session);
        if (!content.scopes.isEmpty()) {
            token.claim("scope", String.join(" ", content.scopes));
        }
        return token.signWith(key.privateKey(), Jwts.SIG.ES256).compact();
    }

    /** What a token of ours says that has not expired; empty for anything else. */
    public Optional<Content> verify(String token, long now) {
        return verify(token, now, new Keys(now));
    }

    /** Signs and verifies once with a key that counts nowhere, so that a snapshot holds warm code. */
    void warm() {
        TokenKey key = TokenKey.derive(new byte[Byte.SIZE], "warmth", 0);
        String token = issue(new Content("", "", "", List.of(), 0, 1), key);
        verify(token, 0, _ -> key.publicKey());
    }

    private Optional<Content> verify(String token, long now, Locator<Key> locator) {
        if (token.length() > MOST_CHARACTERS || !COMPACT.matcher(token).matches()) {
            return Optional.empty();
        }
        String issuer = issuer(aws);
        try {
            Jws<Claims> jws = Jwts.parser()
                    .sig()
                    .clear()
                    .add(Jwts.SIG.ES256)
                    .and()
                    .zip()
                    .clear()
                    .and()
                    .keyLocator(locator)
                    .clock(() -> date(now))
                    .clockSkewSeconds(SKEW_SECONDS)
                    .requireIssuer(issuer)
                    .requireAudience(issuer)
                    .build()
                    .parseSignedClaims(token);
            return TYPE.equals(jws.getHeader().getType())
                    ? Optional.of(content(jws.getPayload(), now))
                    : Optional.empty();
        } catch (JwtException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Content content(Claims claims, long now) {
        if (claims.getExpiration() == null || claims.getExpiration().getTime() <= now * 1000) {
            throw new IllegalArgumentException("a token without an end, or past it");
        }
        String scope = claims.get("scope", String.class);
        return new Content(
                present(claims.getSubject()),
                present(claims.get("sid", String.class)),
                present(claims.getId()),
                scope == null ? List.of() : List.of(scope.split(" ")),
                claims.getIssuedAt() == null ? 0 : claims.getIssuedAt().getTime() / 1000,
                claims.getExpiration().getTime() / 1000);
    }

    private static String present(String claim) {
        if (claim == null) {
            throw new IllegalArgumentException("a claim is missing");
        }
        return claim;
    }

    private static Date date(long epochSecond) {
        return new Date(Math.multiplyExact(epochSecond, 1000L));
    }

    /** Finds keys by their id among those that were published for access tokens, and nowhere else. */
    private final class Keys extends LocatorAdapter<Key> {
        private final long now;

        Keys(long now) {
            this.now = now;
        }

        @Override
        protected Key locate(ProtectedHeader header) {
            String id = header.getKeyId();
            if (id == null || !KEY_ID.matcher(id).matches()) {
                throw new IllegalArgumentException("a key has an id of 43 characters");
            }
            // What is not published is not kept either, so that no flood of made-up ids pushes out the keys in use.
            Published found = keys.get(id, now, AccessTokens.this::read);
            if (found.until <= now) {
                throw new IllegalArgumentException("the key is no longer listed");
            }
            return found.key;
        }
    }

    private Published read(String id) {
        Item row = published
                .get(Item.of("list", "keys").with("kid", id))
                .filter(found ->
                        found.findText("purpose").filter(PURPOSE::equals).isPresent())
                .orElseThrow(() -> new IllegalArgumentException("no key of this id signs access tokens"));
        return new Published(TokenKey.publicKey(row.text("x"), row.text("y")), row.number("until", Long.MAX_VALUE));
    }

    /** The row under which a key is published, for as long as nothing says otherwise. */
    public static Item published(TokenKey key) {
        return Item.of("list", "keys").toBuilder()
                .with("kid", key.id())
                .with("kty", "EC")
                .with("crv", "P-256")
                .with("alg", "ES256")
                .with("purpose", PURPOSE)
                .with("x", key.x())
                .with("y", key.y())
                .build();
    }
}
