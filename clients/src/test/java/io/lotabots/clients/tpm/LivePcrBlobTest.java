package io.lotabots.clients.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotabots.evidence.tpm.PcrBlob;
import io.lotabots.evidence.tpm.PcrValues;
import io.lotabots.evidence.tpm.TpmAttest;
import io.lotabots.evidence.tpm.TpmHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registers as stock tools write them beside a quote of a TPM that runs. */
class LivePcrBlobTest {
    @Test
    void registers_that_stock_tools_write_beside_a_quote_are_those_of_the_quote(@TempDir Path folder) throws Exception {
        List<String> missing = Swtpm.missingTools();
        assumeTrue(missing.isEmpty(), "no tools for a TPM in software: " + missing);
        try (Swtpm tpm = Swtpm.start(folder)) {
            var tools = new TpmTools(tpm.address(), folder);
            tools.run("tpm2_createprimary", "-C", "o", "-G", "ecc", "-c", "o.ctx");
            tools.run("tpm2_create", "-C", "o.ctx", "-G", "ecc", "-u", "blob.pub", "-r", "blob.priv");
            tools.run("tpm2_load", "-C", "o.ctx", "-u", "blob.pub", "-r", "blob.priv", "-c", "blob.ctx");
            tools.run(
                    "tpm2_quote",
                    "-c",
                    "blob.ctx",
                    "-l",
                    "sha256:0,1,7,10,23",
                    "-m",
                    "blob.msg",
                    "-s",
                    "blob.sig",
                    "-o",
                    "blob.pcrs",
                    "-g",
                    "sha256");
            var quote = (TpmAttest.Quote) TpmAttest.quote(Files.readAllBytes(folder.resolve("blob.msg")))
                    .body();
            byte[] json = PcrBlob.json(Files.readAllBytes(folder.resolve("blob.pcrs")));
            assertThat(new String(json, StandardCharsets.US_ASCII))
                    .startsWith("{\"sha256\":{\"0\":\"")
                    .contains("\"23\":\"");
            assertThat(PcrValues.json(json, quote.selections()).digest(quote.selections(), TpmHash.SHA256))
                    .isEqualTo(quote.pcrDigest());
        }
    }
}
