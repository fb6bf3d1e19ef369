package io.lotabots.clients.fingerprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.clients.hardware.Machine;
import java.util.List;
import java.util.function.Consumer;

/**
 * The six checks of one attestation, measured once and never used again: a node refuses a fingerprint that it saw before, and pays less
 * for one that does not move.
 *
 * @param checks in the protocol's order
 */
public record Fingerprint(List<Check> checks) {
    /**
     * Measures this machine; takes two to four seconds.
     *
     * @param progress told what is being measured, before each check
     */
    public static Fingerprint measure(Machine machine, Consumer<String> progress) {
        var work = new Workload();
        progress.accept("clock drift");
        var clock = ClockDrift.measure(work);
        progress.accept("cache timing");
        var cache = CacheTiming.measure(work, machine);
        progress.accept("thermal drift");
        var thermal = ThermalDrift.measure(work);
        progress.accept("instruction jitter");
        var jitter = InstructionJitter.measure(work);
        return of(machine, clock, cache, thermal, jitter);
    }

    /** The fingerprint of a machine from timings that were taken on it. */
    public static Fingerprint of(Machine machine, Check clock, Check cache, Check thermal, Check jitter) {
        return new Fingerprint(
                List.of(clock, cache, SimdIdentity.measure(machine), thermal, jitter, AntiEmulation.measure(machine)));
    }

    /** Whether every check passed by this client's own rules. */
    public boolean allPassed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** Names of the checks that did not pass. */
    public List<String> failed() {
        return checks.stream().filter(check -> !check.passed()).map(Check::name).toList();
    }

    /** How it stands in the payload: {@code {"checks":{..},"all_passed":..}}. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        var named = json.putObject("checks");
        checks.forEach(check -> named.set(check.name(), check.json()));
        json.put("all_passed", allPassed());
        return json;
    }
}
