package io.lotabots.cdk;

import java.util.List;

/** Terms for which logs may be kept, in days; CloudWatch Logs knows each of them. */
final class LogTerms {

    static final List<Integer> DAYS = List.of(1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653);

    private LogTerms() {}
}
