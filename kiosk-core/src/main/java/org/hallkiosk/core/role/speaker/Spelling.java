package org.hallkiosk.core.role.speaker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the parts of a sentence are read out: a window's label as it is called in that language, a
 * ticket's number digit by digit, so that nobody hears 十二 for 012 (speech.md §1).
 */
final class Spelling {

    private static final Map<String, List<String>> DIGITS =
            Map.of(
                    "zh",
                    List.of("零", "一", "二", "三", "四", "五", "六", "七", "八", "九"),
                    "en",
                    List.of(
                            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
                            "nine"));

    private Spelling() {}

    /** The args of a sentence as they are read in a language. */
    static Map<String, String> read(String language, Map<String, String> args) {
        Map<String, String> read = new TreeMap<>(args);
        String label = read.get("window." + language);
        if (label != null) {
            read.put("window", label);
        }
        read.computeIfPresent("ticket", (_, ticket) -> digitByDigit(language, ticket));
        return read;
    }

    private static String digitByDigit(String language, String text) {
        List<String> digits = DIGITS.get(language);
        if (digits == null) {
            return text;
        }
        String between = language.equals("zh") ? "" : " ";
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String one = c >= '0' && c <= '9' ? digits.get(c - '0') : String.valueOf(c);
            read.append(read.isEmpty() ? "" : between).append(one);
        }
        return read.toString();
    }
}
