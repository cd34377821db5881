package org.hallkiosk.core.bus;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The topics of one hall, below {@code hk/1/{hall}/} (OUTSIDE.md "MQTT 5"): makes them, and reads
 * them back. Immutable.
 */
public final class Topics {

    /** What every topic of ours begins with. */
    public static final String BASE = "hk/1/";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern WINDOW = Pattern.compile("[1-9][0-9]{0,2}");

    private final String hall;
    private final String base;

    /**
     * @param hall the hall's name
     * @throws IllegalArgumentException when it {@linkplain #isName cannot be} a level
     */
    public Topics(String hall) {
        this.hall = name(hall);
        this.base = BASE + hall + "/";
    }

    /**
     * Whether this may stand as one level of a topic: a hall, a device, a verb, a zone, an id. 1 to
     * 64 characters: letters and digits of ASCII, point, underscore, hyphen; the first a letter or
     * digit.
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Returns the text, or throws IllegalArgumentException when it is not a {@link #isName}. */
    static String name(String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException("Not a name for a topic level: " + text);
        }
        return text;
    }

    /** The hall whose topics these are. */
    public String hall() {
        return hall;
    }

    /** Where a device tells its retained status; its will lies there, too. */
    public String deviceStatus(String device) {
        return device(device, "status");
    }

    /** Where a device asks the hall. */
    public String deviceRequest(String device, String verb) {
        return device(device, "request/" + name(verb));
    }

    /** Where the hall answers a device; the id tells one asker in the process from another. */
    public String deviceResponse(String device, String id) {
        return device(device, "response/" + name(id));
    }

    /** What every topic begins with on which a device reads answers. */
    String deviceResponses(String device) {
        return device(device, "response/");
    }

    /** Where the hall asks a device. */
    public String deviceCommand(String device, String verb) {
        return device(device, "command/" + name(verb));
    }

    /** Where a device answers the hall. */
    public String deviceReply(String device, String id) {
        return device(device, "reply/" + name(id));
    }

    /** Where a device tells its telemetry. */
    public String deviceTelemetry(String device) {
        return device(device, "telemetry");
    }

    /**
     * A window's retained state (窗口).
     *
     * @param window 1–999
     */
    public String windowState(int window) {
        if (window < 1 || window > 999) {
            throw new IllegalArgumentException("Not a window number: " + window);
        }
        return base + "window/" + window + "/state";
    }

    /** The queue's retained state and beat. */
    public String queueState() {
        return base + "queue/state";
    }

    /** The retained version of the hall's configuration. */
    public String config() {
        return base + "config";
    }

    /** Where a speaker zone gets its lines (语音). */
    public String zoneSay(String zone) {
        return base + "zone/" + name(zone) + "/say";
    }

    /** Where a client without credentials asks, in the demo alone. */
    public String demoRequest(String verb) {
        return base + "request/" + name(verb);
    }

    /** At the center's broker: the journal's events. */
    public String event() {
        return base + "event";
    }

    /** At the center's broker: how far the center has committed, retained. */
    public String centerAck() {
        return base + "center/ack";
    }

    /** At the center's broker: where the hall asks the center. */
    public String centerRequest(String verb) {
        return base + "center/request/" + name(verb);
    }

    /** At the center's broker: where the center answers the hall. */
    public String centerResponse(String id) {
        return base + "center/response/" + name(id);
    }

    /** At the center's broker: whether the hall is connected, retained; the hall's will. */
    public String link() {
        return base + "link";
    }

    private String device(String device, String rest) {
        return base + "device/" + name(device) + "/" + rest;
    }

    /**
     * Reads a topic that came from outside.
     *
     * @return empty when it is not a topic of this hall, or a level of it is not well formed
     */
    public Optional<Topic> parse(String topic) {
        if (topic.length() > TopicFilter.MAX_LENGTH || !topic.startsWith(base)) {
            return Optional.empty();
        }
        String[] level = topic.substring(base.length()).split("/", -1);
        return Optional.ofNullable(
                switch (level.length) {
                    case 1 -> read(level[0]);
                    case 2 -> read(level[0], level[1]);
                    case 3 -> read(level[0], level[1], level[2]);
                    case 4 -> read(level[0], level[1], level[2], level[3]);
                    default -> null;
                });
    }

    private static @Nullable Topic read(String first) {
        return switch (first) {
            case "config" -> new Topic.Config();
            case "event" -> new Topic.Event();
            case "link" -> new Topic.Link();
            default -> null;
        };
    }

    private static @Nullable Topic read(String first, String second) {
        return switch (first) {
            case "queue" -> second.equals("state") ? new Topic.QueueState() : null;
            case "center" -> second.equals("ack") ? new Topic.CenterAck() : null;
            case "request" -> isName(second) ? new Topic.DemoRequest(second) : null;
            default -> null;
        };
    }

    private static @Nullable Topic read(String first, String second, String third) {
        if (first.equals("window") && third.equals("state")) {
            if (!WINDOW.matcher(second).matches()) {
                return null;
            }
            return new Topic.WindowState(Integer.parseInt(second));
        }
        if (!isName(second) || !isName(third)) {
            return null;
        }
        if (first.equals("center")) {
            return switch (second) {
                case "request" -> new Topic.CenterRequest(third);
                case "response" -> new Topic.CenterResponse(third);
                default -> null;
            };
        }
        return switch (first + "/" + third) {
            case "device/status" -> new Topic.DeviceStatus(second);
            case "device/telemetry" -> new Topic.DeviceTelemetry(second);
            case "zone/say" -> new Topic.ZoneSay(second);
            default -> null;
        };
    }

    private static @Nullable Topic read(String first, String second, String third, String fourth) {
        if (!first.equals("device") || !isName(second) || !isName(fourth)) {
            return null;
        }
        return switch (third) {
            case "request" -> new Topic.DeviceRequest(second, fourth);
            case "response" -> new Topic.DeviceResponse(second, fourth);
            case "command" -> new Topic.DeviceCommand(second, fourth);
            case "reply" -> new Topic.DeviceReply(second, fourth);
            default -> null;
        };
    }
}
