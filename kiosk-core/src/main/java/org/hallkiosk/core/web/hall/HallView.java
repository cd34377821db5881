package org.hallkiosk.core.web.hall;

import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.web.hall.HallPages.WindowRow;

/**
 * All that the hall's page shows, at one moment.
 *
 * @param trouble why the hall cannot write; empty when all is well
 * @param waitingForCenter how many events the center does not have yet
 */
public record HallView(
        HallConfig config,
        QueueView queue,
        List<WindowRow> windows,
        List<DeviceNotice> devices,
        boolean centerConnected,
        long waitingForCenter,
        Optional<String> trouble) {

    public HallView {
        windows = List.copyOf(windows);
        devices = List.copyOf(devices);
    }

    /** The name of a category. */
    public String category(String id) {
        return config.categories().stream()
                .filter(c -> c.id().equals(id))
                .map(HallConfig.Category::name)
                .findFirst()
                .orElse(id);
    }

    /** The prefix of a category's numbers. */
    public String prefix(String id) {
        return config.categories().stream()
                .filter(c -> c.id().equals(id))
                .map(HallConfig.Category::prefix)
                .findFirst()
                .orElse("");
    }
}
