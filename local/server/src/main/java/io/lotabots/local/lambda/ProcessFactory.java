package io.lotabots.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** Starts a function in a process of its own, under the runtime interface client that Lambda runs it with. */
final class ProcessFactory implements InstanceFactory {
    /** Lambda allows 10 s, or 130 s before a snapshot; a busy laptop gets the longer. */
    private static final long INIT_SECONDS = 130;

    private static final Set<String> INHERITED = Set.of("PATH", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME");

    private final FunctionDefinition definition;
    private @Nullable Path launcher;

    ProcessFactory(FunctionDefinition definition) {
        this.definition = definition;
    }

    @Override
    public Instance create() throws InitException, InterruptedException {
        ProcessInstance instance;
        RuntimeApi api;
        try {
            api = new RuntimeApi(definition);
        } catch (IOException e) {
            throw new InitException(e);
        }
        try {
            instance = new ProcessInstance(definition, api, start(api));
        } catch (IOException e) {
            api.close();
            throw new InitException(e);
        }
        try {
            String error = api.initialised().get(INIT_SECONDS, TimeUnit.SECONDS);
            if (error.isEmpty()) {
                return instance;
            }
            instance.close();
            throw new InitException("Runtime.InitError", error);
        } catch (ExecutionException | TimeoutException e) {
            instance.close();
            throw new InitException(e);
        } catch (InterruptedException e) {
            instance.close();
            throw e;
        }
    }

    private Process start(RuntimeApi api) throws IOException {
        Path folder = launcher();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx" + Math.max(64, definition.memoryMb() * 85 / 100) + "m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        RuntimeLibrary.file().ifPresent(file -> command.add("-D" + RuntimeLibrary.PROPERTY + "=" + file));
        command.addAll(List.of("-cp", classPath(folder), ChildProcess.class.getName(), definition.handler()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(definition.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }

    private String classPath(Path folder) {
        List<Path> paths = new ArrayList<>();
        paths.add(folder);
        paths.addAll(runtime());
        paths.add(definition.code());
        if (Files.isDirectory(definition.code())) {
            paths.addAll(FunctionReader.jars(definition.code().resolve("lib")));
        }
        paths.addAll(definition.layers());
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** The jars that Lambda's own runtime consists of. */
    private static List<Path> runtime() {
        return Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(ProcessFactory::origin)
                .toList();
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path of " + type, e);
        }
    }

    /** A folder with the launcher alone, so that nothing else of this program is on the function's class path. */
    private synchronized Path launcher() throws IOException {
        @Nullable Path known = launcher;
        if (known != null) {
            return known;
        }
        Path folder = Files.createTempDirectory("lotabots-function-");
        String file = ChildProcess.class.getName().replace('.', '/') + ".class";
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        try (@Nullable InputStream in = ProcessFactory.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("no " + file));
            }
            Files.copy(in, target);
        }
        // The last registered is the first deleted.
        folder.toFile().deleteOnExit();
        Path created = folder;
        for (Path part : folder.relativize(target)) {
            created = created.resolve(part);
            created.toFile().deleteOnExit();
        }
        launcher = folder;
        return folder;
    }
}
