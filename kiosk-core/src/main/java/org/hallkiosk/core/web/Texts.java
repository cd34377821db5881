package org.hallkiosk.core.web;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What a person reads, in one language: the bundle {@code Texts_zh.properties} or {@code
 * Texts_en.properties} beside a class. Both hold the same keys.
 */
public final class Texts {

    private final ResourceBundle bundle;

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Loads the bundle in the package of a class.
     *
     * @throws java.util.MissingResourceException when the language is not there
     */
    public static Texts beside(Class<?> owner, Locale language) {
        return new Texts(
                ResourceBundle.getBundle(
                        owner.getPackageName() + ".Texts",
                        language,
                        owner.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** The language, such as {@code zh}. */
    public Locale language() {
        return bundle.getLocale();
    }

    /**
     * A text.
     *
     * @param args fill {@code {0}}, {@code {1}}… as {@link MessageFormat} does; numbers without
     *     grouping are given as strings. Without any the text is taken as it is
     * @throws java.util.MissingResourceException for an unknown key
     */
    public String of(String key, Object... args) {
        String text = bundle.getString(key);
        return args.length == 0 ? text : new MessageFormat(text, language()).format(args);
    }
}
