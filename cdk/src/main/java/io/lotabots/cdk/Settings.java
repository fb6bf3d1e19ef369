package io.lotabots.cdk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The components of {@link Stage} by name: how text becomes a value, and a value an environment variable. */
public final class Settings {

    private static final RecordComponent[] COMPONENTS = Stage.class.getRecordComponents();

    /** Settings whose variable carries its unit. */
    private static final Map<String, String> VARIABLES = Map.of("epochPot", "EPOCH_POT_MICRO_RTC", "name", "STAGE");

    private Settings() {}

    /** The variable of a setting, such as {@code SLOT_SECONDS} of {@code slotSeconds}. */
    public static String variable(String key) {
        component(key);
        return VARIABLES.getOrDefault(
                key, key.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
    }

    /** The value of a setting as an environment variable holds it; lists are parted by commas. */
    public static String text(Stage stage, String key) {
        Object value = value(stage, component(key));
        return switch (value) {
            case List<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(","));
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    /** Every setting of a stage as text, by name. */
    public static Map<String, String> all(Stage stage) {
        Map<String, String> settings = new TreeMap<>();
        for (RecordComponent component : COMPONENTS) {
            settings.put(component.getName(), text(stage, component.getName()));
        }
        return settings;
    }

    static Stage replace(Stage stage, String key, String text) {
        RecordComponent replaced = component(key);
        Object[] values = Arrays.stream(COMPONENTS)
                .map(component -> component.equals(replaced) ? parse(component, text) : value(stage, component))
                .toArray();
        try {
            return (Stage) Stage.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException reason) {
                throw reason;
            }
            throw new IllegalStateException("cannot set " + key, refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot set " + key, impossible);
        }
    }

    private static RecordComponent component(String key) {
        return Arrays.stream(COMPONENTS)
                .filter(component -> component.getName().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no setting " + Limits.shown(key)
                        + "; the settings are "
                        + Arrays.stream(COMPONENTS)
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", "))));
    }

    private static Object value(Stage stage, RecordComponent component) {
        try {
            return component.getAccessor().invoke(stage);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot read " + component.getName(), impossible);
        }
    }

    private static Object parse(RecordComponent component, String text) {
        String key = component.getName();
        Class<?> type = component.getType();
        if (type == int.class || type == long.class) {
            return number(key, type, text);
        }
        if (type == boolean.class) {
            return flag(key, text);
        }
        if (type == List.class) {
            return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
        }
        return type.isEnum() ? word(key, type, text) : text;
    }

    private static Object number(String key, Class<?> type, String text) {
        boolean narrow = type == int.class;
        try {
            if (narrow) {
                return Integer.parseInt(text);
            }
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(
                    key + " must be a whole number of " + (narrow ? 32 : 64) + " bits, got: " + Limits.shown(text),
                    notOne);
        }
    }

    private static boolean flag(String key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " must be true or false, got: " + Limits.shown(text));
        };
    }

    private static Object word(String key, Class<?> type, String text) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
        int index = words.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(
                    key + " must be one of " + String.join(", ", words) + ", got: " + Limits.shown(text));
        }
        return type.getEnumConstants()[index];
    }
}
