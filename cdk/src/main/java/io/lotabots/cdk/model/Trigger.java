package io.lotabots.cdk.model;

import java.util.List;

/** What starts a function. */
public sealed interface Trigger {

    /**
     * A request.
     *
     * @param paths the route's own path first, then its aliases
     */
    record Http(String method, List<String> paths, Caller caller) implements Trigger {
        public Http {
            paths = List.copyOf(paths);
            for (String path : paths) {
                if (!path.matches("(/[A-Za-z0-9_.-]+|/\\{[a-z_]+})+")) {
                    throw new IllegalArgumentException("a path is /words and /{parameters}, got: " + path);
                }
            }
        }
    }

    /** The clock, each so many minutes; the function is told the time for which it was meant. */
    record Every(int minutes) implements Trigger {
        public Every {
            if (minutes < 1 || minutes > 1440) {
                throw new IllegalArgumentException("a schedule runs each 1 to 1440 minutes, got: " + minutes);
            }
        }

        /** The expression of EventBridge Scheduler. */
        public String rate() {
            return "rate(" + minutes + (minutes == 1 ? " minute)" : " minutes)");
        }
    }

    /**
     * A deployment, before anything that stands on it may change.
     *
     * @param type the type of the custom resource, such as {@code Custom::Chain}
     */
    record Deployment(String type) implements Trigger {}

    /** The gateway, which asks who calls before it lets a request through. */
    record Authorizer() implements Trigger {}

    /** The rotation of a secret, each so many days, in four steps. */
    record Rotation(Secret secret, int days) implements Trigger {
        public Rotation {
            if (days < 1 || days > 1000) {
                throw new IllegalArgumentException("a secret is rotated each 1 to 1000 days, got: " + days);
            }
        }
    }

    /** A completed backup of a table of this deployment; the function is told the event of AWS Backup. */
    record Backup() implements Trigger {}
}
