package io.lotabots.appraisal;

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
                new Kind(new AndroidKey(), List.of(), "chain", ""),
                // An app makes as many keys as it likes: none of them names the phone.
                new Kind(new AppAttest(), List.of(), "", ""),
                new Kind(
                        new CcaToken(),
                        List.of(
                                "application/eat-collection; profile=\"http://arm.com/CCA-SSD/1.0.0\"",
                                "application/eat+cwt; eat_profile=\"tag:arm.com,2023:cca#1.0.0\""),
                        "token",
                        "instanceId"),
                new Kind(
                        new PsaToken(),
                        List.of(
                                "application/psa-attestation-token",
                                "application/eat+cwt; eat_profile=\"tag:psacertified.org,2023:psa#tfm\"",
                                "application/eat+cwt; eat_profile=\"tag:psacertified.org,2019:psa#legacy\""),
                        "token",
                        "instanceId"),
                new Kind(new AzureCvm(), List.of(), "evidence", ""),
                new Kind(new Dcap(), List.of("application/vnd.intel.dcap-quote"), "quote", "ppid"),
                new Kind(new NitroEnclave(), List.of("application/aws-nitro-document"), "document", ""),
                new Kind(new NvidiaGpu(), List.of(), "", ""),
                new Kind(new SevSnp(), List.of(), "", "chip_id"),
                new Kind(new Tpm2Quote(), List.of(), "", TpmSteps.EK_CLAIM),
                new Kind(new WebauthnTpm(), List.of(), "", "")));
    }
}
