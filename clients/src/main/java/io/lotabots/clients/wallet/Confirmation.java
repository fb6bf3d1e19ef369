package io.lotabots.clients.wallet;

import io.lotabots.clients.StatusLine;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.clients.node.NodeClient;
import io.lotabots.clients.node.Patience;
import java.time.Duration;

/**
 * Waits until a payment is confirmed or failed.
 *
 * @param pacer waits between questions
 * @param longest after which it gives up
 */
record Confirmation(NodeClient node, Patience.Pacer pacer, StatusLine status, Duration longest) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    /** The last answer: of a confirmed or failed payment, or what the node said when time was up. */
    NodeAnswer await(String txHash) throws InterruptedException {
        var waited = Duration.ZERO;
        var pause = FIRST;
        for (; ; ) {
            var answer = Delivery.asked(node, txHash);
            var state = answer.isDone() ? answer.text("status").orElse("") : "";
            boolean decided = state.equals("confirmed") || state.equals("failed");
            boolean never = !answer.isDone() && !answer.isTransient();
            if (decided || never || waited.compareTo(longest) >= 0) {
                status.done();
                return answer;
            }
            status.show((answer.isDone() ? state : answer.refusal().toString()) + ", waiting since "
                    + waited.toSeconds() + " s");
            var left = longest.minus(waited);
            pause = pause.compareTo(left) > 0 ? left : pause;
            pacer.pause(pause);
            waited = waited.plus(pause);
            pause = pause.multipliedBy(2).compareTo(SLOWEST) > 0 ? SLOWEST : pause.multipliedBy(2);
        }
    }
}
