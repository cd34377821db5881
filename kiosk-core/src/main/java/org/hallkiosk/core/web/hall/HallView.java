package org.hallkiosk.core.web.hall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.domain.Word;
import org.hallkiosk.core.port.DeviceNotice;
import org.jspecify.annotations.Nullable;

/**
 * All that the hall's pages show, at one moment.
 *
 * @param connected whether the hall's broker is reached
 * @param centerConnected whether the center's broker is reached
 * @param waitingForCenter how many events the center does not have yet
 * @param oldestForCenter when the oldest of them happened; null when there are none
 * @param dayOpen whether a business day is open
 * @param trouble why the hall does not serve as it should; empty when all is well
 */
public record HallView(
        HallConfig config,
        List<Staff> staff,
        QueueView queue,
        List<WindowRow> windows,
        List<DeviceNotice> devices,
        boolean connected,
        boolean centerConnected,
        long waitingForCenter,
        @Nullable Instant oldestForCenter,
        boolean dayOpen,
        Optional<String> trouble) {

    public HallView {
        staff = List.copyOf(staff);
        windows = List.copyOf(windows);
        devices = List.copyOf(devices);
    }

    /** What became of the evaluation (评价) of the ticket that a window holds or held last. */
    public enum Evaluation implements Word {
        /** None was offered: there is no evaluator, or the ticket is not finished. */
        NONE,
        OFFERED,
        SUBMITTED,
        EXPIRED
    }

    /**
     * One window.
     *
     * @param device who serves it; empty when no device does
     * @param categories what it calls
     * @param lastNumber the number of the ticket that the window holds or held last; empty for none
     * @param held the category of the ticket that it holds; empty while it holds none
     * @param priority of that ticket; {@link Priority#NONE} for none. Only staff see it (S2
     *     5.2.2.1, R22: privacy)
     * @param calledAt when that ticket was called; null while it holds none
     */
    public record WindowRow(
            WindowView view,
            String device,
            List<QueueView.Category> categories,
            String lastNumber,
            String held,
            Priority priority,
            @Nullable Instant calledAt,
            Evaluation evaluation) {
        public WindowRow {
            categories = List.copyOf(categories);
        }

        /** How many wait for what this window calls. */
        public int waiting() {
            return categories.stream().mapToInt(QueueView.Category::waiting).sum();
        }
    }

    /** Before anything is known. */
    static HallView empty() {
        return new HallView(
                HallConfig.empty(),
                List.of(),
                new QueueView(List.of(), 0, Instant.EPOCH),
                List.of(),
                List.of(),
                false,
                false,
                0,
                null,
                false,
                Optional.empty());
    }

    /** One window. */
    public Optional<WindowRow> window(int no) {
        return windows.stream().filter(row -> row.view().window() == no).findFirst();
    }

    /** The prefix of a category's numbers. */
    public String prefix(String id) {
        return config.category(id).map(HallConfig.Category::prefix).orElse("");
    }

    /** How many wait in all. */
    public int waiting() {
        return queue.categories().stream().mapToInt(QueueView.Category::waiting).sum();
    }

    /** The longest wait of all, in whole minutes. */
    public long longestMinutes() {
        return queue.categories().stream()
                .mapToLong(c -> c.longestWaitSeconds() / 60)
                .max()
                .orElse(0);
    }

    /** How many windows are open. */
    public long open() {
        return windows.stream().filter(row -> row.view().status() == WindowStatus.OPEN).count();
    }
}
