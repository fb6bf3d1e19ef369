package io.lotabots.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What an instance keeps of the store for a while: a bounded number of values, each until some seconds after it was read by
 * the gateway's clock. Thread safe.
 */
public final class Kept<K extends Object, V extends Object> {
    private final long seconds;
    private final Map<K, Timed<V>> values;

    /** @param most values that are kept at a time */
    public Kept(int most, long seconds) {
        this.seconds = seconds;
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Timed<V>> eldest) {
                return size() > most;
            }
        };
    }

    private record Timed<V extends Object>(V value, long readAt) {}

    /** The value of a key as of at most so many seconds ago; read when it is not kept. */
    public synchronized V get(K key, long now, Function<K, V> read) {
        Timed<V> kept = values.get(key);
        if (kept != null && now >= kept.readAt && now - kept.readAt < seconds) {
            return kept.value;
        }
        V value = read.apply(key);
        values.put(key, new Timed<>(value, now));
        return value;
    }
}
