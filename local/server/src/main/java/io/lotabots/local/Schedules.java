package io.lotabots.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.lambda.Functions;
import io.lotabots.local.lambda.LambdaFunction;
import io.lotabots.local.template.Assembly;
import io.lotabots.local.template.Region;
import io.lotabots.local.template.Resource;
import io.lotabots.local.template.TemplateException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the schedules of an assembly: EventBridge Scheduler, and EventBridge rules with a schedule. */
final class Schedules {
    private Schedules() {}

    /** Every enabled schedule. @throws TemplateException when one has a target that does not run here */
    static List<Schedule> read(Assembly assembly, Functions functions) {
        List<Schedule> schedules = new ArrayList<>();
        for (Resource schedule : assembly.ofType("AWS::Scheduler::Schedule")) {
            if (enabled(schedule)) {
                schedules.add(scheduler(assembly.region(), schedule, functions));
            }
        }
        for (Resource rule : assembly.ofType("AWS::Events::Rule")) {
            if (enabled(rule) && rule.properties().has("ScheduleExpression")) {
                rule.properties()
                        .path("Targets")
                        .forEach(t -> schedules.add(rule(assembly.region(), rule, t, functions)));
            }
        }
        return schedules;
    }

    private static boolean enabled(Resource resource) {
        return !resource.properties().path("State").asText().equals("DISABLED");
    }

    private static Schedule scheduler(Region region, Resource schedule, Functions functions) {
        JsonNode target = schedule.properties().path("Target");
        String name = schedule.text("Name");
        String arn = region.arn("scheduler", "schedule/default/" + name);
        String input = target.path("Input").asText("{}");
        // The context attributes of EventBridge Scheduler.
        return new Schedule(
                name,
                schedule.text("ScheduleExpression"),
                target(schedule, target, functions),
                time -> input.replace("<aws.scheduler.scheduled-time>", seconds(time))
                        .replace("<aws.scheduler.schedule-arn>", arn)
                        .replace(
                                "<aws.scheduler.execution-id>",
                                UUID.randomUUID().toString())
                        .replace("<aws.scheduler.attempt-number>", "1"));
    }

    private static Schedule rule(Region region, Resource rule, JsonNode target, Functions functions) {
        String name = rule.text("Name");
        String arn = region.arn("events", "rule/" + name);
        return new Schedule(
                name,
                rule.text("ScheduleExpression"),
                target(rule, target, functions),
                time -> target.has("Input") ? target.path("Input").asText() : event(region, arn, time));
    }

    private static LambdaFunction target(Resource schedule, JsonNode target, Functions functions) {
        String arn = target.path("Arn").asText();
        return functions
                .find(arn)
                .orElseThrow(() -> new TemplateException(schedule + ": no function " + arn + " runs here"));
    }

    private static String event(Region region, String arn, Instant time) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.events")
                .put("account", region.account())
                .put("time", seconds(time))
                .put("region", region.name());
        event.putArray("resources").add(arn);
        event.putObject("detail");
        return event.toString();
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
