package org.hallkiosk.hal.api;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault in words.
 *
 * @param staff what is wrong, for those who work in the hall
 * @param technician what is wrong, for those who mend it
 * @param action what to do
 */
public record FaultText(String staff, String technician, String action) {

    private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z]+)}");

    /**
     * Puts a fault into words. An argument that is not given stays as it stands in the bundle, in
     * braces.
     *
     * @param locale Chinese or English; another falls back to English
     * @throws MissingResourceException when the bundle lacks a sentence
     */
    public static FaultText of(FaultCode code, Map<String, String> args, Locale locale) {
        ResourceBundle bundle =
                ResourceBundle.getBundle(
                        code.bundle(),
                        locale,
                        code.getClass().getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
        return new FaultText(
                sentence(bundle, code.code() + ".staff", args),
                sentence(bundle, code.code() + ".technician", args),
                sentence(bundle, code.code() + ".action", args));
    }

    private static String sentence(ResourceBundle bundle, String key, Map<String, String> args) {
        return ARGUMENT.matcher(bundle.getString(key))
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        args.getOrDefault(found.group(1), found.group())));
    }
}
