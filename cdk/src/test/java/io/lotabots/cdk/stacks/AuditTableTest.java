package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The audit log is append-only for everything that runs on the platform. */
class AuditTableTest {

    /** What adds rows to a table, reads or copies them; all else would change or remove some, or might. */
    private static final Set<String> APPENDING = Set.of(
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:GetItem",
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:ListTagsOfResource",
            "dynamodb:CreateBackup",
            "dynamodb:StartAwsBackupJob",
            "dynamodb:DescribeBackup",
            "dynamodb:DeleteBackup");

    private static Stream<Synthesised> stages() {
        return Synthesised.both();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_role_may_change_or_delete_a_row_of_the_audit_log(Synthesised stage) {
        Set<String> exports = exports(stage);
        assertThat(exports).as("names under which others know the table").isNotEmpty();
        Set<String> granted = new TreeSet<>();
        int roles = 0;
        for (Resource role : stage.resources("AWS::IAM::Role")) {
            boolean knows = false;
            for (JsonNode statement : Synthesised.all(role.property("/Policies"))
                    .filter(node -> node.path("Effect").asText().equals("Allow"))
                    .toList()) {
                if (exports.stream()
                        .anyMatch(name -> statement.path("Resource").toString().contains('"' + name + '"'))) {
                    knows = true;
                    List<String> actions = statement.path("Action").isArray()
                            ? statement
                                    .path("Action")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .toList()
                            : List.of(statement.path("Action").asText());
                    assertThat(APPENDING).as(role.toString()).containsAll(actions);
                    granted.addAll(actions);
                }
            }
            roles += knows ? 1 : 0;
        }
        assertThat(roles).isGreaterThan(40);
        assertThat(granted).contains("dynamodb:PutItem", "dynamodb:Query");
    }

    private static Set<String> exports(Synthesised stage) {
        Set<String> exports = new TreeSet<>();
        stage.templates()
                .forEach((_, template) -> template.path("Outputs").forEach(output -> {
                    String id = Synthesised.referredId(output.path("Value"));
                    String type = template.path("Resources")
                            .path(String.valueOf(id))
                            .path("Type")
                            .asText();
                    if (output.has("Export")
                            && String.valueOf(id).startsWith("Audit")
                            && type.equals("AWS::DynamoDB::Table")) {
                        exports.add(output.path("Export").path("Name").asText());
                    }
                }));
        return exports;
    }
}
