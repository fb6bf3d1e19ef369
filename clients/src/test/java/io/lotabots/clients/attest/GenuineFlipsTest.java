package io.lotabots.clients.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.attest.FormatCases.Question;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Mutations;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One genuine sample of each format, changed a bit at a time and at random, where this machine has the samples. What a
 * signature covers is refused when it is changed; a change of anything else changes nothing of the verdict.
 */
class GenuineFlipsTest {
    /** Most bytes of a part or of a piece of collateral that are flipped outside of what is flipped byte by byte. */
    private static final int MOST_FLIPS = 80;

    private static final int MUTATIONS = 300;

    private static Optional<Path> folder = Optional.empty();

    @BeforeAll
    static void find() {
        folder = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/evidence/vectors"))
                .filter(path -> Files.isRegularFile(path.resolve("cases.json")))
                .findFirst();
        if (folder.isEmpty()) {
            System.out.println("genuine flips: skipped, this machine does not have the samples");
        }
    }

    /** @param id of an accepted case */
    private static Sample sample(String id) throws IOException, EvidenceRefused {
        assumeTrue(folder.isPresent(), "the samples are not on this machine");
        CaseFiles files = new CaseFiles(folder.orElseThrow());
        for (JsonNode node : new ObjectMapper().readTree(files.read("cases.json"))) {
            if (node.path("id").asText().equals(id)) {
                Case one = Case.of(node);
                FormatCases cases = Formats.named(one.format()).orElseThrow();
                Question question = cases.question(one, files);
                return new Sample(cases.format(), question.evidence(), question.terms());
            }
        }
        throw new AssertionError("no case " + id);
    }

    private record Sample(Format format, Evidence evidence, Terms terms) {
        Verdict verdict() {
            return format.verify(evidence, terms);
        }
    }

    /** Every byte here stands under a signature, or is one: spans of parts, ends excluded; -1 is the part's end. */
    @ParameterizedTest
    @CsvSource({
        "snp-01-milan-v2-vcek, report, 0, 1184",
        "snp-01-milan-v2-vcek, leaf, 0, 1360",
        "dcap-sig-08, quote, 0, 632",
        "dcap-sig-08, quote, 636, 1252",
        "dcap-sig-04, quote, 0, 702",
        "sgx-01b-v3-accept-config, quote, 0, 432",
        "sgx-01b-v3-accept-config, quote, 436, 564",
        "nitro-01, document, 0, 1000",
        "nitro-01, document, -100, -1",
        "tpm-01-measured-boot, message, 0, -1",
        "tpm-01-measured-boot, signature, 0, -1",
        "tpm-01-measured-boot, ak_public, 0, -1",
        "tpm-03-swtpm-rsa, message, 0, -1",
        "tpm-03-swtpm-rsa, signature, 0, -1",
        "gpu-nras-hopper_evidence-0, report, 0, 1000",
        "gpu-nras-hopper_evidence-0, report, -100, -1",
        "apple-att-ios-14.4, attestation, 0, 1200",
        "apple-att-ios-14.4, key_id, 0, -1",
        "apple-asr-ios-14.4, assertion, 0, -1",
        "cca-01-tfrmm, token, 40, -1",
        "psa-01-p2, token, 0, -1",
        "watpm-ThinkpadTpm, client_data, 0, -1",
    })
    void a_flipped_bit_of_what_is_signed_is_refused(String id, String part, int from, int to) throws Exception {
        Sample sample = sample(id);
        int length = Objects.requireNonNull(sample.evidence.parts().get(part)).length;
        assertThat(sample.verdict().accepted()).isTrue();
        Mutations.everyFlipIsRefused(
                sample.format,
                sample.evidence,
                sample.terms,
                part,
                from < 0 ? length + from : from,
                to < 0 ? length : to);
    }

