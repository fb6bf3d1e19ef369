package io.lotabots.clients.wallet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.Table;
import io.lotabots.clients.node.NodeAnswer;
import io.lotabots.crypto.Rtc;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Says what became of a payment, and with which exit status the command ends. */
record SendReport(PrintWriter out, PrintWriter err, boolean json) {
    private static final Duration AFTER_THE_DELAY = Duration.ofHours(1);
    private static final long MAX_DELAY_HOURS = 24L * 31;

    /** What became of it when nobody waits for its confirmation. */
    int of(Payment.Signed signed, Delivery.Outcome outcome) {
        var answer = outcome.answer();
        return switch (outcome.fate()) {
            case TAKEN -> {
                var status =
                        answer.text("status").or(() -> answer.text("phase")).orElse("pending");
                say(signed, status, answer, "");
                yield status.equals("failed") ? 1 : 0;
            }
            case REFUSED -> {
                say(signed, "refused", answer, answer.refusal().toString());
                yield 1;
            }
            case UNKNOWN -> {
                say(signed, "unknown", answer, answer.refusal().toString());
                err.println("It may or may not have been taken. Run the same command again: it never pays twice.");
                yield 1;
            }
        };
    }

    /** What became of it when its confirmation was waited for. */
    int confirmed(Payment.Signed signed, Delivery.Outcome taken, NodeAnswer last) {
        var status = last.isDone() ? last.text("status").orElse("pending") : "pending";
        say(
                signed,
                status,
                last.isDone() ? last : taken.answer(),
                last.isDone() ? "" : last.refusal().toString());
        return status.equals("confirmed") ? 0 : 1;
    }

    /** The longest wait for a confirmation: what was asked for, else the node's own delay and an hour, at most a month. */
    static Duration longest(NodeAnswer taken, Optional<Integer> limit) {
        if (limit.isPresent()) {
            return Duration.ofSeconds(limit.get());
        }
        var hours = taken.body().path("confirms_in_hours");
        var told = hours.isNumber() ? hours.decimalValue() : BigDecimal.valueOf(24);
        var bounded = told.max(BigDecimal.ZERO).min(BigDecimal.valueOf(MAX_DELAY_HOURS));
        return Duration.ofSeconds(bounded.multiply(BigDecimal.valueOf(3600)).longValue())
                .plus(AFTER_THE_DELAY);
    }

    private void say(Payment.Signed signed, String status, NodeAnswer answer, String reason) {
        if (json) {
            out.println(object(signed, status, answer, reason).toPrettyString());
            return;
        }
        var table = new Table().row("transfer", signed.txHash()).row("status", status);
        if (!reason.isEmpty()) {
            table.row("reason", reason);
        }
        answer.whole("confirms_at")
                .ifPresent(at ->
                        table.row(status.equals("confirmed") ? "due" : "confirms", "after " + Described.time(at)));
        out.println(table);
    }

    private static ObjectNode object(Payment.Signed signed, String status, NodeAnswer answer, String reason) {
        var payment = signed.payment();
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("tx_hash", signed.txHash())
                .put("from", payment.from())
                .put("to", payment.to())
                .put("amount_rtc", Rtc.shown(payment.micro()))
                .put("amount_i64", payment.micro())
                .put("nonce", payment.nonce())
                .put("chain_id", payment.chainId());
        if (!reason.isEmpty()) {
            object.put("reason", reason);
        }
        answer.whole("confirms_at").ifPresent(at -> object.put("confirms_at", at));
        return object;
    }
}
