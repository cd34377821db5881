package org.hallkiosk.core.text;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of one resource bundle in one language. A sentence holds its arguments by name, as
 * in {@code 请 {ticket} 到 {window} 号窗口}.
 *
 * <p>Immutable; from any thread. The JVM's default locale plays no part.
 */
public final class Texts {

    /** The base name of the sentences of kiosk-core itself. */
    public static final String CORE = "org.hallkiosk.core.text.texts";

    /** Chinese as the halls of the mainland write it; the first language everywhere. */
    public static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;

    private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)\\}");
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * The sentences of a bundle; English where the bundle has not the language.
     *
     * @throws MissingResourceException when there is no such bundle
     */
    public static Texts of(String baseName, Locale language) {
        return new Texts(
                ResourceBundle.getBundle(
                        requireNonNull(baseName), language, Texts.class.getClassLoader(), EXACT));
    }

    /** The sentences of kiosk-core in a language. */
    public static Texts core(Locale language) {
        return of(CORE, language);
    }

    /** Whether there is a sentence of this name. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /**
     * A sentence without arguments.
     *
     * @throws MissingResourceException when there is none of this name
     */
    public String get(String key) {
        return get(key, Map.of());
    }

    /**
     * A sentence with its arguments filled in; an argument that is not given stays visible as
     * {@code {name}}, so that the gap is seen.
     *
     * @throws MissingResourceException when there is none of this name
     */
    public String get(String key, Map<String, ?> args) {
        String sentence = bundle.getString(key);
        Matcher matcher = ARGUMENT.matcher(sentence);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            Object value = args.get(matcher.group(1));
            String shown = value == null ? matcher.group() : value.toString();
            matcher.appendReplacement(text, Matcher.quoteReplacement(shown));
        }
        return matcher.appendTail(text).toString();
    }
}
