package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.evidence.EvidenceRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** One genuine piece of evidence of each format, to be verified again and again. */
public final class EvidenceWorks {
    private EvidenceWorks() {}

    /** By format, the first case of a folder that is accepted; its files are read and taken apart before. */
    public static Map<String, IntSupplier> of(Path folder) throws IOException {
        CaseFiles files = new CaseFiles(folder);
        Map<String, Case> chosen = new TreeMap<>();
        for (JsonNode node : new ObjectMapper().readTree(files.read("cases.json"))) {
            Case one = Case.of(node);
            if (one.isAcceptExpected()) {
                chosen.putIfAbsent(one.format(), one);
            }
        }
        Map<String, IntSupplier> works = new LinkedHashMap<>();
        chosen.forEach((format, one) -> {
            FormatCases cases = Formats.named(format).orElseThrow();
            FormatCases.Question question = question(cases, one, files);
            works.put(format, () -> verified(cases, question));
        });
        return works;
    }

    private static FormatCases.Question question(FormatCases cases, Case one, CaseFiles files) {
        try {
            return cases.question(one, files);
        } catch (EvidenceRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static int verified(FormatCases cases, FormatCases.Question question) {
        if (!cases.format().verify(question.evidence(), question.terms()).accepted()) {
            throw new IllegalStateException(
                    "a genuine piece of " + cases.format().name() + " is refused");
        }
        return 1;
    }
}
