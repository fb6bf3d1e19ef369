package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.model.Table;
import io.lotabots.cdk.services.Services;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackupTest {
    private static final Synthesised PROD = Synthesised.of(Stage.prod());

    private static Stream<Synthesised> stages() {
        return Synthesised.both();
    }

    private static List<Table> kept() {
        return Services.platform().services().stream()
                .flatMap(service -> service.owns().stream())
                .filter(Table.class::isInstance)
                .map(Table.class::cast)
                .filter(Table::kept)
                .toList();
    }

    @Test
    void production_copies_every_table_that_does_not_expire_each_hour_and_keeps_the_copies_for_a_week() {
        JsonNode rule = PROD.resources("AWS::Backup::BackupPlan").getFirst().property("/BackupPlan/BackupPlanRule/0");
        assertThat(rule.path("ScheduleExpression").asText()).isEqualTo("cron(0 * * * ? *)");
        assertThat(rule.at("/Lifecycle/DeleteAfterDays").asInt()).isEqualTo(7);
        Resource selection = PROD.resources("AWS::Backup::BackupSelection").getFirst();
        assertThat(selection.property("/BackupSelection/Resources"))
                .hasSize(kept().size())
                .doesNotHaveDuplicates();
        assertThat(kept()).extracting(Table::name).contains("wallets", "journal", "miners", "enrolments", "chain");
        Resource vault = PROD.resources("AWS::Backup::BackupVault").getFirst();
        assertThat(vault.json().path("DeletionPolicy").asText()).startsWith("Retain");
    }

    @Test
    void the_role_of_backups_starts_them_and_neither_reads_nor_writes_a_table() {
        Resource selection = PROD.resources("AWS::Backup::BackupSelection").getFirst();
        Resource role = PROD.referred(selection, selection.property("/BackupSelection/IamRoleArn"));
        assertThat(role.property("/Policies").findValues("Action").toString())
                .contains("StartAwsBackupJob")
                .doesNotContain("Scan", "GetItem", "PutItem", "UpdateItem", "Query");
    }

    @Test
    void a_stage_that_keeps_no_backups_makes_none() {
        assertThat(Synthesised.of(Stage.dev()).resources())
                .extracting(Resource::type)
                .noneMatch(type -> type.startsWith("AWS::Backup::"));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void every_stage_hears_of_completed_backups_of_its_own_tables(Synthesised stage) {
        Resource rule = stage.resources("AWS::Events::Rule").getFirst();
        assertThat(rule.property("/EventPattern/source").toString()).isEqualTo("[\"aws.backup\"]");
        assertThat(rule.property("/EventPattern/detail-type").toString()).isEqualTo("[\"Backup Job State Change\"]");
        assertThat(rule.property("/EventPattern/detail/state").toString()).isEqualTo("[\"COMPLETED\"]");
        assertThat(rule.property("/EventPattern/detail/resourceArn/0/prefix").toString())
                .contains(":table/lotabots-" + stage.stage().name() + "-");
        Resource alias = stage.referred(rule, rule.property("/Targets/0/Arn"));
        assertThat(alias.type()).isEqualTo("AWS::Lambda::Alias");
        assertThat(stage.resources("AWS::Lambda::Permission")).anySatisfy(permission -> {
            assertThat(permission.property("/Principal").asText()).isEqualTo("events.amazonaws.com");
            assertThat(Synthesised.referredId(permission.property("/SourceArn")))
                    .isEqualTo(rule.id());
        });
        Resource queue = stage.referred(rule, rule.property("/Targets/0/DeadLetterConfig/Arn"));
        assertThat(stage.resources("AWS::SQS::QueuePolicy"))
                .anySatisfy(policy -> assertThat(policy.json().toString())
                        .contains("events.amazonaws.com")
                        .contains(queue.id()));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void the_function_that_hears_of_them_knows_which_tables_there_are(Synthesised stage) {
        JsonNode known = stage.resources("AWS::Lambda::Function").stream()
                .filter(function -> function.property("/Handler").asText().contains(".RecordBackupAge::"))
                .findFirst()
                .orElseThrow()
                .property("/Environment/Variables/BACKED_UP_TABLES");
        String text = known.toString();
        assertThat(kept()).allSatisfy(table -> assertThat(text).contains(table.name() + "="));
        assertThat(text).doesNotContain("challenges=");
    }

    @Test
    void objects_of_production_can_be_fetched_back_for_as_long_as_rows_can() {
        assertThat(PROD.resources("AWS::S3::Bucket")).allSatisfy(bucket -> {
            assertThat(bucket.property("/VersioningConfiguration/Status").asText())
                    .isEqualTo("Enabled");
            assertThat(bucket.property("/LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration/NoncurrentDays")
                            .asInt())
                    .isEqualTo(35);
        });
    }

    @ParameterizedTest
    @MethodSource("stages")
    void evidence_goes_after_as_many_days_as_the_stage_says_and_nothing_else_goes(Synthesised stage) {
        List<Integer> terms = stage.resources("AWS::S3::Bucket").stream()
                .map(bucket -> bucket.property("/LifecycleConfiguration/Rules/0/ExpirationInDays"))
                .filter(days -> !days.isMissingNode())
                .map(JsonNode::asInt)
                .toList();
        assertThat(terms).containsExactly(stage.stage().evidenceDays());
    }
}
