package org.hallkiosk.provisioning.center;

import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.journal.Position;

/**
 * A hall as the center's pages show it.
 *
 * @param prefix up to where its events are held without a gap
 * @param gaps the events that are known to be missing
 * @param accepted the gaps that a technician accepted, oldest first
 * @param removed the business day that was removed last after its time
 * @param alarms the newest alarms, newest first
 * @param malformed messages without a number that are kept aside
 * @param windows the windows by number, as the hall said last
 * @param devices the devices by name, as they said last
 */
public record HallView(
        String hall,
        HallLink link,
        Position prefix,
        List<EpochProof> epochs,
        List<Gap> gaps,
        List<AcceptedGap> accepted,
        Optional<Removal> removed,
        List<Alarm> alarms,
        long malformed,
        HallFigures figures,
        List<WindowLine> windows,
        List<DeviceLine> devices) {

    public HallView {
        epochs = List.copyOf(epochs);
        gaps = List.copyOf(gaps);
        accepted = List.copyOf(accepted);
        alarms = List.copyOf(alarms);
        windows = List.copyOf(windows);
        devices = List.copyOf(devices);
    }

    /** Whether windows, devices and waiting figures may not be true any more. */
    public boolean stale() {
        return link.state() != HallLink.State.ONLINE;
    }

    /** How many events are held. */
    public long stored() {
        return epochs.stream().mapToLong(EpochProof::stored).sum();
    }

    /** The name for people: the citizens' one, or the hall's id. */
    public String name() {
        return figures.name().isEmpty() ? hall : figures.name();
    }

    /** The newest event. */
    public Optional<RecentEvent> last() {
        return figures.recent().stream().findFirst();
    }

    /**
     * A window's retained state.
     *
     * @param status open, paused or closed
     * @param ticket the ticket that it holds
     */
    public record WindowLine(int no, String label, String status, Optional<String> ticket) {}

    /**
     * A device's retained status.
     *
     * @param state online, degraded or offline
     * @param faults the sentences of its faults
     */
    public record DeviceLine(String device, String state, List<String> faults) {
        public DeviceLine {
            faults = List.copyOf(faults);
        }
    }
}
