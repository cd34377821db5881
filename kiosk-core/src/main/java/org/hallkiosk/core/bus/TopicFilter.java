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
        return covers(filter, topic) && isTopic(topic);
    }

    /**
     * Whether everything that the narrow filter (or topic) matches is matched by the wide one, too.
     */
    static boolean covers(String wide, String narrow) {
        // MQTT 5 §4.7.2: a leading wildcard does not match topics that begin with $.
        if (narrow.startsWith("$") && !wide.startsWith("$")) {
            return false;
        }
        int w = 0;
        int n = 0;
        while (true) {
            int wideEnd = levelEnd(wide, w);
            int narrowEnd = levelEnd(narrow, n);
            if (isLevel(wide, w, wideEnd, '#')) {
                return true;
            }
            boolean fits =
                    isLevel(wide, w, wideEnd, '+')
                            ? !isLevel(narrow, n, narrowEnd, '#')
                            : wideEnd - w == narrowEnd - n
                                    && wide.regionMatches(w, narrow, n, wideEnd - w);
            if (!fits) {
                return false;
            }
            if (narrowEnd == narrow.length()) {
                // MQTT 5 §4.7.1.2: "a/#" matches "a", too.
                return wideEnd == wide.length()
                        || isLevel(wide, wideEnd + 1, levelEnd(wide, wideEnd + 1), '#');
            }
            if (wideEnd == wide.length()) {
                return false;
            }
            w = wideEnd + 1;
            n = narrowEnd + 1;
        }
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    private static boolean isLevel(String text, int from, int end, char wildcard) {
        return end - from == 1 && text.charAt(from) == wildcard;
    }
}
