package org.hallkiosk.hal.driver.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.escpos.Frames;
import org.hallkiosk.hal.protocol.escpos.Frames.Said;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden frames once more, over a scripted link: what the device's status makes of them. */
class GoldenRepliesTest {

    private static final byte[] WELL = {0x12};

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));

    static List<Said> replies() {
        return Frames.replies();
    }

    @ParameterizedTest
    @MethodSource("replies")
    void theStatusShowsWhatThePrinterSaid(Said said) {
        Script script = new Script(said);
        TicketPrinter printer = device(said.dialect(), script);
        printer.open();
        time.advance(Duration.ofSeconds(5));
        assertThat(printer.status().connection().value()).isEqualTo(Connection.CONNECTED);
        List<String> faults =
                printer.status().faults().stream()
                        .map(Fault::code)
                        .map(code -> code.code())
                        .toList();
        assertThat(faults).containsExactlyInAnyOrderElementsOf(said.faults());
        printer.close();
    }

    private TicketPrinter device(String profile, Port port) {
        EscPosDriver driver = new EscPosDriver();
        Map<String, String> options = new HashMap<>();
        for (DriverProvider.OptionSpec option : driver.options()) {
            options.put(option.name(), option.defaultValue());
        }
        options.put("profile", profile);
        return driver.create(
                new DriverContext(
                        "printer", time.strand(), options, (codePoint, dots) -> new byte[72]),
                port);
    }

    /** A printer that is well but for one frame. */
    private static final class Script implements Port {
        private final Said said;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

        Script(Said said) {
            this.said = said;
        }

        @Override
        public void attach(Handler handler) {
            handler.connecting();
            handler.connected();
            answerTo = handler;
            flush();
        }

        private Handler answerTo = new NobodyYet();

        @Override
        public void send(byte[] bytes) {
            sent.writeBytes(bytes);
            flush();
        }

        /** Answers each command that it knows, the frame in two pieces. */
        private void flush() {
            byte[] bytes = sent.toByteArray();
            sent.reset();
            if (answerTo instanceof NobodyYet) {
                sent.writeBytes(bytes);
                return;
            }
            for (int i = 0; i + 2 < bytes.length; i++) {
                if (bytes[i] == 0x1D && bytes[i + 1] == 0x61) {
                    boolean other = !said.question().equals("asb");
                    answer(other ? new byte[] {0x10, 0, 0, 0} : said.bytes());
                    if (other) {
                        answer(said.bytes());
                    }
                } else if (bytes[i] == 0x10 && bytes[i + 1] == 0x04) {
                    answer(realTime(bytes[i + 2]));
                }
            }
        }

        private byte[] realTime(int n) {
            if (said.question().equals(String.valueOf(n))) {
                return said.bytes();
            }
            boolean errorAsked = n == 2 && said.question().equals("3");
            return errorAsked ? new byte[] {0x52} : WELL;
        }

        private void answer(byte[] bytes) {
            answerTo.received(Arrays.copyOf(bytes, bytes.length / 2));
            answerTo.received(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
        }

        @Override
        public void detach() {}

        @Override
        public int unsent() {
            return 0;
        }

        @Override
        public void drop(LinkEnd.Reason why, String detail) {
            throw new AssertionError("The driver gave up: " + why);
        }
    }

    private static final class NobodyYet implements Port.Handler {
        @Override
        public void connecting() {}

        @Override
        public void connected() {}

        @Override
        public void received(byte[] bytes) {}

        @Override
        public void drained() {}

        @Override
        public void disconnected(org.hallkiosk.hal.link.LinkEnd end) {}
    }
}
