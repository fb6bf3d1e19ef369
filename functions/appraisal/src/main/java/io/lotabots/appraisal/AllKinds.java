package io.lotabots.appraisal;

import io.lotabots.evidence.dcap.Dcap;
import io.lotabots.evidence.nitro.NitroEnclave;
import io.lotabots.evidence.snp.SevSnp;
import io.lotabots.evidence.tpm.Tpm2Quote;
import io.lotabots.evidence.webauthn.WebauthnTpm;
import java.util.List;

/** The formats that this platform verifies. */
final class AllKinds {
    private AllKinds() {}

    static Kinds kinds() {
        return new Kinds(List.of(
                new Kind(new Tpm2Quote(), List.of(), "", TpmSteps.EK_CLAIM),
                new Kind(new WebauthnTpm(), List.of(), "", ""),
                new Kind(new SevSnp(), List.of(), "", "chip_id"),
                new Kind(new Dcap(), List.of("application/vnd.intel.dcap-quote"), "quote", "ppid"),
                new Kind(new NitroEnclave(), List.of("application/aws-nitro-document"), "document", "")));
    }
}
