package io.lotabots.access;

import java.util.Locale;

/**
 * What happened, for the audit log; never with a secret in it.
 *
 * @param scope whose log it stands in: {@code org#<id>} or {@code account#<account>}
 * @param actor the account that did it; {@code none} when nobody was recognised
 * @param event a stable name such as {@code member.added}
 * @param target what it was done to: an account, an id or a name
 * @param result {@code done} or {@code refused}
 * @param reason a stable code or a word more; empty when there is nothing to add
 * @param session the session or the key that it was done with; empty without one
 */
public record AuditEvent(
        String scope, String actor, String event, String target, String result, String reason, String session) {
    private static final int MOST_LETTERS = 200;

    public AuditEvent {
        if (!event.matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("an event is a thing, a dot and what became of it, got: " + event);
        }
        target = cut(target);
        reason = cut(reason);
    }

    /** Something that was done in an organisation. */
    public static AuditEvent inOrganization(long organization, String actor, String event, String target) {
        return new AuditEvent(organization(organization), actor, event, target, "done", "", "");
    }

    /** Something that was done by, to or in the name of an account. */
    public static AuditEvent ofAccount(String account, String event, String target) {
        return new AuditEvent("account#" + account, account, event, target, "done", "", "");
    }

    /** The scope of an organisation's log. */
    public static String organization(long organization) {
        return "org#" + organization;
    }

    /** The same, with why or how. */
    public AuditEvent because(String why) {
        return new AuditEvent(scope, actor, event, target, result, why, session);
    }

    /** The same, which was not done. */
    public AuditEvent refused(String code) {
        return new AuditEvent(scope, actor, event, target, "refused", code.toLowerCase(Locale.ROOT), session);
    }

    /** The same, done by another than the log's own account. */
    public AuditEvent by(String account) {
        return new AuditEvent(scope, account, event, target, result, reason, session);
    }

    /** The same, done with a session or a key of this public id. */
    public AuditEvent with(String id) {
        return new AuditEvent(scope, actor, event, target, result, reason, id);
    }

    private static String cut(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS);
    }
}
