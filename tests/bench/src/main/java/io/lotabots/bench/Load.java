package io.lotabots.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Something that sends requests to one endpoint again and again over a number of connections for a time. */
interface Load {
    /**
     * @param failed answers that were not 2xx, and requests without an answer
     * @param p50Millis latency that half of the requests stay below
     */
    record Result(double perSecond, double p50Millis, double p99Millis, long failed) {}

    String name();

    /** @param bodies sent in turn, and from the first again after the last */
    Result run(URI uri, String method, List<String> bodies, int connections, Duration time)
            throws IOException, InterruptedException;

    /** Debian's {@code wrk} where it is installed, else a client in this process. */
    static Load best() {
        return Wrk.installed() ? new Wrk() : new JavaLoad();
    }
}
