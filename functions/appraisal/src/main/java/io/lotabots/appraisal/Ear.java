package io.lotabots.appraisal;

import io.lotabots.platform.Json;
import io.lotabots.verdicts.TeeKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The claims of an EAT Attestation Result (draft-ietf-rats-ear, the profile {@code tag:github.com,2023:veraison/ear}), one
 * submodule for each piece of evidence.
 */
final class Ear {
    static final String PROFILE = "tag:github.com,2023:veraison/ear";

    /** What a verifier's build is called in results. */
    static final Map<String, Object> VERIFIER = Map.of("build", "lotabots-appraisal 0.1.0", "developer", "LotaBots");

    /** Longest claims of one piece that a token carries, in bytes of JSON; longer ones stand in the appraisal alone. */
    static final int MOST_ANNOTATED = 8 * 1024;

    private Ear() {}

    /** @param audience left out when empty */
    static Map<String, Object> claims(
            String id,
            byte[] nonce,
            String audience,
            List<Appraisal> appraisals,
            Optional<TeeKey> teeKey,
            long issuedAt,
            long expiresAt) {
        SequencedMap<String, Object> claims = new LinkedHashMap<>();
        claims.put("eat_profile", PROFILE);
        claims.put("iat", issuedAt);
        claims.put("exp", expiresAt);
        claims.put("jti", id);
        claims.put("eat_nonce", Fields.base64(nonce));
        if (!audience.isEmpty()) {
            claims.put("aud", audience);
        }
        claims.put("ear.verifier-id", VERIFIER);
        SequencedMap<String, Object> submods = new LinkedHashMap<>();
        appraisals.forEach(appraisal -> submods.put(appraisal.label(), submod(appraisal, teeKey)));
        claims.put("submods", submods);
        return claims;
    }

    private static Map<String, Object> submod(Appraisal appraisal, Optional<TeeKey> teeKey) {
        SequencedMap<String, Object> submod = new LinkedHashMap<>();
        submod.put("ear.status", appraisal.status());
        submod.put("ear.trustworthiness-vector", appraisal.vector());
        submod.put("ear.appraisal-policy-id", appraisal.policy());
        if (!appraisal.accepted()) {
            submod.put("lotabots.reasons", codes(appraisal.refused()));
            return submod;
        }
        if (Json.write(appraisal.claims()).getBytes(StandardCharsets.UTF_8).length <= MOST_ANNOTATED) {
            submod.put("ear.veraison.annotated-evidence", appraisal.claims());
        }
        teeKey.ifPresent(key -> submod.put(
                "ear.veraison.key-attestation",
                Map.of("akpub", Fields.base64(key.key().getEncoded()))));
        if (!appraisal.device().isEmpty()) {
            submod.put("lotabots.device", appraisal.device());
        }
        List<Appraisal.Note> notes = new ArrayList<>(appraisal.cautions());
        notes.addAll(appraisal.rules());
        if (!notes.isEmpty()) {
            submod.put("lotabots.reasons", codes(notes));
        }
        return submod;
    }

    private static List<String> codes(List<Appraisal.Note> notes) {
        return notes.stream().map(Appraisal.Note::code).distinct().toList();
    }
}
