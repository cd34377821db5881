package org.hallkiosk.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows, and demands, that the test logs a warning or error whose message matches. Without it any
 * warning or error fails the test.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(ExpectLog.All.class)
public @interface ExpectLog {
    /** A regular expression found somewhere in the formatted message. */
    String value();

    /** False: it may be logged but need not be. For what depends on which thread comes first. */
    boolean required() default true;

    /** Holds several. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        ExpectLog[] value();
    }
}
