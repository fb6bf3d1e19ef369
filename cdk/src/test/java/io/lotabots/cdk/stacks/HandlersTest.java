package io.lotabots.cdk.stacks;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.cdk.Stage;
import io.lotabots.cdk.stacks.Synthesised.Resource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each handler finds in the environment that its declaration gives it all that its constructor asks for. */
class HandlersTest {

    private static Stream<Resource> functions() {
        return Synthesised.of(Stage.dev()).resources("AWS::Lambda::Function").stream()
                .filter(function -> HandlersTest.class.getResource(file(className(function))) != null);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_handler_starts_with_the_environment_that_is_declared_for_it(Resource function) {
        ClassLoader own = new OwnEnvironment(environment(function));

        assertThatCode(() -> own.loadClass(className(function)).getConstructor().newInstance())
                .as("%s is given %s", function, function.property("/Environment/Variables"))
                .doesNotThrowAnyException();
    }

    private static String className(Resource function) {
        return function.property("/Handler").asText().replace("::handleRequest", "");
    }

    private static String file(String className) {
        return "/" + className.replace('.', '/') + ".class";
    }

    /** The function's variables; places that only a deployment knows stand as the names of their exports. */
    private static byte[] environment(Resource function) {
        Properties variables = new Properties();
        function.property("/Environment/Variables")
                .properties()
                .forEach(variable -> variables.setProperty(variable.getKey(), text(variable.getValue())));
        variables.setProperty("AWS_REGION", "eu-west-1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            variables.store(out, null);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot be written", impossible);
        }
        return out.toByteArray();
    }

    private static String text(JsonNode value) {
        if (value.has("Fn::Join")) {
            JsonNode join = value.get("Fn::Join");
            return join.get(1)
                    .valueStream()
                    .map(HandlersTest::text)
                    .collect(Collectors.joining(join.get(0).asText()));
        }
        return value.isTextual()
                ? value.asText()
                : value.path("Fn::ImportValue").asText();
    }

    /** Loads the platform's own classes anew, so that they read this environment and not the process's. */
    private static final class OwnEnvironment extends ClassLoader {

        private final byte[] environment;

        OwnEnvironment(byte[] environment) {
            super(HandlersTest.class.getClassLoader());
            this.environment = environment;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith("io.lotabots.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream bytes = HandlersTest.class.getResourceAsStream(file(name))) {
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return name.equals("lotabots.env")
                    ? new ByteArrayInputStream(environment)
                    : super.getResourceAsStream(name);
        }
    }
}
