package io.lotabots.local.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.DataFolder;
import io.lotabots.local.template.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The events by which a platform learns of a completed backup: one for each table, in the words of AWS Backup.
 *
 * <p>Source: AWS Backup developer guide, "Monitoring AWS Backup events using Amazon EventBridge".
 */
final class CompletedBackup {
    private CompletedBackup() {}

    /**
     * The events.
     *
     * @param name of the copy
     * @param begun when the copying began: nothing that was written later is surely in it
     */
    static List<ObjectNode> events(
            Region region, String name, Collection<String> tables, Instant begun, Instant completed) {
        return tables.stream()
                .map(table -> event(region, name, table, begun, completed))
                .toList();
    }

    private static ObjectNode event(Region region, String name, String table, Instant begun, Instant completed) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Backup Job State Change")
                .put("source", "aws.backup")
                .put("account", region.account())
                .put("time", completed.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", region.name());
        event.putArray("resources").add(region.arn("backup", "recovery-point:" + name));
        event.putObject("detail")
                .put("backupJobId", name)
                .put("backupVaultName", "this-machine")
                .put("resourceArn", region.arn("dynamodb", "table/" + table))
                .put("resourceType", "DynamoDB")
                .put("state", "COMPLETED")
                .put("creationDate", begun.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("completionDate", completed.truncatedTo(ChronoUnit.MILLIS).toString());
        return event;
    }

    /** Where the platform of a data folder pretends to live, as the ARNs of its secrets say. */
    static Region region(DataFolder folder) throws IOException {
        JsonNode arn = new ObjectMapper()
                .readTree(Files.readAllBytes(folder.secrets()))
                .path(0)
                .path("arn");
        String[] parts = arn.asText().split(":", -1);
        return parts.length > 5 ? new Region(parts[3], parts[4]) : Region.DEFAULT;
    }
}
