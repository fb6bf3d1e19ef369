package io.lotabots.tests;

import static io.lotabots.tests.Persons.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.lambda.FunctionDefinition;
import io.lotabots.local.lambda.LambdaFunction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Properties of HAITHE.md, section 7, by their numbers, as far as no other test is about them. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Identities.CLOCK)
class HaithePropertiesTest {
    private static final byte[] NOTHING = new byte[0];
    private static final String FOREIGN = "https://evil.example";

    private static Http.Answer preflight(Http node, String path, String origin) {
        return node.send(
                "OPTIONS",
                path,
                NOTHING,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "PATCH",
                "Access-Control-Request-Headers",
                "authorization,content-type",
                "X-Real-IP",
                network());
    }

    private static void noneOfIt(Http.Answer answer) {
        assertThat(answer.response().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void p31_a_page_of_another_origin_reads_nothing_where_the_stage_names_none() {
        Http prod = Node.http();
        noneOfIt(preflight(prod, "/api/v1/orgs/1", FOREIGN));
        noneOfIt(preflight(prod, "/v1/auth/login", FOREIGN));
        noneOfIt(prod.get("/api/v1/models", "Origin", FOREIGN, "X-Real-IP", network()));
        noneOfIt(prod.get("/api/v1/me/orgs", "Origin", FOREIGN, "X-Real-IP", network()));
    }

    @Test
    void p31_where_pages_may_call_they_bring_tokens_and_never_cookies() {
        Http node = Identities.node();
        for (String origin : List.of("http://localhost:3000", FOREIGN, "null")) {
            for (Http.Answer answer : List.of(
                    preflight(node, "/api/v1/orgs/1", origin),
                    preflight(node, "/v1/auth/login", origin),
                    node.get("/api/v1/models", "Origin", origin, "X-Real-IP", network()),
                    node.get("/api/v1/me/orgs", "Origin", origin, "X-Real-IP", network()))) {
                assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
                assertThat(answer.response().headers().map()).doesNotContainKey("access-control-allow-credentials");
            }
        }
        Http.Answer asked = preflight(node, "/api/v1/orgs/1", FOREIGN);
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("access-control-allow-methods")).contains("PATCH", "DELETE");
        assertThat(asked.header("access-control-allow-headers").split(","))
                .contains("authorization", "haithe-organization", "haithe-project");
        noneOfIt(node.get("/api/v1/models", "X-Real-IP", network()));
    }

    @Test
    void p33_no_function_changes_or_deletes_a_row_of_the_audit_log_and_none_is_put_over_another() {
        Person.on(Identities.node());
        int asked = 0;
        for (FunctionDefinition function : Identities.platform().functions().stream()
                .map(LambdaFunction::definition)
                .filter(definition -> definition.environment().containsKey("TABLE_AUDIT"))
                .toList()) {
            asked++;
            try (DynamoDbClient store = as(function)) {
                String table = Objects.requireNonNull(function.environment().get("TABLE_AUDIT"));
                Map<String, AttributeValue> key = Map.of("scope", text("a scope"), "entry", text("0#an entry"));
                assertThatThrownBy(() ->
                                store.deleteItem(ask -> ask.tableName(table).key(key)))
                        .as(function.name())
                        .isInstanceOfSatisfying(DynamoDbException.class, HaithePropertiesTest::denied);
                assertThatThrownBy(() -> store.updateItem(ask -> ask.tableName(table)
                                .key(key)
                                .updateExpression("SET actor = :nobody")
                                .expressionAttributeValues(Map.of(":nobody", text("nobody")))))
                        .as(function.name())
                        .isInstanceOfSatisfying(DynamoDbException.class, HaithePropertiesTest::denied);
            }
        }
        assertThat(asked).isGreaterThan(40);
        overAnother();
    }

    /** A row as it stands, sent again as the log sends it. */
    private static void overAnother() {
        String table = Objects.requireNonNull(Node.function(Identities.platform(), "PostApiV1AuthLogin")
                .environment()
                .get("TABLE_AUDIT"));
        try (DynamoDbClient store = Crowd.operator(Identities.platform())) {
            Map<String, AttributeValue> row = store.scan(ask -> ask.tableName(table)).items().stream()
                    .filter(item -> item.containsKey("event"))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> store.putItem(ask -> ask.tableName(table)
                            .item(row)
                            .conditionExpression("attribute_not_exists(#scope)")
                            .expressionAttributeNames(Map.of("#scope", "scope"))))
                    .isInstanceOf(ConditionalCheckFailedException.class);
        }
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static void denied(DynamoDbException refused) {
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    }

    private static DynamoDbClient as(FunctionDefinition function) {
        Map<String, String> environment = function.environment();
        return DynamoDbClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(Identities.platform().port().uri())
                .region(Region.of(environment.get("AWS_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"),
                        environment.get("AWS_SESSION_TOKEN"))))
                .build();
    }

    @Test
    void p9_refusals_have_the_status_of_what_is_wrong_and_name_it() {
        Person owner = Person.on(Identities.node());
        String id = owner.given("POST", "/api/v1/orgs", "name", Persons.name("Statuses"))
                .path("id")
                .asText();
        String org = "/api/v1/orgs/" + id;
        String name = Persons.name("Twice");
        owner.given("POST", "/api/v1/orgs", "name", name);
        refused(owner.ask("GET", "/api/v1/orgs/0"), 404);
        refused(owner.ask("GET", "/api/v1/orgs/9007199254740881"), 404);
        refused(owner.ask("GET", "/api/v1/orgs/x"), 400);
        refused(owner.ask("PATCH", org, "name", name), 409);
        refused(owner.ask("POST", org + "/models", "model_id", 1), 409);
        refused(owner.ask("POST", org + "/models", "model_id", 3), 422);
        refused(owner.ask("POST", org + "/members", "wallet_address", "0x1", "role", "member"), 400);
        refused(owner.ask("POST", org + "/members", "wallet_address", Person.unknown(), "role", "king"), 400);
        refused(owner.ask("DELETE", org + "/members", "wallet_address", Person.unknown()), 404);
        Person member = Person.on(Identities.node());
        owner.given("POST", org + "/members", "wallet_address", member.account(), "role", "member");
        refused(member.ask("PATCH", org, "name", Persons.name("Mine")), 403);
        refused(member.showing("Bearer null", "GET", org), 401);
    }

    private static void refused(Http.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        ObjectNode body = (ObjectNode) answer.json();
        assertThat(body.path("success").booleanValue()).isFalse();
        for (String field : List.of("message", "code", "request_id")) {
            assertThat(body.path(field).asText()).as(field).isNotEmpty();
        }
    }
}
