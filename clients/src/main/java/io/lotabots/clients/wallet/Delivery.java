package io.lotabots.clients.wallet;

import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.Patience;
import java.util.Set;

/**
 * Brings one signed payment to a node, at most once in effect: whenever its fate is not known, the node is asked for its hash before the very
 * same bytes are sent again. Nothing is signed here.
 */
final class Delivery {
    /** Refusals that an earlier copy of the same payment would cause too. */
    private static final Set<String> USED_UP = Set.of("REPLAY_DETECTED", "OUT_OF_ORDER_NONCE");

    private final NodeClient node;
    private final Patience patience;
    private final Payment.Signed payment;
    private boolean mayBeThere;

    /** @param mayBeThere whether it was sent before */
    Delivery(NodeClient node, Patience patience, Payment.Signed payment, boolean mayBeThere) {
        this.node = node;
        this.patience = patience;
        this.payment = payment;
        this.mayBeThere = mayBeThere;
    }

    /** What became of it. */
    enum Fate {
        /** The node has it. */
        TAKEN,
        /** The node never took it, and never will. */
        REFUSED,
        /** Nobody can say: there was no answer. */
        UNKNOWN
    }

    /**
     * How it went.
     *
     * @param answer the answer that decided, or the last trouble
     */
    record Outcome(Fate fate, NodeAnswer answer) {}

    /** Sends it until its fate is known or patience ends. */
    Outcome run() throws InterruptedException {
        var answer = patience.call(this::once);
        if (answer.isDone()) {
            return new Outcome(Fate.TAKEN, answer);
        }
        return new Outcome(answer.isTransient() || isUnreadable(answer) ? Fate.UNKNOWN : Fate.REFUSED, answer);
    }

    /** Whether the node has it; empty trouble and status 404 when it never had. */
    static NodeAnswer asked(NodeClient node, String txHash) throws InterruptedException {
        return node.get("/wallet/tx/" + txHash);
    }

    private NodeAnswer once() throws InterruptedException {
        if (mayBeThere) {
            var known = asked(node, payment.txHash());
            if (known.isDone() || known.isTransient()) {
                return known;
            }
        }
        boolean again = mayBeThere;
        mayBeThere = true;
        var answer = node.post("/wallet/transfer/signed", payment.body());
        if (again && USED_UP.contains(answer.refusal().code())) {
            // The copy sent before may have arrived between the question and this one.
            var known = asked(node, payment.txHash());
            return known.isDone() || known.isTransient() ? known : answer;
        }
        return answer;
    }

    /** A success that cannot be read says nothing of what was done. */
    private static boolean isUnreadable(NodeAnswer answer) {
        return answer.status() < 400 && !answer.trouble().isEmpty();
    }
}
