package io.lotabots.identity;

import io.lotabots.aws.Aws;
import io.lotabots.aws.Expression;
import io.lotabots.aws.Item;
import io.lotabots.aws.Table;
import io.lotabots.aws.Written;
import io.lotabots.platform.RandomBytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Nonces that wallets sign: each a row that is made once and taken once, by a conditional delete. Anybody may ask for a nonce
 * for any address, so nothing that is asked ever takes one away: a bounded list says which nonces of an address may be open,
 * for clients that do not say which one they signed, and when it is full of open ones the newest is handed out again.
 */
final class Nonces {
    /** Open nonces of one address; a signature without its nonce is tried on each. */
    static final int MOST_OPEN = 8;

    private static final int TRIES = 4;
    private static final int BYTES = 16;

    private final Table nonces;
    private final long lifetimeSeconds;

    Nonces(Aws aws) {
        this.nonces = aws.table("NONCES");
        this.lifetimeSeconds = aws.env().number("NONCE_SECONDS");
    }

    private record Open(String nonce, long expiresAt) {
        static Open of(String text) {
            String[] parts = text.split(" ", 2);
            return new Open(parts[0], Long.parseLong(parts[1]));
        }

        String text() {
            return nonce + " " + expiresAt;
        }
    }

    /** A nonce that any address may use: 32 letters and digits, as EIP-4361 wants them. */
    String issue(long now) {
        Open fresh = fresh(now);
        nonces.put(row(fresh));
        return fresh.nonce;
    }

    /** A nonce for one address. */
    String issue(String address, long now) {
        Open fresh = fresh(now);
        Item stored = nonces.get(list(address)).orElse(Item.empty());
        for (int tried = 0; tried < TRIES; tried++) {
            List<Open> open = open(stored, now);
            if (open.size() >= MOST_OPEN) {
                open = untaken(open);
            }
            if (open.size() >= MOST_OPEN) {
                return open.getLast().nonce;
            }
            switch (add(address, open, fresh, stored)) {
                case Written.Done _ -> {
                    nonces.put(row(fresh).with("address", address));
                    return fresh.nonce;
                }
                case Written.Refused refused -> stored = refused.stored();
            }
        }
        // Others ask for this address all the time: theirs is as good.
        return Optional.of(open(stored, now))
                .filter(open -> !open.isEmpty())
                .map(open -> open.getLast().nonce)
                .orElseThrow(() -> new IllegalStateException("the nonces of an address change all the time"));
    }

    /** Those of a list that nobody took: taking one does not shorten the list, which would cost every sign-in a write. */
    private List<Open> untaken(List<Open> open) {
        Set<String> there = nonces
                .batchGetConsistently(open.stream().map(one -> key(one.nonce)).toList())
                .stream()
                .map(row -> row.text("nonce"))
                .collect(Collectors.toSet());
        return open.stream()
                .filter(one -> there.contains(key(one.nonce).text("nonce")))
                .toList();
    }

    private Written add(String address, List<Open> open, Open fresh, Item stored) {
        List<String> all = new ArrayList<>(open.stream().map(Open::text).toList());
        all.add(fresh.text());
        long version = stored.number("version", 0);
        return nonces.update(
                list(address),
                Expression.of("SET #open = :open, #version = :next, #expires_at = :until")
                        .with(":open", all)
                        .with(":next", version + 1)
                        .with(":until", fresh.expiresAt),
                version == 0
                        ? Expression.of("attribute_not_exists(#version)")
                        : Expression.of("#version = :version").with(":version", version));
    }

    /** The nonces that an address may have signed, newest first. */
    List<String> open(String address, long now) {
        return nonces.get(list(address)).map(row -> open(row, now)).orElse(List.of()).reversed().stream()
                .map(Open::nonce)
                .toList();
    }

    private static List<Open> open(Item row, long now) {
        return row.texts("open").stream()
                .map(Open::of)
                .filter(open -> open.expiresAt > now)
                .toList();
    }

    /** Whether a nonce could be taken. */
    boolean isOpen(String nonce, String address, long now) {
        return nonces.get(key(nonce))
                .filter(row -> row.number("expires_at") > now)
                .filter(row -> row.findText("address").orElse(address).equals(address))
                .isPresent();
    }

    /** Takes a nonce for good. @return whether it was open to this address; it is so for one caller only */
    boolean take(String nonce, String address, long now) {
        return nonces.delete(
                        key(nonce),
                        Expression.of("#expires_at > :now AND (attribute_not_exists(#address) OR #address = :address)")
                                .with(":now", now)
                                .with(":address", address))
                .done();
    }

    private Open fresh(long now) {
        return new Open(HexFormat.of().formatHex(RandomBytes.of(BYTES)), Math.addExact(now, lifetimeSeconds));
    }

    private static Item row(Open open) {
        return key(open.nonce).with("expires_at", open.expiresAt);
    }

    private static Item key(String nonce) {
        return Item.of("nonce", "sign-in#" + nonce);
    }

    private static Item list(String address) {
        return Item.of("nonce", "open#" + address);
    }
}
