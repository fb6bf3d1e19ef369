package io.lotabots.clients.miner;

import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.tpm.TpmAttester;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which TPM a miner shows, if any. */
final class TpmOptions {
    @Option(
            names = "--tpm",
            paramLabel = "ADDRESS",
            description = "The TPM to show each cycle, as tpm2-tools address it (default: /dev/tpmrm0 where it is usable).")
    private @Nullable String address;

    @Option(
            names = "--tpm-chain",
            paramLabel = "FILE",
            description = "Certificates (PEM) between the maker's root and the TPM's own, where the TPM does not hold them.")
    private @Nullable Path chain;

    @Option(names = "--no-tpm", description = "Show no TPM, even where there is one.")
    private boolean none;

    /** What a cycle shows. The attestation key is kept in the folder {@code tpm} beside the miner's key. */
    HardwareStep step(NodeClient node, Identity who, Path keyFile) {
        return none
                ? HardwareStep.NONE
                : TpmAttester.address(address)
                        .<HardwareStep>map(found -> TpmStep.of(
                                node,
                                who,
                                found,
                                keyFile.toAbsolutePath().resolveSibling("tpm"),
                                Optional.ofNullable(chain)))
                        .orElse(HardwareStep.NONE);
    }
}
