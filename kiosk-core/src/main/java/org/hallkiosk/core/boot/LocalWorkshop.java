package org.hallkiosk.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.hallkiosk.core.web.technician.Workshop;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.WireTrace;

/** The devices that this very process runs. */
public final class LocalWorkshop implements Workshop {

    private final Function<String, List<String>> faults;
    private final List<DeviceApp> apps = new CopyOnWriteArrayList<>();

    /**
     * @param faults the words that {@code emulator.fault} knows for a unit; none for a real one
     */
    public LocalWorkshop(Function<String, List<String>> faults) {
        this.faults = faults;
    }

    /** Adds a device. */
    public void add(DeviceApp app) {
        apps.add(app);
    }

    @Override
    public Optional<List<Frame>> wire(String device, String unit, int most) {
        return apps.stream()
                .filter(app -> app.device().equals(device))
                .findFirst()
                .flatMap(app -> wire(app.devices(), unit, most));
    }

    private static Optional<List<Frame>> wire(Devices devices, String name, int most) {
        return devices.find(name)
                .flatMap(
                        unit ->
                                devices.trace(unit.spec().link())
                                        .map(trace -> frames(trace, unit.device(), most)));
    }

    private static List<Frame> frames(WireTrace trace, Device device, int most) {
        List<WireTrace.Entry> recent = trace.recent();
        return recent.subList(Math.max(0, recent.size() - most), recent.size()).stream()
                .map(entry -> frame(entry, device))
                .toList();
    }

    /**
     * What goes to a printer or a panel anybody in the hall may read; what comes from any other
     * kind of device may be a citizen's, and only its length is told.
     */
    private static Frame frame(WireTrace.Entry entry, Device device) {
        boolean everybodys = device instanceof TicketPrinter || device instanceof WindowDisplay;
        boolean told = everybodys || entry.direction() == WireTrace.Direction.NOTE;
        return new Frame(
                entry.at(),
                entry.direction().name().toLowerCase(Locale.ROOT),
                told ? entry.data() : "•".repeat(3) + " " + length(entry.data()) + " B");
    }

    private static int length(String hex) {
        return (hex.length() + 1) / 3;
    }

    @Override
    public List<Emulator> emulators() {
        List<Emulator> emulators = new ArrayList<>();
        for (DeviceApp app : apps) {
            for (Devices.Unit unit : app.devices().all()) {
                List<String> known = faults.apply(unit.spec().id());
                if (unit.spec().simulated() && !known.isEmpty()) {
                    emulators.add(new Emulator(app.device(), unit.spec().id(), known));
                }
            }
        }
        return emulators;
    }
}
