package io.lotabots.appraisal;

import io.lotabots.appraisal.Kind.Identity;
import io.lotabots.evidence.android.AndroidKey;
import io.lotabots.evidence.apple.AppAttest;
import io.lotabots.evidence.arm.CcaToken;
import io.lotabots.evidence.arm.PsaToken;
import io.lotabots.evidence.azure.AzureCvm;
import io.lotabots.evidence.dcap.Dcap;
import io.lotabots.evidence.nitro.NitroEnclave;
import io.lotabots.evidence.nvidia.NvidiaGpu;
import io.lotabots.evidence.snp.SevSnp;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.webauthn.WebauthnTpm;
import java.util.List;

/** The formats that this platform verifies. */
final class AllKinds {
    private AllKinds() {}

    static Kinds kinds() {
        return new Kinds(List.of(
                new Kind(new AndroidKey(), List.of(), "chain", List.of()),
                // An app makes as many keys as it likes: none of them names the phone.
                new Kind(new AppAttest(), List.of(), "", List.of()),
                new Kind(
                        new CcaToken(),
                        List.of(
                                "application/eat-collection; profile=\"http://arm.com/CCA-SSD/1.0.0\"",
                                "application/eat+cwt; eat_profile=\"tag:arm.com,2023:cca#1.0.0\""),
                        "token",
                        List.of(Identity.of("arm-cca", "instanceId"))),
                new Kind(
                        new PsaToken(),
                        List.of(
                                "application/psa-attestation-token",
                                "application/eat-cwt; profile=\"http://arm.com/psa/2.0.0\"",
                                "application/eat+cwt; eat_profile=\"tag:psacertified.org,2023:psa#tfm\"",
                                "application/eat+cwt; eat_profile=\"tag:psacertified.org,2019:psa#legacy\""),
                        "token",
                        List.of(Identity.of("arm-psa", "instanceId"))),
                // The processor's own name: a machine that shows itself here and there is one.
                new Kind(
                        new AzureCvm(),
                        List.of(),
                        "evidence",
                        List.of(
                                Identity.of("sev-snp", "hardware", "chip_id"),
                                Identity.of("dcap", "hardware", "ppid"))),
                new Kind(
                        new Dcap(),
                        List.of("application/vnd.intel.dcap-quote"),
                        "quote",
                        List.of(Identity.of("dcap", "ppid"))),
                new Kind(new NitroEnclave(), List.of("application/aws-nitro-document"), "document", List.of()),
                new Kind(new NvidiaGpu(), List.of(), "", List.of()),
                new Kind(new SevSnp(), List.of(), "", List.of(Identity.of("sev-snp", "chip_id"))),
                new Kind(new Tpm2Quote(), List.of(), "", List.of(Identity.of("tpm2-quote", TpmSteps.EK_CLAIM))),
                new Kind(new WebauthnTpm(), List.of(), "", List.of())));
    }
}
