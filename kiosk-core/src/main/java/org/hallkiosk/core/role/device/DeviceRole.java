package org.hallkiosk.core.role.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.HallNews;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.role.Technician;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.dispenser.Taking;
import org.hallkiosk.core.role.window.CallPads;
import org.hallkiosk.core.role.window.Evaluator;
import org.hallkiosk.core.role.window.WindowRole;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the hall says and asks to the roles of one device. On the device's strand; nothing
 * blocks.
 */
public final class DeviceRole {

    /** {@code dispenser.take} answers after 5 s with the level so far (OUTSIDE.md, HTTP). */
    private static final Duration TAKE_ANSWER = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Strand strand;
    private final HallClient hall;
    private final Ids ids;
    private final Optional<Dispenser> dispenser;
    private final Optional<WindowRole> window;
    private final Evaluator evaluator;
    private final CallPads pads;
    private final Troubles troubles;
    private final List<HallNews> listeners = new ArrayList<>();
    private Optional<Technician> screens = Optional.empty();
    private int configVersion;
    private int configWanted;

    /** Makes it for the roles that the device has. */
    public DeviceRole(
            Strand strand,
            HallClient hall,
            Ids ids,
            Optional<Dispenser> dispenser,
            Optional<WindowRole> window,
            Evaluator evaluator,
            CallPads pads,
            Troubles troubles) {
        this.strand = strand;
        this.hall = hall;
        this.ids = ids;
        this.dispenser = dispenser;
        this.window = window;
        this.evaluator = evaluator;
        this.pads = pads;
        this.troubles = troubles;
    }

    /** Somebody else on this device hears what the hall says. To be called before the start. */
    public void listen(HallNews listener) {
        listeners.add(listener);
    }

    /** The device's screens show what a technician asks for. To be called before the start. */
    public void screens(Technician technician) {
        screens = Optional.of(technician);
    }

    /** The hall's beat, or its last known queues when not live. */
    public void queue(QueueView view, boolean live) {
        listeners.forEach(listener -> listener.queue(view, live));
        dispenser.ifPresent(d -> d.epoch(view.epoch()));
        if (live) {
            window.ifPresent(w -> w.beat(view.epoch()));
            pads.queue(view);
        }
    }

    /** A window's state. */
    public void window(WindowView view) {
        window.ifPresent(w -> w.state(view));
        pads.state(view);
        listeners.forEach(listener -> listener.window(view));
    }

    /** The hall has a configuration of this version: fetched if any role needs it and lacks it. */
    public void configVersion(int version) {
        configWanted = version;
        boolean needed = dispenser.isPresent() || !pads.isEmpty() || !listeners.isEmpty();
        if (needed && configVersion < configWanted) {
            fetchConfig();
        }
    }

    private void fetchConfig() {
        int wanted = configWanted;
        hall.request(ids.next(), new Command.ConfigGet(null), null, PATIENCE)
                .thenAccept(
                        reply -> {
                            if (reply instanceof HallClient.Reply.Accepted accepted
                                    && accepted.answer() instanceof Answer.ConfigIs config) {
                                configVersion = config.config().version();
                                dispenser.ifPresent(d -> d.configured(config.config()));
                                pads.configured(config.config());
                                listeners.forEach(listener -> listener.configured(config.config()));
                            } else if (hall.connected() && configVersion < wanted) {
                                strand.after(RETRY, () -> configVersion(configWanted));
                            }
                        });
    }

