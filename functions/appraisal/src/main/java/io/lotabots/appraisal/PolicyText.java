package io.lotabots.appraisal;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.TrustVector;
import io.lotabots.platform.Json;
import io.lotabots.verdicts.RuleRefused;
import io.lotabots.verdicts.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Policies as they are handed in and as they are kept: the same JSON, with the checked tree of each rule in what is kept. */
final class PolicyText {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    static final int MOST_RULES = 32;

    private static final int MOST_SETTINGS = 40;
    private static final int MOST_VALUES = 200;
    private static final int MOST_TEXT = 512;
    private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Kinds kinds;
    private final Rules rules = new Rules();

    PolicyText(Kinds kinds) {
        this.kinds = kinds;
    }

    /** One rule as it is handed in. */
    record RuleText(
            @Nullable String format,
            @Nullable String rule,
            @Nullable String claim,
            @Nullable Integer otherwise,
            @Nullable String says) {}

    /** A policy as it is kept. */
    record Kept(List<String> formats, Map<String, Map<String, Object>> settings, List<KeptRule> rules) {}

    /** @param tree the checked tree of the rule in base64 */
    record KeptRule(String format, String rule, String claim, int otherwise, String says, String tree) {}

    /** Checks and compiles a policy. @throws Refusal 400 naming the field and what is wrong with it */
    String compiled(@Nullable List<String> formats, @Nullable JsonNode settings, @Nullable List<RuleText> texts) {
        List<String> taken = formats == null ? List.of() : formats;
        taken.forEach(kinds::named);
        List<RuleText> given = texts == null ? List.of() : texts;
        if (given.size() > MOST_RULES) {
            throw Fields.invalid("rules", "holds at most " + MOST_RULES + " rules, got " + given.size());
        }
        List<KeptRule> compiled = new ArrayList<>();
        for (RuleText rule : given) {
            compiled.add(compiled(rule, "rules[" + compiled.size() + "]"));
        }
        return Json.write(new Kept(taken, settings(settings), compiled));
    }

    private KeptRule compiled(RuleText text, String field) {
        String format = text.format() == null ? "" : text.format();
        if (!format.isEmpty()) {
            kinds.named(format);
        }
        String claim = text.claim() == null ? "" : text.claim();
        if (!TrustVector.NONE.claims().containsKey(claim)) {
            throw Fields.invalid(
                    field + ".claim",
                    "must be one of " + TrustVector.NONE.claims().keySet());
        }
        int otherwise = text.otherwise() == null ? 32 : text.otherwise();
        if (otherwise < 32 || otherwise > 127) {
            throw Fields.invalid(field + ".otherwise", "must be 32 (warning) to 127, got " + otherwise);
        }
        String rule = Fields.text(field + ".rule", text.rule(), Rules.MOST_LETTERS)
                .orElseThrow(() -> Fields.invalid(field + ".rule", "is missing"));
        String says = Fields.text(field + ".says", text.says(), 200).orElse("");
        try {
            byte[] tree = rules.compile(rule);
            return new KeptRule(
                    format, rule, claim, otherwise, says, Base64.getEncoder().encodeToString(tree));
        } catch (RuleRefused wrong) {
            throw Fields.invalid(field + ".rule", "is not accepted: " + wrong.sentence());
        }
    }

    private Map<String, Map<String, Object>> settings(@Nullable JsonNode sent) {
        Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
        if (sent == null || sent.isNull()) {
            return settings;
        }
        if (!sent.isObject()) {
            throw Fields.invalid("settings", "must be an object of formats");
        }
        sent.properties().forEach(format -> {
            Settings known = kinds.named(format.getKey()).format().settings();
            Map<String, Object> values = new LinkedHashMap<>();
            JsonNode asked = format.getValue();
            if (!asked.isObject() || asked.size() > MOST_SETTINGS) {
                throw Fields.invalid(
                        "settings." + format.getKey(), "must be an object of at most " + MOST_SETTINGS + " settings");
            }
            asked.properties().forEach(setting -> {
                String name = Fields.word("settings", setting.getKey(), SETTING);
                String field = "settings." + format.getKey() + "." + name;
                Object value = value(field, setting.getValue());
                known.problem(name, value).ifPresent(problem -> {
                    throw Fields.invalid(field, problem);
                });
                values.put(name, value);
            });
            settings.put(format.getKey(), values);
        });
        return settings;
    }

    /** What a setting may be: yes or no, a whole number, a text, or texts. */
    static Object value(String name, JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isTextual() && node.textValue().length() <= MOST_TEXT) {
            return node.textValue();
        }
        if (node.isArray() && node.size() <= MOST_VALUES) {
            List<String> texts = new ArrayList<>();
            node.forEach(text -> {
                if (!text.isTextual() || text.textValue().length() > MOST_TEXT) {
                    throw Fields.invalid(name, "must hold texts of at most " + MOST_TEXT + " characters");
                }
                texts.add(text.textValue());
            });
            return List.copyOf(texts);
        }
        throw Fields.invalid(
                name,
                "must be true, false, a whole number, a text of at most " + MOST_TEXT + " characters, or at most "
                        + MOST_VALUES + " texts");
    }

    /** The policy of what is kept. */
    PolicyDocument read(String name, long version, String kept) {
        JsonNode document;
        try {
            document = Json.tree(kept.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalStateException("policy " + name + " cannot be read", broken);
        }
        List<String> formats = new ArrayList<>();
        document.path("formats").forEach(format -> formats.add(format.textValue()));
        Map<String, Map<String, Object>> settings = new HashMap<>();
        document.path("settings").properties().forEach(format -> {
            Map<String, Object> values = new HashMap<>();
            format.getValue()
                    .properties()
                    .forEach(setting -> values.put(setting.getKey(), value(setting.getKey(), setting.getValue())));
            settings.put(format.getKey(), values);
        });
        List<PolicyDocument.CheckedRule> checked = new ArrayList<>();
        document.path("rules").forEach(rule -> checked.add(checked(name, rule)));
        return new PolicyDocument(name, version, formats, settings, checked);
    }

    private PolicyDocument.CheckedRule checked(String policy, JsonNode rule) {
        try {
            return new PolicyDocument.CheckedRule(
                    rule.path("format").asText(),
                    rule.path("rule").asText(),
                    rule.path("claim").asText(),
                    rule.path("otherwise").intValue(),
                    rule.path("says").asText(),
                    rules.of(Base64.getDecoder().decode(rule.path("tree").asText())));
        } catch (RuleRefused broken) {
            throw new IllegalStateException("a rule of policy " + policy + " cannot be read", broken);
        }
    }
}
