package io.lotabots.clients.attest;

import io.lotabots.evidence.Evidence;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.Format;
import io.lotabots.evidence.Terms;

/** How the cases of one format become evidence and terms. */
interface FormatCases {
    /** What is asked of the verifier. */
    record Question(Evidence evidence, Terms terms) {}

    Format format();

    /** The part that {@code lotabots attest verify FILE} reads from FILE. */
    String mainPart();

    /** @throws EvidenceRefused when the files themselves are not evidence of this format, which is a verdict too */
    Question question(Case one, CaseFiles files) throws EvidenceRefused;
}