    /** Carries out a command of the hall. */
    public CompletionStage<DeviceReply> command(UUID id, DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.DispenserTake take ->
                    dispenser.map(d -> take(d, id, take)).orElseGet(DeviceRole::notHere);
            case DeviceCommand.EvaluatorOpen open -> {
                boolean sign = window.map(w -> w.serves(open.window())).orElse(false);
                if (!sign && !evaluator.serves(open.window())) {
                    yield failed(DeviceReply.Failure.NOT_YOURS);
                }
                evaluator.open(open.window(), open.ticketId(), open.token(), open.expiresIn());
                yield CompletableFuture.completedStage(DeviceReply.Done.plain());
            }
            case DeviceCommand.TestPrint print ->
                    dispenser.map(DeviceRole::testPrint).orElseGet(DeviceRole::notHere);
            case DeviceCommand.TestShow show -> testShow(show.window());
            case DeviceCommand.Identify identify -> {
                window.ifPresent(WindowRole::identify);
                screens.ifPresent(Technician::identify);
                yield CompletableFuture.completedStage(DeviceReply.Done.plain());
            }
            case DeviceCommand.EmulatorFault fault ->
                    simulated(troubles.begin(fault.unit(), fault.fault()));
            case DeviceCommand.EmulatorPress press ->
                    simulated(troubles.press(press.unit(), press.key()));
            case DeviceCommand.EmulatorScan scan ->
                    simulated(troubles.scan(scan.unit(), scan.code()));
        };
    }

    private CompletionStage<DeviceReply> take(
            Dispenser from, UUID id, DeviceCommand.DispenserTake command) {
        CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
        Taking[] newest = {new Taking.Asking()};
        strand.after(TAKE_ANSWER, () -> reply.complete(reply(newest[0])));
        from.take(
                new TakeIntent(id, command.category(), command.priority(), true),
                news -> {
                    newest[0] = news;
                    if (news.over()) {
                        reply.complete(reply(news));
                    }
                });
        return reply;
    }

    private static DeviceReply reply(Taking taking) {
        return switch (taking) {
            case Taking.Asking asking -> DeviceReply.Failed.of(DeviceReply.Failure.DEVICE_SILENT);
            case Taking.Issued issued -> issued(issued);
            case Taking.Refused refused -> new DeviceReply.Refused(refused.refusal());
            case Taking.Impossible impossible ->
                    DeviceReply.Failed.of(
                            switch (impossible.reason()) {
                                case PRINTER -> DeviceReply.Failure.PRINTER;
                                case NO_NUMBERS -> DeviceReply.Failure.NO_NUMBERS;
                                case DISK -> DeviceReply.Failure.DISK;
                                case NO_BOOKINGS -> DeviceReply.Failure.NO_BOOKINGS;
                                case UNREADABLE_CODE -> DeviceReply.Failure.UNREADABLE_CODE;
                            });
        };
    }

    private static DeviceReply issued(Taking.Issued issued) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("ticket", issued.ticket());
        fields.put("ticketId", issued.ticketId().toString());
        issued.ahead().ifPresent(ahead -> fields.put("ahead", (long) ahead));
        fields.put("proof", issued.proof().word());
        fields.put("final", issued.last());
        fields.put("offline", issued.offline());
        return new DeviceReply.Done(fields);
    }

    private static CompletionStage<DeviceReply> testPrint(Dispenser on) {
        CompletableFuture<DeviceReply> reply = new CompletableFuture<>();
        on.printTestPage(
                level ->
                        reply.complete(
                                level == ProofLevel.FAILED
                                        ? DeviceReply.Failed.of(DeviceReply.Failure.PRINTER)
                                        : new DeviceReply.Done(Map.of("proof", level.word()))));
        return reply;
    }

    private CompletionStage<DeviceReply> testShow(@Nullable Integer only) {
        boolean onScreen = screens.map(s -> s.test(only)).orElse(false);
        if (window.isEmpty()) {
            return onScreen
                    ? CompletableFuture.completedStage(DeviceReply.Done.plain())
                    : notHere();
        }
        WindowRole panels = window.get();
        if (only != null && !panels.serves(only) && !onScreen) {
            return failed(DeviceReply.Failure.NOT_YOURS);
        }
        return panels.testShow(only)
                .thenApply(
                        shown ->
                                shown
                                        ? DeviceReply.Done.plain()
                                        : DeviceReply.Failed.of(DeviceReply.Failure.DISPLAY));
    }

    private static CompletionStage<DeviceReply> notHere() {
        return failed(DeviceReply.Failure.UNKNOWN_VERB);
    }

    private static CompletionStage<DeviceReply> simulated(boolean done) {
        return done
                ? CompletableFuture.completedStage(DeviceReply.Done.plain())
                : failed(DeviceReply.Failure.NOT_SIMULATED);
    }

    private static CompletionStage<DeviceReply> failed(DeviceReply.Failure failure) {
        return CompletableFuture.completedStage(DeviceReply.Failed.of(failure));
    }
}
