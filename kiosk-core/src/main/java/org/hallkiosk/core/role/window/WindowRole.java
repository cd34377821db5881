package org.hallkiosk.core.role.window;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Shows at each of its windows what the hall says of it, and says so when the hall has fallen
 * silent: the last true state stays, marked stale (OUTSIDE.md, {@code queue/state}).
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class WindowRole {

    private final Map<Integer, Shown> windows = new HashMap<>();
    private final Beat beat;

    private static final class Shown {
        final WindowSign sign;
        @Nullable WindowView view;
        WindowView.@Nullable Call call;

        Shown(WindowSign sign) {
            this.sign = sign;
        }
    }

    /**
     * Makes it; it shows the windows as stale until the hall is heard.
     *
     * @param signs the sign of each window that this device serves
     */
    public WindowRole(Strand strand, Map<Integer, WindowSign> signs) {
        this.beat = new Beat(strand, this::showAll);
        signs.forEach((window, sign) -> windows.put(window, new Shown(sign)));
    }

    /** Shows the windows for the first time. */
    public void start() {
        showAll();
    }

    /** A live beat of the hall came; a copy with the retain flag is none and must not be given. */
    public void beat(long beatEpoch) {
        beat.heard(beatEpoch);
    }

    /** A window's state came; one of an earlier epoch is ignored (EVENTS.md 10). */
    public void state(WindowView view) {
        Shown shown = windows.get(view.window());
        if (shown == null || !beat.admits(view.epoch())) {
            return;
        }
        shown.view = view;
        boolean newCall = view.call() != null && !view.call().equals(shown.call);
        if (view.call() != null) {
            shown.call = view.call();
        }
        show(view.window(), shown, newCall);
    }

    /** Lets a technician find this device's panels. */
    public void identify() {
        windows.values().forEach(shown -> shown.sign.identify());
    }

    /**
     * Shows a test picture at one window, or at all.
     *
     * @param only the window; null = every window of this device
     * @return whether every display accepted it; on the strand, never exceptionally
     */
    public CompletionStage<Boolean> testShow(@Nullable Integer only) {
        CompletionStage<Boolean> all = CompletableFuture.completedStage(true);
        for (Map.Entry<Integer, Shown> window : windows.entrySet()) {
            if (only == null || only.equals(window.getKey())) {
                all = all.thenCombine(window.getValue().sign.test(), Boolean::logicalAnd);
            }
        }
        return all;
    }

    /** Whether this device serves a window. */
    public boolean serves(int window) {
        return windows.containsKey(window);
    }

    private void showAll() {
        windows.forEach((window, shown) -> show(window, shown, false));
    }

    private void show(int window, Shown shown, boolean newCall) {
        WindowView view = shown.view;
        if (view == null) {
            shown.sign.show(
                    new WindowSign.View(
                            Integer.toString(window),
                            "",
                            WindowSign.State.CLOSED,
                            null,
                            "",
                            beat.stale(),
                            false));
            return;
        }
        shown.sign.show(
                new WindowSign.View(
                        view.label(),
                        view.category() == null ? "" : view.category(),
                        doing(view),
                        view.ticket(),
                        view.whereabouts() == null ? "" : view.whereabouts(),
                        beat.stale(),
                        newCall));
    }

    private static WindowSign.State doing(WindowView view) {
        if (view.ticket() != null && view.ticketStatus() != null) {
            switch (view.ticketStatus()) {
                case CALLED -> {
                    return WindowSign.State.CALLED;
                }
                case SERVING -> {
                    return WindowSign.State.SERVING;
                }
                default -> {
                    // A ticket that has ended leaves the window as its status says.
                }
            }
        }
        return switch (view.status()) {
            case OPEN -> WindowSign.State.WAITING;
            case PAUSED -> WindowSign.State.PAUSED;
            case CLOSED -> WindowSign.State.CLOSED;
        };
    }
}
