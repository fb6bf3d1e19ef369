package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Evaluates identity-based policies: an explicit deny wins, nothing is allowed by default.
 *
 * <p>What cannot be evaluated (a condition operator or a policy variable that this machine does not know) denies, and
 * the denial says so. Source: "Policy evaluation logic", IAM user guide.
 */
final class Policy {
    private final List<JsonNode> statements;

    Policy(List<JsonNode> documents) {
        statements = documents.stream().flatMap(d -> list(d.path("Statement"))).toList();
    }

    Decision decide(Access access) {
        boolean allowed = false;
        for (JsonNode statement : statements) {
            if (!applies(statement, access)) {
                continue;
            }
            Conditions.Result result = Conditions.evaluate(statement.path("Condition"), access.context());
            if (!result.unsupported().isEmpty()) {
                return Decision.denied(
                        "because a condition cannot be evaluated on this machine: " + result.unsupported());
            }
            if (result.holds()) {
                if (!statement.path("Effect").asText().equals("Allow")) {
                    return Decision.denied("with an explicit deny in an identity-based policy");
                }
                allowed = true;
            }
        }
        return allowed
                ? Decision.ALLOWED
                : Decision.denied("because no identity-based policy allows the " + access.action() + " action");
    }

    private static boolean applies(JsonNode statement, Access access) {
        boolean action = statement.has("NotAction")
                ? !action(statement.path("NotAction"), access.action())
                : action(statement.path("Action"), access.action());
        return action
                && (statement.has("NotResource")
                        ? !resource(statement.path("NotResource"), access.resource())
                        : resource(statement.path("Resource"), access.resource()));
    }

    private static boolean action(JsonNode patterns, String action) {
        return list(patterns)
                .anyMatch(p -> Wildcard.matches(p.asText().toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)));
    }

    private static boolean resource(JsonNode patterns, String resource) {
        return list(patterns).anyMatch(p -> Wildcard.matches(p.asText(), resource));
    }

    static Stream<JsonNode> list(JsonNode node) {
        return node.isArray() ? node.valueStream() : node.isMissingNode() ? Stream.of() : Stream.of(node);
    }
}
