package io.lotabots.evidence.dcap;

import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.JsonObject;
import io.lotabots.evidence.Reason;
import java.util.List;

/**
 * A level of a TCB that collateral lists, best first: whoever reaches it has its status.
 *
 * @param date the day of the fixes that it stands for, as the collateral writes it
 * @param advisories of what is wrong with it
 */
record Level(TcbStatus status, String date, List<String> advisories) {
    /** Whether something has a level. */
    @FunctionalInterface
    interface Test {
        boolean reaches(JsonObject tcb) throws EvidenceRefused;
    }

    /** The first level of a list that is reached. */
    static Level first(String what, List<JsonObject> levels, Test test) throws EvidenceRefused {
        for (JsonObject level : levels) {
            JsonObject tcb = level.object("tcb");
            if (test.reaches(tcb)) {
                return new Level(
                        TcbStatus.of(level.text("tcbStatus")), level.text("tcbDate"), level.texts("advisoryIDs"));
            }
        }
        throw new EvidenceRefused(Reason.TCB_STATUS, what + " reaches none of the levels that Intel lists");
    }

    /** The level of a part that has one SVN. */
    static Level ofSvn(String what, List<JsonObject> levels, long svn) throws EvidenceRefused {
        return first(what, levels, tcb -> svn >= tcb.number("isvsvn"));
    }
}
