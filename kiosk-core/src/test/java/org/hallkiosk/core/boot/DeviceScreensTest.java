package org.hallkiosk.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HttpConfig;
import org.hallkiosk.core.config.Login;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.port.EvaluationDesk;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.role.HallPicture;
import org.hallkiosk.core.role.HandingIn;
import org.hallkiosk.core.role.MemoryLog;
import org.hallkiosk.core.role.SampleHall;
import org.hallkiosk.core.role.SilentHall;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/** A display that is not there is told, looked for and used; one that goes is told again. */
class DeviceScreensTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final EvaluationDesk NOBODY_RATES =
            (id, rating, offline, patience) -> {
                throw new IllegalStateException("Nobody rates here");
            };

    private final SimulatedTime time = new SimulatedTime(SampleHall.MORNING);
    private final Strand strand = time.strand();
    private final HallPicture hall = new HallPicture(strand, ZONE);
    private final Desk desk = new Desk();
    private final List<Set<Integer>> missing = new ArrayList<>();
    private final DeviceScreens screens =
            new DeviceScreens(
                    config(),
                    strand,
                    hall,
                    new Technician(strand, "window-1", Set.of(1), true),
                    Optional.empty(),
                    new Evaluator(
                            strand,
                            NOBODY_RATES,
                            new HandingIn(
                                    "window-1",
                                    strand,
                                    new SilentHall(),
                                    NOBODY_RATES,
                                    new MemoryLog(strand)),
                            () -> new UUID(0, 1),
                            Map.of()),
                    () -> new UUID(0, 1),
                    desk,
                    Runnable::run,
                    missing::add);

    private static DeviceConfig config() {
        return new DeviceConfig(
                "window-1",
                "hall",
                ZONE,
                Path.of("data"),
                Set.of(Role.WINDOW, Role.BOARD),
                new BusAccess(List.of(URI.create("mqtt://127.0.0.1")), null, new Login(null, null)),
                Map.of(),
                List.of(),
                List.of(
                        screen(ScreenConfig.Shows.WINDOW, 1, 0),
                        screen(ScreenConfig.Shows.EVALUATOR, 1, 1),
                        screen(ScreenConfig.Shows.BOARD, null, 2)),
                null,
                new HttpConfig("127.0.0.1", 0, List.of(), null, null),
                null);
    }

    private static ScreenConfig screen(
            ScreenConfig.Shows shows, @org.jspecify.annotations.Nullable Integer window, int on) {
        return new ScreenConfig(
                shows, window, new Screens.Placement("screen", on, Optional.empty(), false));
    }

    @Test
    void eachScreenIsOpenWhileItsDisplayIsThere() {
        desk.displays.add(0);
        screens.start();
        time.advance(Duration.ofSeconds(1));
        assertThat(desk.open).containsOnlyKeys(0);
        assertThat(missing.getLast()).containsExactly(1, 2);

        desk.displays.add(1);
        desk.displays.add(2);
        hall.window(SampleHall.window(1, "A001", new UUID(9, 1), TicketStatus.CALLED, 1));
        time.advance(Duration.ofSeconds(6));
        assertThat(desk.open).containsOnlyKeys(0, 1, 2);
        assertThat(missing.getLast()).isEmpty();
        assertThat(((BoardView) desk.shown(2)).calls())
                .as("it comes with what is true now")
                .extracting(BoardView.Call::ticket)
                .containsExactly("A001");

        desk.displays.remove(0);
        time.advance(Duration.ofSeconds(6));
        assertThat(desk.open).containsOnlyKeys(1, 2);
        assertThat(missing.getLast()).containsExactly(0);
        hall.window(SampleHall.window(1, WindowStatus.PAUSED));

        desk.displays.add(0);
        time.advance(Duration.ofSeconds(6));
        assertThat(missing.getLast()).isEmpty();
        assertThat(((WindowScreenView) desk.shown(0)).state())
                .isEqualTo(new WindowScreenView.Paused("二楼会议室", ""));

        screens.close();
        assertThat(desk.open).isEmpty();
        int looks = missing.size();
        time.advance(Duration.ofMinutes(1));
        assertThat(missing).hasSize(looks);
    }

    /** Displays that the test plugs in and pulls out. */
    private static final class Desk implements Screens {
        final Set<Integer> displays = new HashSet<>();
        final Map<Integer, List<Object>> open = new java.util.TreeMap<>();

        Object shown(int display) {
            return open.getOrDefault(display, List.of()).getLast();
        }

        @Override
        public void warm() {
            // There is no window system.
        }

        @Override
        public Optional<Size> display(int number) {
            return displays.contains(number) ? Optional.of(new Size(1920, 1080)) : Optional.empty();
        }

        private <V> Screen<V> open(Placement placement, V first) {
            List<Object> views = new ArrayList<>(List.of(first));
            open.put(placement.display(), views);
            return new Screen<>() {
                @Override
                public void show(V view) {
                    views.add(view);
                }

                @Override
                public void onDrawn(Consumer<V> listener) {}

                @Override
                public void close() {
                    open.remove(placement.display());
                }
            };
        }

        @Override
        public Screen<DispenserView> dispenser(
                Placement placement, DispenserView first, Consumer<DispenserAction> actions) {
            return open(placement, first);
        }

        @Override
        public Screen<WindowScreenView> window(Placement placement, WindowScreenView first) {
            return open(placement, first);
        }

        @Override
        public Screen<BoardView> board(Placement placement, BoardView first) {
            return open(placement, first);
        }

        @Override
        public Screen<EvaluatorView> evaluator(
                Placement placement, EvaluatorView first, Consumer<EvaluatorAction> actions) {
            return open(placement, first);
        }
    }
}
