package io.lotabots.cdk.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lotabots.cdk.model.Declaration;
import io.lotabots.cdk.model.Grant;
import io.lotabots.cdk.model.Platform;
import io.lotabots.cdk.model.Service;
import io.lotabots.cdk.model.Trigger;
import io.lotabots.cdk.model.Verb;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final Set<Verb> READS =
            EnumSet.of(Verb.GET, Verb.BATCH_GET, Verb.QUERY, Verb.READ_SECRET, Verb.READ_OBJECT, Verb.LIST_OBJECTS);

    private final Platform platform = Services.platform();

    private Stream<Declaration> functions() {
        return platform.services().stream().flatMap(service -> service.functions().stream());
    }

    @Test
    void every_declared_class_is_a_handler_with_a_public_constructor_without_arguments() throws Exception {
        for (Service service : platform.services()) {
            for (Declaration function : service.functions()) {
                Class<?> handler = Class.forName(
                        service.className(function), false, getClass().getClassLoader());
                assertThat(handler)
                        .matches(type -> RequestHandler.class.isAssignableFrom(type)
                                || RequestStreamHandler.class.isAssignableFrom(type));
                assertThat(handler.getConstructor().getParameterCount()).isZero();
            }
        }
    }

    @Test
    void a_handler_is_called_by_its_method_and_path() {
        assertThat(functions()).allSatisfy(function -> {
            if (function.trigger() instanceof Trigger.Http http) {
                assertThat(function.handler())
                        .isEqualTo(http.method().charAt(0)
                                + http.method().substring(1).toLowerCase(Locale.ROOT)
                                + words(http.paths().getFirst()));
            }
        });
    }

    @Test
    void only_what_issues_tokens_knows_the_key_that_signs_them() {
        assertThat(functions()
                        .filter(function ->
                                function.grants().contains(new Grant(Identity.TOKEN_KEYS, Verb.READ_SECRET)))
                        .map(Declaration::handler))
                .containsExactlyInAnyOrder(
                        "RotateTokenKeys",
                        "PostApiV1AuthLogin",
                        "PostV1AuthRefresh",
                        "PostV1AuthRegister",
                        "PostV1AuthLogin",
                        "PostV1AuthPasskeys",
                        "PostOauthToken");
    }

    private static String words(String path) {
        return Stream.of(path.replaceAll("\\{[a-z_]+}", "").split("[/_.-]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    @Test
    void every_function_says_in_one_line_what_it_does() {
        assertThat(functions())
                .allSatisfy(
                        function -> assertThat(function.summary()).isNotBlank().doesNotContain("\n", "|"));
    }

    @Test
    void admin_paths_are_for_the_admin_key() {
        assertThat(functions()).allSatisfy(function -> {
            if (function.trigger() instanceof Trigger.Http http
                    && http.paths().stream().anyMatch(path -> path.startsWith("/admin/"))) {
                assertThat(http.caller().label())
                        .as(function.handler())
                        .isEqualTo(http.method().equals("GET") ? "admin key or admin read key" : "admin key");
            }
        });
    }

    @Test
    void what_the_read_key_opens_writes_nothing_but_the_limit_of_its_callers() {
        List<Declaration> opened = functions()
                .filter(function -> function.stores().contains(Shared.ADMIN_READ_KEY))
                .toList();
        assertThat(opened).isNotEmpty().allSatisfy(function -> {
            assertThat(function.trigger())
                    .isInstanceOfSatisfying(
                            Trigger.Http.class,
                            http -> assertThat(http.method()).isEqualTo("GET"));
            assertThat(function.grants().stream()
                            .filter(grant -> !grant.store().equals(Shared.LIMITS))
                            .map(Grant::verb))
                    .as(function.handler())
                    .allMatch(READS::contains);
        });
    }

    @Test
    void every_store_is_used_by_some_function() {
        List<String> used = functions()
                .flatMap(function -> function.stores().stream())
                .map(store -> store.variable())
                .toList();
        assertThat(platform.services().stream().flatMap(service -> service.owns().stream()))
                .allSatisfy(store -> assertThat(used).contains(store.variable()));
    }
}
