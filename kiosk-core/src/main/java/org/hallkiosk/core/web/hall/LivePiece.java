package org.hallkiosk.core.web.hall;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.web.EventStream;
import org.hallkiosk.core.web.Pages;

/**
 * Parts of pages that events replace: each is made in both languages, and sent when it has become
 * another. On the hall's strand.
 */
public final class LivePiece {

    private static final List<Locale> LANGUAGES = List.of(Texts.CHINESE, Locale.ENGLISH);

    private final Pages pages;
    private final EventStream stream;
    private final Map<String, String> sent = new HashMap<>();

    /** Sends to a stream what is made of the templates of these pages. */
    public LivePiece(Pages pages, EventStream stream) {
        this.pages = pages;
        this.stream = stream;
    }

    /** What a piece's events are named in a language. */
    public static String name(String piece, Locale language) {
        return piece + '.' + language.getLanguage();
    }

    /** Renders a template, giving it the language and its texts besides. */
    public String render(String template, Locale language, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("language", language);
        all.put("texts", Texts.core(language));
        return pages.piece(template, all);
    }

    /** Sends a piece in both languages, if it has changed. */
    public void publish(String piece, String template, Map<String, Object> values) {
        for (Locale language : LANGUAGES) {
            publish(piece, language, template, values);
        }
    }

    /** Sends a piece in one language, if it has changed. */
    public void publish(
            String piece, Locale language, String template, Map<String, Object> values) {
        String name = name(piece, language);
        String html = render(template, language, values);
        if (!html.equals(sent.put(name, html))) {
            stream.publish(name, html);
        }
    }
}
