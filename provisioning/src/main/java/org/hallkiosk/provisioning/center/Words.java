package org.hallkiosk.provisioning.center;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.hallkiosk.core.text.Texts;

/**
 * How the center's pages say things in one language.
 *
 * @param texts the sentences
 * @param zone in which times are shown
 */
public record Words(Texts texts, ZoneId zone) {

    private static final String BUNDLE = "org.hallkiosk.provisioning.center.texts";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    static Words of(Locale language, ZoneId zone) {
        return new Words(Texts.of(BUNDLE, language), zone);
    }

    /** A sentence. */
    public String get(String key) {
        return texts.get(key);
    }

    /** A sentence with one argument. */
    public String get(String key, String name, Object value) {
        return texts.get(key, Map.of(name, value));
    }

    /** A sentence with arguments. */
    public String get(String key, Map<String, Object> args) {
        return texts.get(key, args);
    }

    /** An event's type for people; as it is when it is not known here. */
    public String event(String type) {
        if (type.isEmpty()) {
            return texts.get("event.unreadable");
        }
        return texts.has("event." + type) ? texts.get("event." + type) : type;
    }

    /** A stable word of a message, such as a window's status; as it is when it is not known. */
    public String word(String kind, String word) {
        String key = kind + "." + word;
        return texts.has(key) ? texts.get(key) : word;
    }

    /** Hours, minutes and seconds. */
    public String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    /** The same with the date. */
    public String dayAndTime(Instant at) {
        return DAY_AND_TIME.format(at.atZone(zone));
    }

    /** Minutes and seconds, from an hour on hours and minutes. */
    public String duration(Duration duration) {
        long hours = duration.toHours();
        return hours > 0
                ? texts.get(
                        "duration.hours",
                        Map.of("hours", hours, "minutes", duration.toMinutesPart()))
                : texts.get(
                        "duration.minutes",
                        Map.of(
                                "minutes",
                                duration.toMinutesPart(),
                                "seconds",
                                duration.toSecondsPart()));
    }

    /** A number with its thousands apart. */
    public String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