    @ParameterizedTest
    @CsvSource({
        "snp-01-milan-v2-vcek",
        "tdx-01-v4-uptodate",
        "dcap-sig-04",
        "sgx-01b-v3-accept-config",
        "nitro-01",
        "tpm-02-swtpm-ecc",
        "gpu-01-hopper-vbios-rim-match",
        "android-caiman__sdk36__TEE_EC_RKP",
        "apple-att-ios-14.4",
        "az-snp-vtpm-evidence-v1",
        "az-tdx-vtpm-evidence-v1",
        "cca-02-trustee",
        "psa-02-p1",
        "watpm-ThinkpadTpm",
    })
    void a_flipped_bit_anywhere_is_refused_or_changes_nothing(String id) throws Exception {
        Sample sample = sample(id);
        Verdict genuine = sample.verdict();
        assertThat(genuine.accepted()).isTrue();
        Map<String, byte[]> collateral = new TreeMap<>();
        sample.format.verify(sample.evidence, recording(sample.terms, collateral));
        for (Map.Entry<String, byte[]> part : sample.evidence.parts().entrySet()) {
            for (byte[] flipped : flips(part.getValue())) {
                same(
                        id + " " + part.getKey(),
                        genuine,
                        sample.format.verify(Mutations.with(sample.evidence, part.getKey(), flipped), sample.terms));
            }
        }
        for (Map.Entry<String, byte[]> piece : collateral.entrySet()) {
            for (byte[] flipped : flips(piece.getValue())) {
                Map<String, byte[]> changed = new HashMap<>(collateral);
                changed.put(piece.getKey(), flipped);
                same(
                        id + " " + piece.getKey(),
                        genuine,
                        sample.format.verify(sample.evidence, with(sample.terms, changed)));
            }
        }
    }

    private static void same(String what, Verdict genuine, Verdict verdict) {
        if (verdict.accepted()) {
            assertThat(verdict).as(what).isEqualTo(genuine);
        }
    }

    /** A bit of every byte, or of bytes evenly spread where there are many. */
    private static List<byte[]> flips(byte[] genuine) {
        int step = Math.max(1, Math.ceilDiv(genuine.length, MOST_FLIPS));
        List<byte[]> flips = new ArrayList<>();
        for (int i = 0; i < genuine.length; i += step) {
            byte[] flipped = genuine.clone();
            flipped[i] ^= (byte) (1 << flips.size() % 8);
            flips.add(flipped);
        }
        return flips;
    }

    private static Terms recording(Terms terms, Map<String, byte[]> found) {
        return new Terms(
                terms.nonce(),
                terms.at(),
                terms.anchors(),
                key -> {
                    Optional<byte[]> bytes = terms.collateral().find(key);
                    bytes.ifPresent(content -> found.put(key, content));
                    return bytes;
                },
                terms.policy());
    }

    private static Terms with(Terms terms, Map<String, byte[]> collateral) {
        return new Terms(
                terms.nonce(),
                terms.at(),
                terms.anchors(),
                key -> Optional.ofNullable(collateral.get(key)),
                terms.policy());
    }

    @ParameterizedTest
    @CsvSource({
        "snp-01-milan-v2-vcek",
        "tdx-01-v4-uptodate",
        "dcap-sig-04",
        "sgx-01b-v3-accept-config",
        "nitro-01",
        "tpm-01-measured-boot",
        "gpu-01-hopper-vbios-rim-match",
        "android-caiman__sdk36__TEE_EC_RKP",
        "apple-att-ios-14.4",
        "apple-asr-ios-14.4",
        "az-snp-vtpm-evidence-v1",
        "az-tdx-vtpm-evidence-v1",
        "cca-01-tfrmm",
        "psa-01-p2",
        "watpm-ThinkpadTpm",
    })
    void whatever_becomes_of_it_only_a_verdict_comes_out_and_it_is_cheap(String id) throws Exception {
        Sample sample = sample(id);
        List<String> parts = List.copyOf(new TreeMap<>(sample.evidence.parts()).keySet());
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String part = parts.get(seed % parts.size());
            byte[] mutated = Mutations.mutated(
                    Objects.requireNonNull(sample.evidence.parts().get(part)), seed);
            Mutations.verdictIsCheap(sample.format, Mutations.with(sample.evidence, part, mutated), sample.terms);
        }
    }
}
