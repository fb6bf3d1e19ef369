package io.lotabots.identity;

import org.jspecify.annotations.Nullable;

/**
 * What who signed in is given.
 *
 * @param accessToken shown as {@code Authorization: Bearer}
 * @param tokenType always {@code Bearer}
 * @param expiresIn seconds for which the access token counts
 * @param refreshToken exchanged once for the next pair of tokens; null where there is none
 * @param refreshExpiresIn seconds within which it must be; null where there is none
 * @param userId the account
 * @param sessionId by which the session is listed and ended
 */
public record SignedIn(
        String accessToken,
        String tokenType,
        long expiresIn,
        @Nullable String refreshToken,
        @Nullable Long refreshExpiresIn,
        String userId,
        String sessionId) {}
