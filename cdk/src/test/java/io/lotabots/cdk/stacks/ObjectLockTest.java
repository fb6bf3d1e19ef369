package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Bucket;
import org.junit.jupiter.api.Test;

class ObjectLockTest {
    @Test
    void in_production_nobody_changes_or_removes_what_the_audit_log_says() {
        var locked = Synthesised.of(Stage.prod()).resources("AWS::S3::Bucket").stream()
                .filter(bucket -> bucket.property("/ObjectLockEnabled").asBoolean())
                .toList();
        assertThat(locked).hasSize(1);
        var bucket = locked.getFirst();
        assertThat(bucket.stack()).endsWith("-audit-data");
        var retention = bucket.property("/ObjectLockConfiguration/Rule/DefaultRetention");
        assertThat(retention.path("Mode").asText()).isEqualTo("COMPLIANCE");
        assertThat(retention.path("Days").asInt()).isEqualTo(400);
        assertThat(bucket.property("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
    }

    @Test
    void a_stage_that_leaves_nothing_behind_locks_nothing() {
        assertThat(Synthesised.of(Stage.dev()).resources("AWS::S3::Bucket"))
                .allSatisfy(bucket -> assertThat(
                                bucket.property("/ObjectLockEnabled").asBoolean())
                        .isFalse());
    }

    @Test
    void a_lock_has_an_end() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bucket("things").locked(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bucket("things").locked(40_000));
    }
}
