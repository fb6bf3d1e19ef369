package io.lotabots.clients.attest;

import io.lotabots.evidence.Tier;
import io.lotabots.evidence.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A verdict as a tree that people read: what was decided, how far it is to be trusted, and what the evidence says. */
final class AppraisalTree {
    private static final int WIDEST = 96;

    private final StringBuilder text = new StringBuilder();

    private AppraisalTree() {}

    static String of(String format, Instant at, boolean nonceChecked, Verdict verdict) {
        var tree = new AppraisalTree();
        tree.line(
                "",
                format + ": " + (verdict.accepted() ? "accepted" : "refused") + ", "
                        + verdict.status().label());
        tree.line(
                "├─ ", "as of " + at + (nonceChecked ? ", bound to the nonce" : "; no nonce given: freshness unknown"));
        switch (verdict) {
            case Verdict.Refused refused -> tree.line("└─ ", refused.reason().code() + ": " + refused.detail());
            case Verdict.Accepted accepted -> tree.accepted(accepted);
        }
        return tree.text.toString().stripTrailing();
    }

    private void accepted(Verdict.Accepted accepted) {
        line("├─ ", "trust");
        accepted.vector().claims().forEach((claim, value) -> {
            if (value != 0) {
                line(
                        "│    ",
                        "%-18s %3d  %s".formatted(claim, value, Tier.of(value).label()));
            }
        });
        if (!accepted.cautions().isEmpty()) {
            line("├─ ", "cautions");
            accepted.cautions().forEach((reason, detail) -> line("│    ", reason.code() + ": " + detail));
        }
        line("└─ ", "claims");
        int width = accepted.claims().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        accepted.claims().forEach((name, value) -> claim("     ", width, name, value));
    }

    private void claim(String indent, int width, String name, Object value) {
        String label = name + " ".repeat(Math.max(0, width - name.length()) + 2);
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            line(indent, name);
            int inner = map.keySet().stream()
                    .mapToInt(key -> key.toString().length())
                    .max()
                    .orElse(0);
            map.forEach((key, entry) -> claim(indent + "  ", inner, key.toString(), entry));
        } else if (value instanceof List<?> list && list.size() > 1) {
            line(indent, name);
            for (int i = 0; i < list.size(); i++) {
                claim(indent + "  ", 3, Integer.toString(i), list.get(i));
            }
        } else {
            String shown = String.valueOf(value);
            line(indent, label + (shown.length() > WIDEST ? shown.substring(0, WIDEST) + "..." : shown));
        }
    }

    private void line(String indent, String content) {
        text.append(indent).append(content).append(System.lineSeparator());
    }
}
