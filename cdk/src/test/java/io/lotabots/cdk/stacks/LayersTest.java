package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.cdk.Checkout;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {

    private static final long UNPACKED_LIMIT = 250L << 20;

    /** The sets of layers that services stand on, each once. */
    private static Stream<List<String>> sets() {
        return Services.platform().services().stream().map(Service::layers).distinct();
    }

    private static List<Path> jars(String layer) throws IOException {
        try (Stream<Path> files = Files.list(Checkout.here().layer(layer).resolve("java/lib"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void no_jar_stands_in_two_layers_whatever_its_version(List<String> layers) throws Exception {
        Map<String, String> holders = new HashMap<>();
        for (String layer : layers) {
            for (Path jar : jars(layer)) {
                String artefact = jar.getFileName().toString().replaceAll("-\\d.*", "");
                assertThat(holders.put(artefact, layer))
                        .as(artefact + " in " + layer)
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void no_class_stands_in_two_jars(List<String> layers) throws Exception {
        Map<String, Path> holders = new HashMap<>();
        List<Path> all = new ArrayList<>();
        for (String layer : layers) {
            all.addAll(jars(layer));
        }
        for (Path path : all) {
            try (JarFile jar = new JarFile(path.toFile())) {
                jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                        .filter(name -> !name.equals("module-info.class"))
                        .forEach(name -> assertThat(holders.put(name, path))
                                .as(name + " of " + path)
                                .isNull());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void all_layers_together_fit_a_function(List<String> layers) throws Exception {
        long bytes = 0;
        for (String layer : layers) {
            for (Path jar : jars(layer)) {
                bytes += Files.size(jar);
            }
        }
        assertThat(bytes).isLessThan(UNPACKED_LIMIT);
    }
}
