package io.lotabots.operations;

import io.lotabots.platform.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Figures in Prometheus's text format, version 0.0.4. A figure that could not be measured is left out, as the format has
 * no other way to say so.
 */
final class Exposition {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /**
     * Adds a gauge.
     *
     * @param name of {@code [a-z_]}
     * @param help one line without backslashes
     */
    Exposition gauge(String name, String help, @Nullable Number value) {
        if (value != null) {
            text.append("# HELP ").append(name).append(' ').append(help).append('\n');
            text.append("# TYPE ").append(name).append(" gauge\n");
            text.append(name).append(' ').append(value).append('\n');
        }
        return this;
    }

    Exposition gauge(String name, String help, boolean value) {
        return gauge(name, help, value ? 1 : 0);
    }

    String text() {
        return text.toString();
    }

    Reply reply() {
        return Reply.text(200, TYPE, text());
    }
}
