package io.lotabots.cdk.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotabots.cdk.Checkout;
import io.lotabots.cdk.model.Platform;
import io.lotabots.cdk.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the documents under {@code docs/} that follow from the declarations. */
public final class GenerateDocs {

    private GenerateDocs() {}

    /** Writes each document into the repository around the working directory. */
    public static void main(String... arguments) throws IOException {
        Checkout checkout = Checkout.here();
        for (Map.Entry<String, String> document : documents().entrySet()) {
            Path file = checkout.file(document.getKey());
            Files.createDirectories(checkout.file("docs"));
            Files.writeString(file, document.getValue());
        }
    }

    /** The documents by their path in the repository. */
    static Map<String, String> documents() {
        Platform platform = Services.platform();
        Map<String, String> documents = new TreeMap<>();
        documents.put("docs/routes.md", RouteTable.of(platform));
        documents.put("docs/openapi.json", pretty(OpenApi.of(platform)));
        return documents;
    }

    private static String pretty(Object json) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }
}
