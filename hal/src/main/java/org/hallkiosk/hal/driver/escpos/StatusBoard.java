package org.hallkiosk.hal.driver.escpos;

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
import org.hallkiosk.hal.protocol.escpos.PrinterFault;
import org.hallkiosk.hal.time.Strand;

/** Keeps the status that others read, and tells of each change. Written on the strand alone. */
final class StatusBoard {

    private final Strand strand;
    private volatile DeviceStatus status;
    private Consumer<DeviceStatus> listener = changed -> {};

    StatusBoard(Strand strand) {
        this.strand = strand;
        this.status = DeviceStatus.unknown(strand.now());
    }

    /** From any thread. */
    DeviceStatus status() {
        return status;
    }

    void onStatus(Consumer<DeviceStatus> newListener) {
        listener = newListener;
    }

    /** A fault of now. */
    Fault fault(PrinterFault code, Map<String, String> args) {
        return new Fault(code, args, strand.now());
    }

    /** Shows this; what has not changed keeps its time. */
    void show(
            Connection connection,
            Operation operation,
            Supply supply,
            Media media,
            List<Fault> faults) {
        Instant now = strand.now();
        DeviceStatus before = status;
        DeviceStatus next =
                new DeviceStatus(
                        before.connection().becomes(connection, now),
                        before.operation().becomes(operation, now),
                        before.supply().becomes(supply, now),
                        before.media().becomes(media, now),
                        withTheirTimes(before.faults(), faults));
        if (!next.equals(before)) {
            status = next;
            listener.accept(next);
        }
    }

    private static List<Fault> withTheirTimes(List<Fault> before, List<Fault> now) {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : now) {
            faults.add(
                    before.stream()
                            .filter(known -> known.code() == fault.code())
                            .filter(known -> known.args().equals(fault.args()))
                            .findFirst()
                            .orElse(fault));
        }
        faults.sort((a, b) -> a.since().compareTo(b.since()));
        return faults;
    }
}
