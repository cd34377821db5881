package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.api.WindowDisplay.Colour;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.api.WindowDisplay.Urgency;
import org.hallkiosk.hal.emulator.onbon.CardSpec;
import org.hallkiosk.hal.emulator.onbon.OnbonPanelEmulator;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;

/**
 * A call on a line of 32 panels while all the others are redrawn without end: from the call to the
 * last byte of its frame ÷ the time of that frame alone on the wire. Under simulated time, so the
 * same on every computer.
 */
final class PanelBench implements Benchmark {

    private static final int PANELS = 32;
    private static final int CALLS = 100;
    private static final int CALLS_ALONE = 5;

    /** A start bit, eight data bits, a stop bit. */
    private static final int BITS_PER_BYTE = 10;

    private static final Duration SETTLED = Duration.ofSeconds(120);

    /** A card takes new content once a second (led-display.md §1), so nobody calls sooner. */
    private static final int SHORTEST_PAUSE_MILLIS = 1500;

    private static final int LONGEST_PAUSE_MILLIS = 4000;
    private static final Duration NEVER_LONGER = Duration.ofSeconds(60);

    @Override
    public List<Figure> run() throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (int baud : new int[] {9600, 57600}) {
            figures.add(
                    Figure.ratio(
                            "call to its last byte, 32 panels redrawn at "
                                    + baud
                                    + " baud ÷ its own frame",
                            new Goal.AtMost(2),
                            new Storm(baud).ratios()));
        }
        return figures;
    }

    private static final class Storm {
        private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
        private final Random random = new Random(1);
        private final int baud;
        private final OnbonPanelEmulator line;
        private final Devices devices;
        private int called;
        private int updatesBefore;
        private long arrived;
        private int redraws;
        private long bytes;

        Storm(int baud) {
            this.baud = baud;
            Strand strand = time.strand();
            LocalLinks links = new LocalLinks(strand);
            LinkAddress address = LinkAddress.parse("loop:led?baud=" + baud);
            List<CardSpec> cards = new ArrayList<>();
            List<UnitSpec> units = new ArrayList<>();
            for (int i = 1; i <= PANELS; i++) {
                cards.add(CardSpec.bx5k("w" + i, i, 128, 32));
                units.add(
                        new UnitSpec(
                                "w" + i,
                                "onbon",
                                "led",
                                Map.of("address", Integer.toString(i)),
                                true));
            }
            line =
                    new OnbonPanelEmulator(
                            new WatchedLinks(
                                    links, arriving -> bytes += arriving.length, heard -> look()),
                            address,
                            strand,
                            cards,
                            view -> {
                                // The cards themselves are asked.
                            });
            devices =
                    new Devices(
                            DriverRegistry.load(),
                            links,
                            List.of(new LinkSpec("led", address)),
                            units,
                            name -> strand,
                            (codePoint, dots) -> new byte[0],
                            random);
            line.open();
            devices.open();
            time.advance(SETTLED);
        }

        List<Double> ratios() throws IOException {
            long alone = alone();
            for (int i = 2; i <= PANELS; i++) {
                redraw(i);
            }
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                time.advance(
                        Duration.ofMillis(
                                random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS)));
                ratios.add(call(1) / (double) alone);
            }
            return ratios;
        }

        /** The time of a call's frame on the wire, by its bytes, while nothing else is there. */
        private long alone() throws IOException {
            long fewest = Long.MAX_VALUE;
            for (int i = 0; i < CALLS_ALONE; i++) {
                time.advance(Duration.ofMillis(LONGEST_PAUSE_MILLIS));
                bytes = 0;
                call(1);
                fewest = Math.min(fewest, bytes);
            }
            return fewest * BITS_PER_BYTE * 1_000_000_000L / baud;
        }

        /** Calls at a panel; nanoseconds until the piece with the last byte has arrived there. */
        private long call(int panel) throws IOException {
            called = panel;
            updatesBefore = line.card(panel).updates();
            arrived = -1;
            long start = time.nanoTime();
            show(panel, Urgency.CALL, "A%03d".formatted(100 + random.nextInt(800)));
            while (arrived < 0) {
                if (!time.step() || time.nanoTime() - start > NEVER_LONGER.toNanos()) {
                    throw new IOException("A call at " + baud + " baud never came to its panel");
                }
            }
            return arrived - start;
        }

        /** After each piece that arrived: is the called panel's new content among it? */
        private void look() {
            if (called > 0 && arrived < 0 && line.card(called).updates() > updatesBefore) {
                arrived = time.nanoTime();
            }
        }

        /** Shows new content for ever, each time the last has been shown. */
        private void redraw(int panel) {
            show(panel, Urgency.CHANGE, "等候 %03d 人".formatted(redraws++ % 1000))
                    .thenAccept(shown -> redraw(panel));
        }

        private CompletionStage<WindowDisplay.Shown> show(
                int panel, Urgency urgency, String ticket) {
            return devices.device("w" + panel, WindowDisplay.class)
                    .show(
                            new Content(
                                    List.of(
                                            new Line("综合窗口", Colour.GREEN),
                                            new Line(ticket, Colour.RED)),
                                    urgency));
        }
    }
}
