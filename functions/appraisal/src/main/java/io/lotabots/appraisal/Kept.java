package io.lotabots.appraisal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What an instance keeps of the store for a while: a bounded number of values, each until some seconds after it was read by
 * the gateway's clock. Thread safe.
 */
final class Kept<K extends Object, V extends Object> {
    private final long seconds;
    private final Map<K, Timed<V>> values;

    Kept(int most, long seconds) {
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
    synchronized V get(K key, long now, Function<K, V> read) {
        Timed<V> kept = values.get(key);
        if (kept != null && now >= kept.readAt && now - kept.readAt < seconds) {
            return kept.value;
        }
        V value = read.apply(key);
        values.put(key, new Timed<>(value, now));
        return value;
    }
}
