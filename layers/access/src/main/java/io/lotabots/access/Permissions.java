package io.lotabots.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The one table of what a role may do, read from {@code permissions.txt}; immutable. A table that leaves an action or a role
 * out, names one that is not known, or says anything but y and n is refused as a whole.
 */
public final class Permissions {
    private static final String RESOURCE = "permissions.txt";
    private static final List<String> LEADING = List.of("action", "scope", "seen");

    private final Map<Action, Line> lines;

    private Permissions(Map<Action, Line> lines) {
        this.lines = lines;
    }

    /** What becomes of a wish. */
    public enum Verdict {
        ALLOWED,
        /** The caller sees the thing and may not do that. */
        FORBIDDEN,
        /** For the caller there is no such thing. */
        HIDDEN,
        /** The caller's key was not given for that, whatever its account may do. */
        OUT_OF_SCOPE
    }

    private record Line(String scope, Action seen, Set<Role> roles) {}

    /** The table that the platform goes by. */
    public static Permissions ofPlatform() {
        try (InputStream in = Permissions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + RESOURCE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Permissions parse(String text) {
        List<List<String>> rows = text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.split("\\s+")))
                .toList();
        List<Role> columns = columns(rows);
        Map<Action, Line> lines = new EnumMap<>(Action.class);
        for (List<String> row : rows.subList(1, rows.size())) {
            Action action = action(row.getFirst());
            if (row.size() != LEADING.size() + columns.size()) {
                throw wrong(row.getFirst() + " has " + row.size() + " columns");
            }
            if (lines.put(action, new Line(row.get(1), action(row.get(2)), roles(row, columns))) != null) {
                throw wrong(row.getFirst() + " stands twice");
            }
        }
        if (lines.size() != Action.values().length) {
            throw wrong("it has " + lines.size() + " of " + Action.values().length + " actions");
        }
        return new Permissions(lines);
    }

    private static List<Role> columns(List<List<String>> rows) {
        if (rows.isEmpty() || !rows.getFirst().subList(0, LEADING.size()).equals(LEADING)) {
            throw wrong("it does not begin with " + LEADING);
        }
        List<Role> columns = rows.getFirst().stream()
                .skip(LEADING.size())
                .map(Permissions::role)
                .toList();
        if (EnumSet.copyOf(columns).size() != Role.values().length || columns.size() != Role.values().length) {
            throw wrong("its columns are not each role once");
        }
        return columns;
    }

    private static Set<Role> roles(List<String> row, List<Role> columns) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < columns.size(); i++) {
            switch (row.get(LEADING.size() + i)) {
                case "y" -> roles.add(columns.get(i));
                case "n" -> {}
                default -> throw wrong(row.getFirst() + " says neither y nor n");
            }
        }
        return roles;
    }

    private static Role role(String column) {
        return Arrays.stream(Role.values())
                .filter(role -> role.column().equals(column))
                .findFirst()
                .orElseThrow(() -> wrong("no role is called " + column));
    }

    private static Action action(String line) {
        return Arrays.stream(Action.values())
                .filter(action -> action.line().equals(line))
                .findFirst()
                .orElseThrow(() -> wrong("no action is called " + line));
    }

    private static IllegalStateException wrong(String what) {
        return new IllegalStateException("the table of permissions is wrong: " + what);
    }

    /** Whether any of the roles allows the action. */
    public boolean allows(Action action, Set<Role> roles) {
        return line(action).roles().stream().anyMatch(roles::contains);
    }

    /**
     * What becomes of a wish. The scopes come first: what a key was not given for is refused alike whether the thing exists or
     * not.
     *
     * @param roles what the caller is there; none for a stranger, and where there is nothing
     * @param scopes what the caller's key was given; empty when it opens all that its account may do
     */
    public Verdict verdict(Action action, Set<Role> roles, Set<String> scopes) {
        if (!covers(scopes, action)) {
            return Verdict.OUT_OF_SCOPE;
        }
        if (allows(action, roles)) {
            return Verdict.ALLOWED;
        }
        return allows(seen(action), roles) ? Verdict.FORBIDDEN : Verdict.HIDDEN;
    }

    /** Whether a key with these scopes may be used for the action; one without any opens all that its account may do. */
    public boolean covers(Set<String> scopes, Action action) {
        return scopes.isEmpty() || scopes.contains(scope(action));
    }

    /** The action without which there is nothing to be refused: who may not do that either is told that there is none. */
    public Action seen(Action action) {
        return line(action).seen();
    }

    /** What a key or a program must have been given for the action, one of {@link Scopes}. */
    public String scope(Action action) {
        return line(action).scope();
    }

    /** Every scope that the table knows, in order. */
    public SortedSet<String> scopes() {
        return new TreeSet<>(lines.values().stream().map(Line::scope).toList());
    }

    private Line line(Action action) {
        return Objects.requireNonNull(lines.get(action));
    }
}
