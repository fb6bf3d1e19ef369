package io.lotabots.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The load generator {@code wrk}, with a script that prints its result as four numbers. */
final class Wrk implements Load {
    private static final Pattern RESULT =
            Pattern.compile("^lotabots ([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9]+)$", Pattern.MULTILINE);

    static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public Result run(URI uri, String method, List<String> bodies, int connections, Duration time)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("lotabots", ".lua");
        Path lines = Files.createTempFile("lotabots", ".txt");
        try {
            Files.write(lines, bodies);
            Files.writeString(script, String.format(Locale.ROOT, """
                    wrk.method = "%s"
                    wrk.headers["Content-Type"] = "application/json"
                    local bodies, next = {}, 0
                    for line in io.lines("%s") do bodies[#bodies + 1] = line end
                    request = function()
                      next = next %% #bodies + 1
                      return wrk.format(nil, nil, nil, bodies[next])
                    end
                    done = function(summary, latency, requests)
                      local e = summary.errors
                      print(string.format("lotabots %%.1f %%.3f %%.3f %%d", summary.requests / summary.duration * 1e6,
                        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
                        e.status + e.connect + e.read + e.write + e.timeout))
                    end
                    """, method, lines));
            Process wrk = new ProcessBuilder(List.of(
                            "wrk",
                            "-t1",
                            "-c" + connections,
                            "-d" + time.toSeconds() + "s",
                            "-s",
                            script.toString(),
                            uri.toString()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher result = RESULT.matcher(said);
            if (wrk.waitFor() != 0 || !result.find()) {
                throw new IOException("wrk failed: " + said);
            }
            return new Result(
                    Double.parseDouble(result.group(1)),
                    Double.parseDouble(result.group(2)),
                    Double.parseDouble(result.group(3)),
                    Long.parseLong(result.group(4)));
        } finally {
            Files.delete(script);
            Files.delete(lines);
        }
    }
}
