package org.hallkiosk.core.port;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One line to be spoken in a speaker zone (语音播报, {@code zone/{zone}/say}).
 *
 * @param id of what is announced, for example of a call
 * @param count how often it has been announced so far, from 1; each pair of id and count is spoken
 *     once
 * @param code names the sentence in the bundle
 * @param args what the sentence fills in, as it is written, not as it is read
 * @param text the sentence in the hall's first language
 * @param languages in which it is said, one after the other
 * @param times how often it is said, 1–3
 * @param elderly whether it is said slower and louder (R22)
 */
public record SpokenLine(
        UUID id,
        int count,
        String code,
        Map<String, String> args,
        String text,
        List<String> languages,
        int times,
        boolean elderly) {

    /** More often nobody listens. */
    public static final int MOST_TIMES = 3;

    public SpokenLine {
        args = Map.copyOf(args);
        languages = List.copyOf(languages);
        if (count < 1 || times < 1 || times > MOST_TIMES || languages.isEmpty()) {
            throw new IllegalArgumentException("No line: " + code);
        }
    }
}
