package org.hallkiosk.hal.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.BusDialect;
import org.hallkiosk.hal.spi.BusDriver;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.DriverContext;
import org.jspecify.annotations.Nullable;

/** Drives slates, which show one text each. */
final class SlateDriver implements BusDriver {

    @Override
    public String name() {
        return "slate";
    }

    @Override
    public Class<? extends Device> role() {
        return WindowDisplay.class;
    }

    @Override
    public String description() {
        return "A panel that exists in tests alone.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(new OptionSpec("address", "1", "[1-9][0-9]?", "The unit on the line."));
    }

    @Override
    public BusDialect dialect() {
        return new SlateFrame.Dialect();
    }

    @Override
    public Device create(DriverContext context, BusPort port) {
        return new Slate(context, port);
    }

    private static final class Slate extends AbstractDevice
            implements WindowDisplay, BusPort.Handler {
        private final BusPort port;
        private final int address;
        private boolean open;
        private @Nullable Content content;
        private List<CompletableFuture<Shown>> waiting = new ArrayList<>();

        Slate(DriverContext context, BusPort port) {
            super(context.deviceId(), context.strand());
            this.port = port;
            this.address = Integer.parseInt(context.options().getOrDefault("address", ""));
        }

        @Override
        public void open() {
            if (!open) {
                open = true;
                port.attach(
                        address, exchange("ping", 2, "", Duration.ofMillis(100), o -> {}), this);
            }
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                port.detach();
                end(Shown.FAILED);
                keeper.closed();
            }
        }

        @Override
        public CompletionStage<Shown> show(Content next) {
            end(Shown.SUPERSEDED);
            content = next;
            CompletableFuture<Shown> shown = new CompletableFuture<>();
            waiting.add(shown);
            if (keeper.status().connection().value() == DeviceStatus.Connection.CONNECTED) {
                send(next);
            } else {
                end(Shown.FAILED);
            }
            return shown;
        }

        private void send(Content what) {
            String text = what.lines().stream().map(Line::text).collect(Collectors.joining(" "));
            port.submit(
                    exchange(
                            "text",
                            what.urgency() == Urgency.CALL ? 0 : 1,
                            text,
                            Duration.ofSeconds(1),
                            outcome -> {
                                if (what.equals(content)) {
                                    end(
                                            outcome instanceof BusPort.Outcome.Reply
                                                    ? Shown.ACCEPTED
                                                    : Shown.FAILED);
                                }
                            }));
        }

        private BusPort.Exchange exchange(
                String slot, int urgency, String text, Duration reply, BusPort.Done done) {
            byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
            return new BusPort.Exchange(
                    slot,
                    urgency,
                    new SlateFrame(address, payload).bytes(),
                    reply,
                    2,
                    Duration.ZERO,
                    done);
        }

        private void end(Shown how) {
            List<CompletableFuture<Shown>> ended = waiting;
            waiting = new ArrayList<>();
            ended.forEach(f -> f.complete(how));
        }

        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            port.submit(
                    exchange(
                            "hello",
                            1,
                            "",
                            Duration.ofMillis(100),
                            outcome -> {
                                if (outcome instanceof BusPort.Outcome.Reply) {
                                    lives();
                                }
                            }));
        }

        private void lives() {
            keeper.together(
                    () -> {
                        keeper.connected();
                        keeper.operation(DeviceStatus.Operation.READY);
                        keeper.supply(DeviceStatus.Supply.NOT_SUPPORTED);
                        keeper.media(DeviceStatus.Media.NOT_SUPPORTED);
                    });
            if (content != null) {
                send(content);
            }
        }

        @Override
        public void quarantined() {
            end(Shown.FAILED);
            keeper.silent();
        }

        @Override
        public void released() {
            lives();
        }

        @Override
        public void unsolicited(byte[] frame) {}

        @Override
        public void garbled(long bytes) {}

        @Override
        public void disconnected(LinkEnd linkEnd) {
            end(Shown.FAILED);
            keeper.disconnected(linkEnd);
        }
    }
}
