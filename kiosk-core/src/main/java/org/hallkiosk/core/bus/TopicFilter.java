package org.hallkiosk.core.bus;

/**
 * Topic filters as MQTT 5 §4.7 defines them. Shared subscriptions ({@code $share/…}) are not
 * filters here: nothing covers them.
 */
final class TopicFilter {

    /** The longest topic or filter that is looked at, in characters. */
    static final int MAX_LENGTH = 512;

    private TopicFilter() {}

    /** Whether this is a topic that a message can bear: not empty, no wildcard, no NUL. */
    static boolean isTopic(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().noneMatch(c -> c == '+' || c == '#' || c == 0);
    }

    /** Whether wildcards stand only where they may. */
    static boolean isFilter(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.indexOf(0) >= 0) {
            return false;
        }
        String[] levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.contains("+") || level.contains("#");
            boolean last = i == levels.length - 1;
            if (wild && !level.equals("+") && !(level.equals("#") && last)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a message on this topic belongs to a subscription with this filter. */
    static boolean matches(String filter, String topic) {
        return isTopic(topic) && covers(filter, topic);
    }

    /**
     * Whether everything that the narrow filter (or topic) matches is matched by the wide one, too.
     */
    static boolean covers(String wide, String narrow) {
        // MQTT 5 §4.7.2: a leading wildcard does not match topics that begin with $.
        if (narrow.startsWith("$") && !wide.startsWith("$")) {
            return false;
        }
        String[] w = wide.split("/", -1);
        String[] n = narrow.split("/", -1);
        for (int i = 0; i < w.length; i++) {
            if (w[i].equals("#")) {
                return true;
            }
            if (i == n.length) {
                return false;
            }
            boolean same = w[i].equals(n[i]) || (w[i].equals("+") && !n[i].equals("#"));
            if (!same) {
                return false;
            }
            // MQTT 5 §4.7.1.2: "a/#" matches "a", too.
            if (i == n.length - 1 && i == w.length - 2 && w[i + 1].equals("#")) {
                return true;
            }
        }
        return w.length == n.length;
    }
}
