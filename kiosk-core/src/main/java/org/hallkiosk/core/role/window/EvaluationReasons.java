package org.hallkiosk.core.role.window;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hallkiosk.core.text.Texts;

/**
 * The list of reasons that may be given with each level (evaluation.md, indicator codes). The list
 * is data: it differs by place and year, and a code that was retired keeps its meaning for what was
 * said with it. Immutable; from any thread.
 */
public final class EvaluationReasons {

    private final Texts chinese;
    private final Texts english;

    private EvaluationReasons(String baseName) {
        this.chinese = Texts.of(baseName, Texts.CHINESE);
        this.english = Texts.of(baseName, Locale.ENGLISH);
    }

    /** The base list of 2020 that three public implementations agree on. */
    public static EvaluationReasons of2020() {
        return new EvaluationReasons("org.hallkiosk.core.role.window.reasons2020");
    }

    /** The codes of a level, 5 非常满意 to 1 非常不满意, in the list's order. */
    public List<String> codes(int level) {
        return Arrays.asList(chinese.get("level." + level).split(",", -1));
    }

    /** What a code means. */
    public String text(String code, Locale language) {
        return (language.getLanguage().equals("zh") ? chinese : english).get("reason." + code);
    }
}
