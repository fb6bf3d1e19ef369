package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Certificates;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Settings;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotabots attest verify FILE}: one piece of evidence, appraised offline. */
@Command(
        name = "verify",
        description = "Appraise a file of evidence offline and print the appraisal.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotabots attest verify report.bin --format sev-snp --part leaf=vcek.der --nonce 4f1c...",
            "  lotabots attest verify quote.msg --format tpm2-quote --part signature=quote.sig \\",
            "      --part ak_public=ak.pub --part pcrs=pcrs.json --nonce 76d2...",
            "  lotabots attest verify document.cbor --format aws-nitro --at 2026-01-02T03:04:05Z --json",
            "",
            "Exit status: 0 when the evidence is accepted, 1 when it is refused, 2 for wrong options."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_CERTIFICATES = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs a command
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The evidence: its main part, where the format has several.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--format", required = true, paramLabel = "F", description = "Which format; --format ? lists them.")
    private String format = "";

    @Option(names = "--nonce", paramLabel = "HEX", description = "The challenge that the evidence must be bound to.")
    private @Nullable String nonce;

    @Option(names = "--part", paramLabel = "NAME=FILE", description = "A further part of the evidence; repeatable.")
    private Map<String, Path> parts = new LinkedHashMap<>();

    @Option(
            names = "--collateral",
            paramLabel = "KEY=FILE",
            description = "What a vendor publishes, as amd/milan/vcek/crl=milan.crl; repeatable.")
    private Map<String, Path> collateral = new LinkedHashMap<>();

    @Option(
            names = "--anchor",
            paramLabel = "GROUP=FILE",
            description = "Trust this certificate too, beside the pinned roots, as tpm=ca.pem; repeatable.")
    private Map<String, Path> anchors = new LinkedHashMap<>();

    @Option(names = "--policy", paramLabel = "NAME=VALUE", description = "A setting of the format; repeatable.")
    private Map<String, String> policy = new LinkedHashMap<>();

    @Option(names = "--at", paramLabel = "TIME", description = "Appraise as of this time (default: now).")
    private @Nullable Instant at;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        FormatCases cases = Formats.named(format)
                .orElseThrow(() -> new PlainError("--format is one of " + Formats.names() + ", got " + format));
        Map<String, byte[]> evidence = read(parts);
        evidence.put(cases.mainPart(), read(file));
        Instant time = at == null ? Clock.systemUTC().instant() : at;
        var terms = new Terms(
                nonce == null ? null : hex(nonce),
                time,
                TrustAnchors.pinned().with(anchors()),
                Collateral.of(read(collateral)),
                new Policy(settings(cases.format().settings())));
        Verdict verdict = cases.format().verify(new Evidence(evidence), terms);
        var out = spec.commandLine().getOut();
        out.println(json ? json(verdict, time) : AppraisalTree.of(format, time, nonce != null, verdict));
        return verdict.accepted() ? 0 : 1;
    }

    private String json(Verdict verdict, Instant time) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", format);
        answer.put("at", time.toString());
        answer.put("nonce_checked", nonce != null);
        answer.put("verdict", verdict.accepted() ? "accept" : "reject");
        answer.put("status", verdict.status().label());
        switch (verdict) {
            case Verdict.Refused refused -> {
                answer.put("reason", refused.reason().code());
                answer.put("detail", refused.detail());
            }
            case Verdict.Accepted accepted -> {
                answer.put("trustworthiness_vector", accepted.vector().claims());
                Map<String, String> cautions = new LinkedHashMap<>();
                accepted.cautions().forEach((reason, detail) -> cautions.put(reason.code(), detail));
                answer.put("cautions", cautions);
                answer.put("claims", accepted.claims());
            }
        }
        return JSON.valueToTree(answer).toPrettyString();
    }

    private Map<String, Object> settings(Settings known) {
        Map<String, Object> settings = new HashMap<>();
        policy.forEach((name, text) -> {
            Object value = known.parsed(name, text);
            known.problem(name, value).ifPresent(problem -> {
                throw new PlainError("--policy " + name + "=" + text + ": " + problem);
            });
            settings.put(name, value);
        });
        return settings;
    }

    private List<Anchor> anchors() {
        List<Anchor> more = new ArrayList<>();
        anchors.forEach((group, path) -> {
            try {
                Certificates.pemOrDer(read(path), MOST_CERTIFICATES)
                        .forEach(certificate -> more.add(Anchor.of(group, "given", certificate)));
            } catch (EvidenceRefused unreadable) {
                throw new PlainError("--anchor " + group + "=" + path + ": " + unreadable.detail(), unreadable);
            }
        });
        return more;
    }

    private static Map<String, byte[]> read(Map<String, Path> files) {
        Map<String, byte[]> contents = new HashMap<>();
        files.forEach((name, path) -> contents.put(name, read(path)));
        return contents;
    }

    private static byte[] read(Path path) {
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw new PlainError(path + " has " + size + " bytes, at most " + MOST_BYTES + " are read");
            }
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw new PlainError("cannot read " + path, unreadable);
        }
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException malformed) {
            throw new PlainError("--nonce is an even number of hexadecimal digits, got \"" + text + "\"", malformed);
        }
    }
}
