package io.lotabots.attestation;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signed headers of the slots, one per slot for good, and the tip: the newest of them. */
final class Headers {
    private static final Item TIP = Item.of("list", "tip").with("slot", "tip");

    private final Table headers;
    private final Chain chain;

    Headers(Aws aws) {
        this.headers = aws.table("HEADERS");
        this.chain = Chain.of(aws.env());
    }

    /** @param signature 128 hexadecimal digits */
    record Header(long slot, String miner, String signature, long receivedAtEpochSecond) {}

    /** Keeps a header. @return whether it stands now: false when another one stands in its slot */
    boolean keep(Header header) {
        Written written = headers.put(
                Item.of("list", list(header.slot))
                        .with("slot", sortable(header.slot))
                        .with("at_slot", header.slot)
                        .with("miner", header.miner)
                        .with("signature", header.signature)
                        .with("received_at", header.receivedAtEpochSecond),
                Expression.of("attribute_not_exists(#slot)"));
        if (written instanceof Written.Refused(Item stored)
                && !stored.text("signature").equals(header.signature)) {
            return false;
        }
        headers.update(
                TIP,
                Expression.of("SET #at_slot = :slot, #miner = :miner, #signature = :signature, #received_at = :at")
                        .with(":slot", header.slot)
                        .with(":miner", header.miner)
                        .with(":signature", header.signature)
                        .with(":at", header.receivedAtEpochSecond),
                Expression.of("attribute_not_exists(#at_slot) OR #at_slot < :slot"));
        return true;
    }

    Optional<Header> tip() {
        return headers.get(TIP).map(Headers::header);
    }

    /** The newest headers, newest first, of this epoch and the one before. */
    List<Header> newest(long slot, int limit) {
        List<Header> newest = new ArrayList<>();
        long epoch = chain.epochOfSlot(slot);
        for (long e = epoch; e > epoch - 2 && newest.size() < limit; e--) {
            headers.queryNewest("list", "headers#" + e, limit - newest.size()).stream()
                    .map(Headers::header)
                    .forEach(newest::add);
        }
        return newest;
    }

    private static Header header(Item row) {
        return new Header(row.number("at_slot"), row.text("miner"), row.text("signature"), row.number("received_at"));
    }

    private String list(long slot) {
        return "headers#" + chain.epochOfSlot(slot);
    }

    private static String sortable(long slot) {
        return String.format("%012d", slot);
    }
}
