package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each identity may write and read at a broker: the one list from which the embedded broker's
 * checks and the ACL file of a Mosquitto are made (OUTSIDE.md "Identity is in the topic").
 *
 * <p>The first rule that fits decides; nothing fits: refused. Immutable.
 */
public final class Permissions {

    /** The identity of a client without credentials, in the demo alone. */
    public static final String DEMO = "demo";

    /** Stands for the identity's own name in a {@link Rule#filter}. */
    public static final String OWN_NAME = "{name}";

    /** What an identity is to a broker. */
    public enum Kind {
        /** A device of the hall (设备). */
        DEVICE,
        /** The hall's coordinator (大厅). */
        HALL,
        /** The center (中心). */
        CENTER,
        /** Anybody on loopback, in the demo alone. */
        DEMO
    }

    /** Which way a message goes, seen from the client. */
    public enum Access {
        /** Receiving what others published. */
        READ,
        /** Publishing. */
        WRITE
    }

    /**
     * One rule.
     *
     * @param allowed false: what matches is refused
     * @param filter a topic filter, in which {@link #OWN_NAME} may be a level
     */
    public record Rule(Kind kind, Access access, boolean allowed, String filter) {}

    private final Kind other;
    private final String owner;
    private final Kind ownerKind;
    private final boolean demo;
    private final @Nullable String center;
    private final List<Rule> rules;

    private Permissions(String owner, Kind ownerKind, Kind other, boolean demo, List<Rule> rules) {
        this(owner, ownerKind, other, demo, null, rules);
    }

    private Permissions(
            String owner,
            Kind ownerKind,
            Kind other,
            boolean demo,
            @Nullable String center,
            List<Rule> rules) {
        this.center = center;
        this.owner = requireNonNull(owner);
        this.ownerKind = ownerKind;
        this.other = other;
        this.demo = demo;
        this.rules = List.copyOf(rules);
    }

    /**
     * The rules of a hall's broker. The user named as the hall is the hall, every other is a
     * device.
     *
     * @param demo whether {@link #DEMO} has rights, and the hall those that it needs to answer it;
     *     only for a broker that listens on loopback alone
     */
    public static Permissions ofHall(String hall, boolean demo) {
        String base = Topics.BASE + Topics.name(hall) + "/";
        String own = base + "device/" + OWN_NAME + "/";
        List<Rule> rules = new ArrayList<>();
        for (String filter : List.of("status", "request/+", "reply/+", "telemetry")) {
            rules.add(allow(Kind.DEVICE, Access.WRITE, own + filter));
        }
        for (String filter : List.of("status", "response/#", "command/+")) {
            rules.add(allow(Kind.DEVICE, Access.READ, own + filter));
        }
        for (String filter : List.of("window/+/state", "queue/state", "config", "zone/+/say")) {
            rules.add(allow(Kind.DEVICE, Access.READ, base + filter));
        }
        rules.add(allow(Kind.HALL, Access.WRITE, base + "#"));
        rules.add(allow(Kind.HALL, Access.READ, base + "#"));
        if (demo) {
            rules.add(deny(Kind.HALL, Access.WRITE, "hk/#"));
            rules.add(allow(Kind.HALL, Access.WRITE, "#"));
            rules.add(allow(Kind.DEMO, Access.WRITE, base + "request/+"));
            for (String secret : List.of("command", "response", "reply")) {
                rules.add(deny(Kind.DEMO, Access.READ, "hk/1/+/device/+/" + secret + "/#"));
            }
            rules.add(allow(Kind.DEMO, Access.READ, "#"));
        }
        return new Permissions(hall, Kind.HALL, Kind.DEVICE, demo, rules);
    }

    /**
     * The rules of the center's broker. The user named as the center is the center, every other is
     * a hall.
     */
    public static Permissions ofCenter(String center) {
        String own = Topics.BASE + OWN_NAME + "/";
        List<Rule> rules = new ArrayList<>();
        for (String filter :
                List.of(
                        "event",
                        "link",
                        "queue/state",
                        "window/+/state",
                        "device/+/status",
                        "center/request/+")) {
            rules.add(allow(Kind.HALL, Access.WRITE, own + filter));
        }
        rules.add(allow(Kind.HALL, Access.READ, own + "center/#"));
        rules.add(allow(Kind.CENTER, Access.WRITE, Topics.BASE + "+/center/#"));
        rules.add(allow(Kind.CENTER, Access.READ, Topics.BASE + "#"));
        return new Permissions(Topics.name(center), Kind.CENTER, Kind.HALL, false, rules);
    }

    /**
     * The rules of a demo's broker, which is the hall's and the center's in one and listens on
     * loopback alone.
     *
     * @param center the identity of the center
     */
    public static Permissions ofDemo(String hall, String center) {
        List<Rule> rules = new ArrayList<>(ofHall(hall, true).rules);
        ofCenter(center).rules.stream()
                .filter(rule -> rule.kind == Kind.CENTER)
                .forEach(rules::add);
        return new Permissions(hall, Kind.HALL, Kind.DEVICE, true, Topics.name(center), rules);
    }

    private static Rule allow(Kind kind, Access access, String filter) {
        return new Rule(kind, access, true, filter);
    }

    private static Rule deny(Kind kind, Access access, String filter) {
        return new Rule(kind, access, false, filter);
    }

    /** The rules, in the order in which they are asked. */
    public List<Rule> rules() {
        return rules;
    }

    /** The one identity that is not like the others: the hall at its broker, or the center. */
    public String owner() {
        return owner;
    }

    /** What this identity is here. */
    public Kind kindOf(String identity) {
        if (identity.equals(owner)) {
            return ownerKind;
        }
        if (identity.equals(center)) {
            return Kind.CENTER;
        }
        return demo && identity.equals(DEMO) ? Kind.DEMO : other;
    }

    /** Whether the identity may publish on this topic. */
    public boolean mayWrite(String identity, String topic) {
        return TopicFilter.isTopic(topic) && decide(identity, Access.WRITE, topic);
    }

    /** Whether a message on this topic may be delivered to the identity. */
    public boolean mayRead(String identity, String topic) {
        return TopicFilter.isTopic(topic) && decide(identity, Access.READ, topic);
    }

    /**
     * Whether the identity may subscribe with this filter. A granted filter can still match topics
     * that {@link #mayRead} refuses: a broker asks both.
     */
    public boolean maySubscribe(String identity, String filter) {
        return TopicFilter.isFilter(filter) && decide(identity, Access.READ, filter);
    }

    private boolean decide(String identity, Access access, String topicOrFilter) {
        if (!Topics.isName(identity)) {
            return false;
        }
        Kind kind = kindOf(identity);
        for (Rule rule : rules) {
            if (rule.kind == kind
                    && rule.access == access
                    && TopicFilter.covers(rule.filter.replace(OWN_NAME, identity), topicOrFilter)) {
                return rule.allowed;
            }
        }
        return false;
    }
}
