package org.hallkiosk.provisioning.center;

import java.util.List;
import java.util.Optional;

/**
 * All halls as the center's pages show them.
 *
 * @param connected whether the center itself is connected to its broker
 * @param trouble why the center cannot store now; events wait at the halls meanwhile
 * @param halls by name
 */
public record CenterView(boolean connected, Optional<String> trouble, List<HallView> halls) {
    public CenterView {
        halls = List.copyOf(halls);
    }

    /** Before anything is known. */
    static CenterView empty() {
        return new CenterView(false, Optional.empty(), List.of());
    }

    /** One hall. */
    Optional<HallView> hall(String name) {
        return halls.stream().filter(hall -> hall.hall().equals(name)).findFirst();
    }
}
