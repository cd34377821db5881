package org.hallkiosk.core.contract;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.SealedText;
import org.jspecify.annotations.Nullable;

/**
 * Makes an instance of any record of the domain, with values of the form that the contract gives to
 * components of that name.
 */
final class Samples {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final boolean sparse;

    /**
     * @param sparse null wherever it may be, and empty lists; otherwise everything is there
     */
    Samples(boolean sparse) {
        this.sparse = sparse;
    }

    /** The records that a sealed interface permits, through all levels. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(Samples::leaves);
    }

    <T> T of(Class<T> record) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values.add(value(components[i]));
        }
        try {
            Constructor<T> canonical = record.getDeclaredConstructor(types);
            return canonical.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(record.getName(), e);
        }
    }

    private @Nullable Object value(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (sparse && nullable) {
            return null;
        }
        return value(component.getName(), component.getGenericType());
    }

    private Object value(String name, Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return sparse ? Map.of() : Map.of("ticket.footer", "请留意叫号");
            }
            Object one = value(name, generic.getActualTypeArguments()[0]);
            return sparse ? List.of() : List.of(one);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return text(name);
        } else if (raw == UUID.class) {
            return ID;
        } else if (raw == Instant.class) {
            return Instant.parse("2026-11-20T01:02:03.456Z");
        } else if (raw == LocalDate.class) {
            return LocalDate.of(2026, 11, 20);
        } else if (raw == LocalTime.class) {
            return LocalTime.of(9, 0);
        } else if (raw == DayOfWeek.class) {
            return DayOfWeek.MONDAY;
        } else if (raw == Duration.class) {
            return Duration.ofMinutes(5);
        } else if (raw == int.class || raw == Integer.class) {
            return 3;
        } else if (raw == long.class || raw == Long.class) {
            return 3L;
        } else if (raw == boolean.class) {
            return !sparse;
        } else if (raw == Command.Seen.class) {
            return new Command.Seen(sparse ? null : ID);
        } else if (raw == SealedText.class) {
            return new SealedText("key-1", "c2VhbGVk");
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        } else if (raw.isRecord()) {
            return of(raw);
        } else if (raw.isSealed()) {
            return of(leaves(raw).findFirst().orElseThrow());
        }
        throw new AssertionError("No sample of " + type);
    }

    private static String text(String name) {
        return switch (name) {
            case "ticket", "number", "lastCalled", "next" -> "A012";
            case "hash", "tokenHash", "macKey" -> "0a".repeat(32);
            case "prefix" -> "A";
            case "codes" -> "510";
            case "verb" -> "ticket.finish";
            case "level" -> "warning";
            default -> "name-1";
        };
    }
}
