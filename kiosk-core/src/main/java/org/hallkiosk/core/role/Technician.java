package org.hallkiosk.core.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hallkiosk.core.port.screen.TechnicianPicture;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What a technician asks of the screens of one device, and for how long they show it. All methods
 * are called on the device's strand, none blocks, and listeners are told there.
 */
public final class Technician {

    /** As long as an LED panel does ({@link org.hallkiosk.core.port.WindowSign#identify}). */
    private static final Duration SHOWN = Duration.ofSeconds(10);

    private final Strand strand;
    private final String device;
    private final Set<Integer> windows;
    private final boolean elsewhere;
    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<TechnicianPicture> picture = Optional.empty();
    private @Nullable Integer only;
    private Strand.@Nullable Timer end;

    /**
     * Makes it for a device.
     *
     * @param windows the windows that its screens serve
     * @param elsewhere whether it has a screen that serves no window: a dispenser's, a board
     */
    public Technician(Strand strand, String device, Set<Integer> windows, boolean elsewhere) {
        this.strand = strand;
        this.device = device;
        this.windows = Set.copyOf(windows);
        this.elsewhere = elsewhere;
    }

    /** Adds somebody who is told of each change. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Every screen of the device names it for ten seconds. */
    public void identify() {
        show(new TechnicianPicture.Identify(device), null);
    }

    /**
     * A test picture for ten seconds.
     *
     * @param window on the screens of this window only; null = on every screen of the device
     * @return whether the device has such a screen
     */
    public boolean test(@Nullable Integer window) {
        boolean here = window == null ? elsewhere || !windows.isEmpty() : windows.contains(window);
        if (here) {
            show(new TechnicianPicture.Test(device), window);
        }
        return here;
    }

    /**
     * What a screen shows now.
     *
     * @param window the window that it serves; null when it serves none
     */
    public Optional<TechnicianPicture> picture(@Nullable Integer window) {
        return only == null || only.equals(window) ? picture : Optional.empty();
    }

    private void show(TechnicianPicture wanted, @Nullable Integer window) {
        if (end != null) {
            end.cancel();
        }
        picture = Optional.of(wanted);
        only = window;
        end =
                strand.after(
                        SHOWN,
                        () -> {
                            picture = Optional.empty();
                            only = null;
                            changed();
                        });
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
