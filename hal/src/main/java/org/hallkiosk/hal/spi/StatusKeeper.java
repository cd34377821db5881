package org.hallkiosk.hal.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.time.Strand;

/**
 * Holds a device's status for its driver and tells of each change, and of nothing else. All methods
 * but {@link #status} are called on the device's strand, and the listener is called there.
 */
public final class StatusKeeper {

    private final Strand strand;
    private volatile DeviceStatus status;
    private Consumer<DeviceStatus> listener = s -> {};
    private int together;
    private DeviceStatus told;

    /** Begins with everything unknown. */
    public StatusKeeper(Strand strand) {
        this.strand = strand;
        this.status = DeviceStatus.unknown(strand.now());
        this.told = status;
    }

    /** The status now; from any thread. */
    public DeviceStatus status() {
        return status;
    }

    /** Told of each new status. Replaces the listener of before. */
    public void onStatus(Consumer<DeviceStatus> newListener) {
        listener = newListener;
    }

    /** Makes several changes that are told as one. */
    public void together(Runnable changes) {
        together++;
        try {
            changes.run();
        } finally {
            together--;
            tell();
        }
    }

    /** An attempt begins. What is wrong with the link stays so until the attempt succeeds. */
    public void connecting() {
        set(with(Connection.CONNECTING));
    }

    /** The device is reached: what was wrong with the link is over. */
    public void connected() {
        together(
                () -> {
                    set(with(Connection.CONNECTED));
                    for (HalFault code : HalFault.values()) {
                        clear(code);
                    }
                });
    }

    /** The link is lost: every other axis and fault is unknown, the link's own fault stands. */
    public void disconnected(LinkEnd end) {
        disconnected(
                switch (end.reason()) {
                    case NOT_THERE -> HalFault.LINK_NOT_THERE;
                    case FORBIDDEN -> HalFault.LINK_FORBIDDEN;
                    case HELD -> HalFault.LINK_HELD;
                    case UNSUITABLE -> HalFault.LINK_UNSUITABLE;
                    case HOST_UNKNOWN -> HalFault.LINK_HOST_UNKNOWN;
                    case UNREACHABLE -> HalFault.LINK_UNREACHABLE;
                    case NOBODY_LISTENS -> HalFault.LINK_NOBODY_LISTENS;
                    case CANNOT_LISTEN -> HalFault.LINK_CANNOT_LISTEN;
                    case FAILED -> HalFault.LINK_FAILED;
                    case CLOSED_THERE -> HalFault.LINK_LOST;
                    case STALLED -> HalFault.LINK_STALLED;
                    case UNANSWERED -> HalFault.LINK_UNANSWERED;
                    case COMMANDS_REFUSED -> HalFault.LINK_COMMANDS_REFUSED;
                    case CLOSED_HERE -> HalFault.LINK_CLOSED;
                },
                Map.of("address", end.address().toString()));
    }

    /** The line is open but the unit does not answer: as good as no connection. */
    public void silent() {
        disconnected(HalFault.DEVICE_SILENT, Map.of());
    }

    /** The device has been closed: nothing is known and nothing is wrong. */
    public void closed() {
        set(allUnknown(Connection.UNKNOWN, List.of()));
    }

    /** What the device is able to do. */
    public void operation(Operation operation) {
        DeviceStatus s = status;
        set(
                new DeviceStatus(
                        s.connection(),
                        s.operation().becomes(operation, strand.now()),
                        s.supply(),
                        s.media(),
                        s.faults()));
    }

    /** What it consumes. */
    public void supply(Supply supply) {
        DeviceStatus s = status;
        set(
                new DeviceStatus(
                        s.connection(),
                        s.operation(),
                        s.supply().becomes(supply, strand.now()),
                        s.media(),
                        s.faults()));
    }

    /** What lies in its mouth or path. */
    public void media(Media media) {
        DeviceStatus s = status;
        set(
                new DeviceStatus(
                        s.connection(),
                        s.operation(),
                        s.supply(),
                        s.media().becomes(media, strand.now()),
                        s.faults()));
    }

    /** Something is wrong. A fault of the same code keeps its time and takes the new arguments. */
    public void raise(FaultCode code, Map<String, String> args) {
        set(withFaults(raised(status.faults(), code, args)));
    }

    /** It is mended; without effect when it was not wrong. */
    public void clear(FaultCode code) {
        List<Fault> left = status.faults().stream().filter(f -> !f.code().equals(code)).toList();
        set(withFaults(left));
    }

    private void disconnected(HalFault code, Map<String, String> args) {
        List<Fault> same = status.faults().stream().filter(f -> f.code().equals(code)).toList();
        set(allUnknown(Connection.DISCONNECTED, raised(same, code, args)));
    }

    private List<Fault> raised(List<Fault> faults, FaultCode code, Map<String, String> args) {
        List<Fault> all = new ArrayList<>();
        Instant since = strand.now();
        boolean standing = false;
        for (Fault fault : faults) {
            boolean same = fault.code().equals(code);
            standing |= same;
            all.add(same ? new Fault(code, args, fault.since()) : fault);
        }
        if (!standing) {
            all.add(new Fault(code, args, since));
        }
        return all;
    }

    private DeviceStatus with(Connection connection) {
        DeviceStatus s = status;
        return new DeviceStatus(
                s.connection().becomes(connection, strand.now()),
                s.operation(),
                s.supply(),
                s.media(),
                s.faults());
    }

    private DeviceStatus withFaults(List<Fault> faults) {
        DeviceStatus s = status;
        return new DeviceStatus(s.connection(), s.operation(), s.supply(), s.media(), faults);
    }

    private DeviceStatus allUnknown(Connection connection, List<Fault> faults) {
        DeviceStatus s = status;
        Instant now = strand.now();
        return new DeviceStatus(
                s.connection().becomes(connection, now),
                s.operation().becomes(Operation.UNKNOWN, now),
                s.supply().becomes(Supply.UNKNOWN, now),
                s.media().becomes(Media.UNKNOWN, now),
                faults);
    }

    private void set(DeviceStatus next) {
        status = next;
        tell();
    }

    private void tell() {
        if (together == 0 && !status.equals(told)) {
            told = status;
            listener.accept(told);
        }
    }
}
