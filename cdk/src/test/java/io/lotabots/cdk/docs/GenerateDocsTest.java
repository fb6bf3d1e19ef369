package io.lotabots.cdk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotabots.cdk.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateDocsTest {

    @Test
    void the_committed_documents_are_those_of_the_declarations() throws Exception {
        if (Boolean.getBoolean("lotabots.write")) {
            GenerateDocs.main();
        }
        for (Map.Entry<String, String> document : GenerateDocs.documents().entrySet()) {
            Path file = Checkout.here().file(document.getKey());
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("%s is stale: ./mvnw -q verify -pl cdk -am -Dlotabots.write=true writes it", document.getKey())
                    .isEqualTo(document.getValue());
        }
    }
}
