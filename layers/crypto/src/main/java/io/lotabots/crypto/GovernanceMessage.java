package io.lotabots.crypto;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the owner of a wallet signs to propose something or to vote on it: one JSON object with sorted keys and without
 * spaces, {@code {description,nonce,title,wallet}} or {@code {nonce,proposal_id,vote,wallet}}, and {@code chain_id} in it
 * when the signer names the chain.
 *
 * <p>Text beyond ASCII stands escaped, as Python writes it, or as UTF-8, as JavaScript does; a nonce that is a whole
 * number may stand as one or as a text. A signature over any of these forms is good: all mean the same.
 */
public final class GovernanceMessage {
    private final SortedMap<String, String> texts = new TreeMap<>();
    private final SortedMap<String, String> numbers = new TreeMap<>();

    private GovernanceMessage(String wallet, String nonce, Optional<String> chainId) {
        texts.put("wallet", wallet);
        texts.put("nonce", nonce);
        chainId.ifPresent(id -> texts.put("chain_id", id));
    }

    /** A proposal. @param nonce any text that this wallet proposed nothing with yet */
    public static GovernanceMessage proposal(
            String wallet, String title, String description, String nonce, Optional<String> chainId) {
        GovernanceMessage message = new GovernanceMessage(wallet, nonce, chainId);
        message.texts.put("title", title);
        message.texts.put("description", description);
        return message;
    }

    /** A vote. @param vote {@code yes} or {@code no} */
    public static GovernanceMessage vote(
            String wallet, long proposalId, String vote, String nonce, Optional<String> chainId) {
        GovernanceMessage message = new GovernanceMessage(wallet, nonce, chainId);
        message.texts.put("vote", vote);
        message.numbers.put("proposal_id", Long.toString(proposalId));
        return message;
    }

    /** What a wallet signs: the form that Python writes. */
    public byte[] signed() {
        return text(texts, numbers, CanonicalJson::quoted).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the holder of {@code key} signed one of the forms; at most four are verified. */
    public boolean isSignedBy(Ed25519.Key key, byte[] signature) {
        return forms().stream().anyMatch(form -> key.verify(form, signature));
    }

    /** All forms, that of {@link #signed} first. */
    List<byte[]> forms() {
        SequencedSet<String> forms = new LinkedHashSet<>();
        for (UnaryOperator<String> quoting :
                List.<UnaryOperator<String>>of(CanonicalJson::quoted, CanonicalJson::raw)) {
            forms.add(text(texts, numbers, quoting));
            String nonce = texts.getOrDefault("nonce", "");
            if (nonce.matches("0|[1-9][0-9]{0,18}")) {
                SortedMap<String, String> others = new TreeMap<>(texts);
                others.remove("nonce");
                SortedMap<String, String> more = new TreeMap<>(numbers);
                more.put("nonce", nonce);
                forms.add(text(others, more, quoting));
            }
        }
        return forms.stream().map(form -> form.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String text(
            SortedMap<String, String> texts, SortedMap<String, String> numbers, UnaryOperator<String> quoting) {
        SortedMap<String, String> values = new TreeMap<>(numbers);
        texts.forEach((name, text) -> values.put(name, quoting.apply(text)));
        StringBuilder json = new StringBuilder();
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.append(json.isEmpty() ? '{' : ',')
                    .append('"')
                    .append(value.getKey())
                    .append("\":");
            json.append(value.getValue());
        }
        return json.append('}').toString();
    }
}
