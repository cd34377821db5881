package org.hallkiosk.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves threads behind. Threads that the JDK keeps for itself do not
 * count.
 */
public final class ThreadGuard implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(ThreadGuard.class);

    /**
     * Threads of the JDK and of libraries that live as long as the JVM, by the start of their name.
     */
    private static final Set<String> KEPT =
            Set.of(
                    "ForkJoinPool",
                    "Common-Cleaner",
                    "JNA Cleaner",
                    "Cleaner-",
                    "process reaper",
                    "surefire",
                    "junit-jupiter-timeout-watcher",
                    "Java2D",
                    "AWT-",
                    "VirtualThread-unparker",
                    "VirtualThread-unblocker",
                    "Read-Poller",
                    "Write-Poller",
                    "MasterPoller",
                    "HttpClient-",
                    "idle-connection-reaper",
                    "Keep-Alive-Timer");

    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getParent().map(p -> p.getTestClass().isPresent()).orElse(false)) {
            return;
        }
        context.getStore(HERE).put("threads", new HashSet<>(live()));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        @SuppressWarnings("unchecked")
        Set<Thread> before = context.getStore(HERE).remove("threads", Set.class);
        if (before == null) {
            return;
        }
        Set<Thread> left = new HashSet<>(live());
        left.removeAll(before);
        left.removeIf(t -> KEPT.stream().anyMatch(k -> t.getName().startsWith(k)));
        // A thread that was told to stop may need a moment to be gone.
        for (Thread t : left) {
            t.join(Duration.ofSeconds(10));
        }
        left.removeIf(t -> !t.isAlive());
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "The test left threads behind: "
                            + left.stream().map(Thread::getName).collect(Collectors.joining(", ")));
        }
    }

    private static Set<Thread> live() {
        return Thread.getAllStackTraces().keySet();
    }
}
