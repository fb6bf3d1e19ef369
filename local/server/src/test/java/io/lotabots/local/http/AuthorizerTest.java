package io.lotabots.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.local.Client;
import io.lotabots.local.Fixture;
import io.lotabots.local.Platform;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizerTest {
    private Platform platform;
    private Client client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        platform = new Fixture(directory)
                .function("EchoEvent")
                .function("Authorize")
                .with("Authorize", p -> p.put("ReservedConcurrentExecutions", 1))
                .resource("Simple", "AWS::ApiGatewayV2::Authorizer", authorizer(true, 60))
                .resource("Policy", "AWS::ApiGatewayV2::Authorizer", authorizer(false, 0))
                .route("Simply", "GET /simple", "EchoEvent")
                .with(
                        "Simply",
                        p -> p.put("AuthorizationType", "CUSTOM")
                                .putObject("AuthorizerId")
                                .put("Ref", "Simple"))
                .route("ByPolicy", "GET /policy", "EchoEvent")
                .with(
                        "ByPolicy",
                        p -> p.put("AuthorizationType", "CUSTOM")
                                .putObject("AuthorizerId")
                                .put("Ref", "Policy"))
                .start();
        client = new Client(platform.uri());
    }

    private static String authorizer(boolean simple, int ttlSeconds) {
        return """
               {"ApiId":{"Ref":"Api"},"AuthorizerType":"REQUEST","AuthorizerPayloadFormatVersion":"2.0",
                "EnableSimpleResponses":%s,"AuthorizerResultTtlInSeconds":%d,
                "IdentitySource":["$request.header.Authorization"],
                "AuthorizerUri":{"Fn::Join":["",["arn:aws:apigateway:",{"Ref":"AWS::Region"},
                  ":lambda:path/2015-03-31/functions/",{"Ref":"AuthorizeAlias"},"/invocations"]]}}
               """.formatted(simple, ttlSeconds);
    }

    @AfterAll
    void stop() {
        client.close();
        platform.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/simple | deny             | 403 | {\"message\":\"Forbidden\"}",
                "/simple | malformed        | 500 | {\"message\":\"Internal Server Error\"}",
                "/simple | throws           | 500 | {\"message\":\"Internal Server Error\"}",
                "/policy | policy-deny      | 403 | {\"message\":\"Forbidden\"}",
                "/policy | policy-elsewhere | 403 | {\"message\":\"Forbidden\"}",
                "/policy | allow            | 500 | {\"message\":\"Internal Server Error\"}",
            })
    void denials_are_the_gateways(String path, String token, int status, String body) throws Exception {
        HttpResponse<String> answer = client.get(path, "Authorization", token);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void a_request_without_identity_is_401_and_asks_nobody() throws Exception {
        HttpResponse<String> answer = client.get("/simple");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }

    @Test
    void the_context_reaches_the_function_and_is_kept_for_its_time_only() throws Exception {
        JsonNode first = caller("/simple", "allow");
        assertThat(first.path("caller").asText()).isEqualTo("allow");
        assertThat(caller("/simple", "allow")).isEqualTo(first);

        platform.clock().advance(Duration.ofSeconds(61));

        assertThat(caller("/simple", "allow").path("call").asInt())
                .isGreaterThan(first.path("call").asInt());
    }

    @Test
    void a_policy_that_names_the_route_allows_it() throws Exception {
        assertThat(caller("/policy", "policy").path("caller").asText()).isEqualTo("policy");
    }

    private JsonNode caller(String path, String token) throws Exception {
        return Client.json(client.get(path, "Authorization", token))
                .path("requestContext")
                .path("authorizer")
                .path("lambda");
    }
}
