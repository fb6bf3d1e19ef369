package io.lotabots.clients.attest;

import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.snp.SevSnp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cases of SEV-SNP: {@code report}, {@code leaf}, and AMD's roots with the intermediates below them. */
final class SevSnpCases implements FormatCases {
    private static final Pattern CHAIN = Pattern.compile("amd/([a-z]+)/(vcek|vlek)/cert_chain");

    private final SevSnp format = new SevSnp();

    @Override
    public Format format() {
        return format;
    }

    @Override
    public String mainPart() {
        return "report";
    }

    @Override
    public Question question(Case one, CaseFiles files) throws EvidenceRefused {
        Evidence evidence =
                new Evidence(Map.of("report", files.read(path(one, "report")), "leaf", files.read(path(one, "leaf"))));
        Roots roots = Roots.read("amd", files.readAll(path(one, "roots")));
        return new Question(
                evidence,
                new Terms(one.nonce(), one.at(), roots.anchors(), collateral(roots), new Policy(policy(one))));
    }

    private static String path(Case one, String input) {
        return one.inputs().path(input).asText();
    }

    /** The intermediates of the case, under the keys by which the verifier asks for them. */
    static Collateral collateral(Roots roots) {
        return key -> {
            Matcher chain = CHAIN.matcher(key);
            return chain.matches()
                    ? Optional.of(roots.pem((chain.group(2).equals("vlek") ? "SEV-VLEK-" : "SEV-") + chain.group(1)))
                    : Optional.empty();
        };
    }

    private static Map<String, Object> policy(Case one) {
        Map<String, Object> settings = new HashMap<>();
        for (String text : new String[] {"measurement", "host_data", "min_tcb", "id_key_digest", "author_key_digest"}) {
            String value = one.text(text);
            if (value != null) {
                settings.put(text, value);
            }
        }
        for (String flag : new String[] {"allow_debug", "allow_migration_agent", "require_alias_check"}) {
            if (one.params().path(flag).isBoolean()) {
                settings.put(flag, one.params().path(flag).booleanValue());
            }
        }
        if (one.params().path("max_vmpl").isIntegralNumber()) {
            settings.put("max_vmpl", one.params().path("max_vmpl").longValue());
        }
        return settings;
    }
}
