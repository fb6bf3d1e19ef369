package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.Digests;
import io.lotabots.platform.Json;
import io.lotabots.platform.Refusal;
import io.lotabots.verdicts.TeeKey;
import io.lotabots.verdicts.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Gives a secret to the holder of an attested key, when the terms of the secret hold of the result that it shows. */
final class Release {
    private static final int MOST_TOKEN = 64 * 1024;

    private final Results results;
    private final Vault vault;

    Release(Aws aws) {
        this.results = new Results(aws);
        this.vault = new Vault(aws);
    }

    /**
     * @param token a signed result of this service; it must be the one that is kept, letter by letter
     * @return the members of a flattened JWE
     * @throws Refusal 401 when the result is none of ours or too old, 403 when the terms do not hold, 404 without a secret
     */
    Map<String, String> to(String token, String path, long now) {
        Results.Result result = results.find(id(token), now).orElseThrow(Release::unknown);
        if (!Digests.sameBytes(
                token.getBytes(StandardCharsets.UTF_8),
                json(result.answer()).path("ear").asText().getBytes(StandardCharsets.UTF_8))) {
            throw unknown();
        }
        return to(result, path, now);
    }

    /** The same for who shows no token but holds the session that came to a result. */
    Map<String, String> toSessionOf(String attestationId, String path, long now) {
        return to(results.find(attestationId, now).orElseThrow(Release::unknown), path, now);
    }

    private Map<String, String> to(Results.Result result, String path, long now) {
        JsonNode answer = json(result.answer());
        if (answer.path("expires_at").longValue() <= now) {
            throw unknown();
        }
        if (result.teeKey().isEmpty()) {
            throw new Refusal(403, "NO_KEY_ATTESTED", "The evidence spoke for no key: hand in tee_public_key with it");
        }
        Vault.Resource resource =
                vault.find(path).orElseThrow(() -> new Refusal(404, "NO_RESOURCE", "There is no resource at " + path));
        String status = answer.path("status").asText();
        // A phone or a GPU may be genuine and still be no place for a secret: the guest itself must have been
        // appraised.
        boolean guest = StreamSupport.stream(answer.path("appraisals").spliterator(), false)
                .anyMatch(one -> resource.terms()
                        .hold(one.path("format").asText(), one.path("status").asText()));
        if (!guest
                || !resource.terms().isEnough(status)
                || !resource.terms().policy().equals(result.profile())) {
            throw new Refusal(
                    403,
                    "TERMS_NOT_MET",
                    "The resource is for "
                            + (resource.terms().format().isEmpty()
                                    ? "confidential guests"
                                    : "evidence of " + resource.terms().format())
                            + " that the policy "
                            + resource.terms().policy() + " finds "
                            + (resource.terms().warning() ? "affirming or warning" : "affirming") + "; this one was "
                            + status + " under " + result.profile());
        }
        return Tokens.encrypted(resource.content(), TeeKey.of(json(result.teeKey())));
    }

    /** The id that a token names, before anything of it was verified: it only finds the row to compare with. */
    private static String id(String token) {
        String[] parts = token.length() > MOST_TOKEN ? new String[0] : token.split("\\.", -1);
        if (parts.length == 3) {
            try {
                String id = Json.tree(Base64.getUrlDecoder().decode(parts[1]))
                        .path("jti")
                        .asText();
                return Optional.of(id)
                        .filter(text -> Results.ID.matcher(text).matches())
                        .orElseThrow(Release::unknown);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw unknown();
            }
        }
        throw unknown();
    }

    private static JsonNode json(String text) {
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalStateException("a result cannot be read", broken);
        }
    }

    private static Refusal unknown() {
        return new Refusal(401, "RESULT_REQUIRED", "The token is no result of this platform that counts now")
                .header("WWW-Authenticate", "Bearer");
    }
}
