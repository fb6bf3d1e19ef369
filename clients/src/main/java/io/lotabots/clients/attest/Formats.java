package io.lotabots.clients.attest;

import java.util.List;
import java.util.Optional;

/** Every format of hardware evidence that this machine can appraise. */
final class Formats {
    private static final List<FormatCases> ALL = List.of(
            // One a line, in the order of their names.
            new AndroidCases(), //
            new AppleCases(), //
            new AzureCvmCases(), //
            ArmCases.cca(), //
            new DcapCases(), //
            new NitroCases(), //
            new NvidiaCases(), //
            ArmCases.psa(), //
            new SevSnpCases(), //
            new Tpm2QuoteCases(), //
            new WebauthnTpmCases());

    private Formats() {}

    static List<String> names() {
        return ALL.stream().map(cases -> cases.format().name()).sorted().toList();
    }

    static Optional<FormatCases> named(String name) {
        return ALL.stream().filter(cases -> cases.format().name().equals(name)).findFirst();
    }
}
