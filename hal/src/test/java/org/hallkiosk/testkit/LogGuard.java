package org.hallkiosk.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test that logs a warning or an error which it did not announce by {@link ExpectLog}. */
public final class LogGuard implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(LogGuard.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Recorder recorder = new Recorder();
        recorder.start();
        root().addAppender(recorder);
        context.getStore(HERE).put("recorder", recorder);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Recorder recorder = context.getStore(HERE).remove("recorder", Recorder.class);
        root().detachAppender(recorder);
        recorder.stop();

        List<ExpectLog> expected = expectations(context);
        List<ILoggingEvent> unexpected = new ArrayList<>(recorder.events);
        List<String> missing = new ArrayList<>();
        for (ExpectLog expectation : expected) {
            Pattern pattern = Pattern.compile(expectation.value(), Pattern.DOTALL);
            boolean seen =
                    unexpected.removeIf(e -> pattern.matcher(e.getFormattedMessage()).find());
            if (!seen && expectation.required()) {
                missing.add(expectation.value());
            }
        }
        if (!unexpected.isEmpty()) {
            StringBuilder text = new StringBuilder("The test logged what it did not announce:");
            for (ILoggingEvent e : unexpected) {
                text.append("\n  ")
                        .append(e.getLevel())
                        .append(' ')
                        .append(e.getLoggerName())
                        .append(": ")
                        .append(e.getFormattedMessage());
                if (e.getThrowableProxy() != null) {
                    text.append('\n').append(ThrowableProxyUtil.asString(e.getThrowableProxy()));
                }
            }
            throw new AssertionError(text.toString());
        }
        if (!missing.isEmpty() && context.getExecutionException().isEmpty()) {
            throw new AssertionError("The test announced log lines that never came: " + missing);
        }
    }

    private static List<ExpectLog> expectations(ExtensionContext context) {
        Stream<ExpectLog> ofMethod =
                context.getTestMethod().stream()
                        .flatMap(m -> Stream.of(m.getAnnotationsByType(ExpectLog.class)));
        Stream<ExpectLog> ofClass =
                Stream.of(context.getRequiredTestClass().getAnnotationsByType(ExpectLog.class));
        return Stream.concat(ofMethod, ofClass).toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                event.prepareForDeferredProcessing();
                events.add(event);
            }
        }
    }
}
