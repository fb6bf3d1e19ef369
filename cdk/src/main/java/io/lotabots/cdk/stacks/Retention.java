package io.lotabots.cdk.stacks;

import io.lotabots.cdk.Stage;
import software.amazon.awscdk.services.logs.RetentionDays;

/** A stage's log retention in CDK's word. */
final class Retention {

    private Retention() {}

    static RetentionDays of(Stage stage) {
        return switch (stage.logRetentionDays()) {
            case 1 -> RetentionDays.ONE_DAY;
            case 3 -> RetentionDays.THREE_DAYS;
            case 5 -> RetentionDays.FIVE_DAYS;
            case 7 -> RetentionDays.ONE_WEEK;
            case 14 -> RetentionDays.TWO_WEEKS;
            case 30 -> RetentionDays.ONE_MONTH;
            case 60 -> RetentionDays.TWO_MONTHS;
            case 90 -> RetentionDays.THREE_MONTHS;
            case 180 -> RetentionDays.SIX_MONTHS;
            case 365 -> RetentionDays.ONE_YEAR;
            case 731 -> RetentionDays.TWO_YEARS;
            case 1827 -> RetentionDays.FIVE_YEARS;
            case 3653 -> RetentionDays.TEN_YEARS;
            default -> throw new IllegalStateException("no such term: " + stage.logRetentionDays());
        };
    }
}
