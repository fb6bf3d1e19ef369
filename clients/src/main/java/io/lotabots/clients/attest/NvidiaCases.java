package io.lotabots.clients.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.clients.PlainError;
import io.lotabots.evidence.Collateral;
import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Policy;
import io.lotabots.evidence.Terms;
import io.lotabots.evidence.TrustAnchors;
import io.lotabots.evidence.nvidia.NvidiaGpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cases of NVIDIA's devices: {@code report} in hexadecimal with {@code chain} in PEM, or {@code json}, a request to
 * NVIDIA's own service, of which {@code index} names an entry. {@code rims} are handed over as the manifests of whatever
 * version is asked for, by whether they are of a driver or of firmware.
 */
final class NvidiaCases implements FormatCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("colloquialVersion=\"([0-9A-Fa-f.]+)\"");
    private static final Pattern FIRMWARE = Pattern.compile("(?:[0-9A-Fa-f]{2}\\.){4}[0-9A-Fa-f]{2}");

    private final Format format = new NvidiaGpu();

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
        TrustAnchors anchors = TrustAnchors.pinned();
        String root = one.inputs().path("root").asText();
        if (!root.isEmpty()) {
            // Manifests have a root of their own, which the cases do not name.
            anchors = TrustAnchors.of(anchors.group("nvidia-rim"))
                    .with(Roots.read("nvidia-device", files.readAll(root))
                            .anchors()
                            .all());
        }
        return new Question(
                new Evidence(one.inputs().has("json") ? request(one, files) : recorded(one, files)),
                new Terms(one.nonce(), one.at(), anchors, manifests(one, files), Policy.STRICT));
    }

    private static Map<String, byte[]> recorded(Case one, CaseFiles files) {
        return Map.of(
                "report",
                files.read(one.inputs().path("report").asText()),
                "chain",
                files.read(one.inputs().path("chain").asText()));
    }

    private static Map<String, byte[]> request(Case one, CaseFiles files) {
        try {
            JsonNode entry = JSON.readTree(files.read(one.inputs().path("json").asText()))
                    .path(one.inputs().path("index").asInt());
            return Map.of(
                    "report",
                    Base64.getDecoder().decode(entry.path("evidence").asText()),
                    "chain",
                    Base64.getDecoder().decode(entry.path("certificate").asText()));
        } catch (IOException | IllegalArgumentException malformed) {
            throw PlainError.notDone(one.id() + ": its request is not JSON with Base64");
        }
    }

    private static Collateral manifests(Case one, CaseFiles files) {
        Map<Boolean, byte[]> byFirmware = new HashMap<>();
        one.inputs().path("rims").forEach(path -> {
            byte[] rim = files.read(path.asText());
            Matcher version = VERSION.matcher(new String(rim, StandardCharsets.UTF_8));
            byFirmware.put(version.find() && FIRMWARE.matcher(version.group(1)).matches(), rim);
        });
        return key -> key.startsWith("nvidia/rim/")
                ? Optional.ofNullable(byFirmware.get(!key.startsWith("nvidia/rim/NV_GPU_DRIVER_")))
                : Optional.empty();
    }
}
