package org.hallkiosk.core.role;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.WindowView;
import org.jspecify.annotations.Nullable;

/** A small hall, as a device hears of it. */
public final class SampleHall {

    /** A Monday, 09:41 in the hall. */
    public static final Instant MORNING = Instant.parse("2026-11-23T01:41:00Z");

    private SampleHall() {}

    /** Two categories, two windows, open on Mondays from nine to five. */
    public static HallConfig config() {
        return new HallConfig(
                1,
                "青山县政务服务中心",
                List.of(new HallConfig.Area("a", "综合区", "1F", false)),
                List.of(
                        new HallConfig.Category("general", "综合业务", "A", "a"),
                        new HallConfig.Category("tax", "税务", "D", null)),
                List.of(
                        new HallConfig.Window(1, "1", "a", null, "w", List.of("general"), true),
                        new HallConfig.Window(2, "2", "a", null, "w", List.of("tax"), true)),
                HallConfig.Ranges.defaults(),
                HallConfig.Rules.defaults(),
                List.of(
                        new HallConfig.Hours(
                                DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(17, 0))),
                Map.of("category.tax.en", "Tax", "phone.complaint", "12345"));
    }

    /** A beat. */
    public static QueueView queues(long epoch, int general, int tax) {
        return new QueueView(
                List.of(
                        new QueueView.Category("general", "综合业务", general, 0, null),
                        new QueueView.Category("tax", "税务", tax, 0, null)),
                epoch,
                MORNING);
    }

    /** A window that holds nobody. */
    public static WindowView window(int no, WindowStatus status) {
        return view(no, status, null, null, null, null);
    }

    /** A window that calls or serves a ticket. */
    public static WindowView window(
            int no, String ticket, UUID id, TicketStatus status, int count) {
        return view(
                no,
                WindowStatus.OPEN,
                ticket,
                id,
                status,
                new WindowView.Call(new UUID(no, 7), count));
    }

    /** A window whose ticket has ended there. */
    public static WindowView ended(int no, UUID id) {
        return view(no, WindowStatus.OPEN, null, id, TicketStatus.FINISHED, null);
    }

    private static WindowView view(
            int no,
            WindowStatus status,
            @Nullable String ticket,
            @Nullable UUID id,
            @Nullable TicketStatus ticketStatus,
            WindowView.@Nullable Call call) {
        return new WindowView(
                no,
                Integer.toString(no),
                status,
                ticket == null ? null : "综合业务",
                ticket,
                id,
                ticketStatus,
                call,
                List.of(),
                List.of(),
                new WindowView.OnDuty("1001", "王芳", "综合窗口首席代表"),
                status == WindowStatus.PAUSED ? "二楼会议室" : null,
                null,
                1,
                MORNING);
    }
}
