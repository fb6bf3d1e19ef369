package io.lotabots.identity;

import io.lotabots.access.AuditEvent;
import io.lotabots.access.AuditLog;
import io.lotabots.access.Caller;
import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;

/** What follows a change of how an account signs in: its other sessions end, its log says so, and a mail tells its owner. */
final class SignInChanges {
    private final People people;
    private final Sessions sessions;
    private final Letters letters;
    private final AuditLog audit;

    SignInChanges(Aws aws) {
        this.people = new People(aws);
        this.sessions = new Sessions(aws);
        this.letters = new Letters(aws);
        this.audit = new AuditLog(aws);
    }

    /** Ends the sessions that did not ask for the change, and tells of it. @return how many were ended */
    int endOthers(Caller caller, AuditEvent event, Letters.Kind kind, Call call) {
        int ended = sessions.endOthers(caller.account(), caller.credential());
        tell(caller, event, kind, call);
        return ended;
    }

    /** Tells of a change that ends nothing. */
    void tell(Caller caller, AuditEvent event, Letters.Kind kind, Call call) {
        audit.write(call, event.with(caller.credential()));
        people.byAccount(caller.account()).ifPresent(person -> letters.tell(person, kind, call.epochSecond()));
    }
}
