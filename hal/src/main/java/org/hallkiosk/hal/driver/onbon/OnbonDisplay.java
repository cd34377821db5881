package org.hallkiosk.hal.driver.onbon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.DisplayFault;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Place;
import org.hallkiosk.hal.protocol.onbon.OnbonError;
import org.hallkiosk.hal.protocol.onbon.OnbonReply;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest.Before;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.BusPort.Exchange;
import org.hallkiosk.hal.spi.BusPort.Outcome;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A window display behind an Onbon card.
 *
 * <p>The content goes into dynamic areas, which live in the card's RAM, never into program files:
 * those live in flash memory and wear it out (led-display.md §1.1). An area deletes itself when it
 * is not sent again in time, so that a panel whose host has died goes blank instead of showing an
 * old number. Sending it again also brings it back after a power cut at the card that nobody
 * noticed.
 *
 * <p>The card's answers name no request. One that comes after its deadline can be taken for the
 * answer to the next request; the repetition mends what that hides.
 */
final class OnbonDisplay extends AbstractDevice implements WindowDisplay {

    /** How long a card may take to answer (led-display.md §1.6). */
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(2);

    /**
     * How long a probe is waited for: a multiple of what a living card takes for a ping at 9600
     * baud, and little time taken from the other panels by a dead one. An answer that comes later
     * still counts as a sign of life.
     */
    private static final Duration PROBE_WITHIN = Duration.ofMillis(300);

    /** Once, and two repetitions (led-display.md §1.6). */
    private static final int TRIES = 3;

    /** An area may not be updated faster (led-display.md §1.1). */
    private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);

    /** How often a content is offered to a card that says busy or hears it damaged. */
    private static final int OFFERS = 5;

    private static final int CALL = 0;
    private static final int CHANGE = 1;
    private static final int REPEAT = 2;

    private static final String CONTENT = "content";
    private static final String STATUS = "status";
    private static final String LAMPS = "lamps";

    private static final List<DisplayFault> OF_CONTENT =
            List.of(
                    DisplayFault.FONT_MISSING,
                    DisplayFault.TOO_LONG,
                    DisplayFault.REFUSED,
                    DisplayFault.BUSY,
                    DisplayFault.LINE_NOISY,
                    DisplayFault.CONTENT_UNANSWERED);

    private final PanelSettings settings;
    private final PanelLayout layout;
    private final BusPort port;

    private boolean open;
    private boolean lineOpen;
    private boolean silent;
    private @Nullable Showing newest;
    private int outstanding;
    private @Nullable List<Place> onPanel;
    private Strand.@Nullable Timer repetition;

    /** A content on its way to the card, or there. */
    private static final class Showing {
        final PanelLayout.Laid laid;
        final int urgency;
        final CompletableFuture<Shown> result = new CompletableFuture<>();
        int offers;

        Showing(PanelLayout.Laid laid, int urgency) {
            this.laid = laid;
            this.urgency = urgency;
        }
    }

    OnbonDisplay(DriverContext context, PanelSettings settings, BusPort port) {
        super(context.deviceId(), context.strand());
        this.settings = settings;
        this.layout = new PanelLayout(settings);
        this.port = port;
    }

    @Override
    public void open() {
        if (!open) {
            open = true;
            port.attach(settings.address(), probe(), new Line());
        }
    }

    /** Also forgets the content: after a while it would be an old number. */
    @Override
    public void close() {
        if (open) {
            open = false;
            lineOpen = false;
            stopRepeating();
            port.detach();
            failNewest();
            newest = null;
            keeper.closed();
        }
    }

    @Override
    public CompletionStage<Shown> show(Content content) {
        Showing showing = new Showing(layout.lay(content), urgency(content.urgency()));
        newest = showing;
        if (lineOpen && !silent) {
            send(showing, showing.urgency);
        } else {
            showing.result.complete(Shown.FAILED);
        }
        return showing.result;
    }

    private static int urgency(Urgency urgency) {
        return switch (urgency) {
            case CALL -> CALL;
            case CHANGE -> CHANGE;
            case REPEAT -> REPEAT;
        };
    }

    // ---- content ----

    private void send(Showing showing, int urgency) {
        List<Place> places = showing.laid.places();
        // What else is on its way may leave other areas behind than those that are there now.
        boolean same = outstanding == 0 && places.equals(onPanel);
        outstanding++;
        port.submit(
                new Exchange(
                        CONTENT,
                        urgency,
                        layout.frame(
                                new OnbonRequest.UpdateAreas(
                                        same ? Before.KEEP : Before.START_AFRESH,
                                        showing.laid.areas())),
                        REPLY_WITHIN,
                        TRIES,
                        BETWEEN_UPDATES,
                        outcome -> sent(showing, outcome)));
    }

    private void sent(Showing showing, Outcome outcome) {
        outstanding--;
        switch (outcome) {
            case Outcome.Reply reply -> answered(showing, reply.frame());
            case Outcome.Silence silence -> {
                onPanel = null;
                unanswered(showing);
            }
            case Outcome.Superseded superseded -> showing.result.complete(Shown.SUPERSEDED);
            case Outcome.Dropped dropped -> {
                onPanel = null;
                showing.result.complete(Shown.FAILED);
            }
            case Outcome.Sent unexpected -> throw new AssertionError("Each content is answered");
        }
    }

    private void unanswered(Showing showing) {
        if (showing == newest && status().connection().value() == Connection.CONNECTED) {
            keeper.raise(DisplayFault.CONTENT_UNANSWERED, Map.of());
        }
        showing.result.complete(Shown.FAILED);
    }

    private void answered(Showing showing, byte[] frame) {
        alive();
        switch (OnbonReply.of(frame).orElse(new OnbonReply.Nack(OnbonError.UNLISTED))) {
            case OnbonReply.Ack ack -> accepted(showing);
            case OnbonReply.Nack nack -> refused(showing, nack.error());
            // Late answers to other requests: whether the content arrived is not known.
            case OnbonReply.Status late -> refused(showing, OnbonError.BUSY);
            case OnbonReply.ScreenId late -> refused(showing, OnbonError.BUSY);
        }
    }

    private void accepted(Showing showing) {
        onPanel = showing.laid.places();
        showing.offers = 0;
        showing.result.complete(Shown.ACCEPTED);
        if (showing == newest) {
            keeper.together(
                    () -> {
                        OF_CONTENT.forEach(keeper::clear);
                        tell(
                                DisplayFault.CHARACTERS_REPLACED,
                                showing.laid.replaced() > 0,
                                Map.of("count", Integer.toString(showing.laid.replaced())));
                        tell(DisplayFault.CONTENT_CUT, showing.laid.cut(), Map.of());
                    });
        }
    }

    private void tell(DisplayFault fault, boolean present, Map<String, String> args) {
        if (present) {
            keeper.raise(fault, args);
        } else {
            keeper.clear(fault);
        }
    }

    private void refused(Showing showing, OnbonError error) {
        if (showing != newest) {
            showing.result.complete(Shown.SUPERSEDED);
            return;
        }
        boolean passing = error == OnbonError.BUSY || error == OnbonError.CHECKSUM;
        showing.offers++;
        if (passing && showing.offers < OFFERS) {
            send(showing, showing.result.isDone() ? REPEAT : showing.urgency);
            return;
        }
        showing.offers = 0;
        switch (error) {
            case BUSY -> keeper.raise(DisplayFault.BUSY, Map.of());
            case CHECKSUM -> keeper.raise(DisplayFault.LINE_NOISY, Map.of());
            case FONT_MISSING ->
                    keeper.raise(
                            DisplayFault.FONT_MISSING,
                            Map.of("dots", Integer.toString(settings.font().dots())));
            case OUT_OF_MEMORY -> keeper.raise(DisplayFault.TOO_LONG, Map.of());
            default -> keeper.raise(DisplayFault.REFUSED, Map.of("error", error.name()));
        }
        showing.result.complete(Shown.FAILED);
    }

    /** Shows the newest content again, after the card may have lost it. */
    private void restore() {
        onPanel = null;
        Showing showing = newest;
        if (showing != null) {
            // Restoring many panels at once must not stand in the way of a call.
            send(showing, showing.result.isDone() ? CHANGE : showing.urgency);
        }
    }

    private void failNewest() {
        if (newest != null) {
            newest.result.complete(Shown.FAILED);
        }
    }

    private void repeatLater() {
        stopRepeating();
        repetition = strand.after(settings.repeat(), this::repeat);
    }

    private void repeat() {
        if (!silent) {
            askStatus();
            if (newest != null && outstanding == 0) {
                send(newest, REPEAT);
            }
        }
        repeatLater();
    }

    private void stopRepeating() {
        if (repetition != null) {
            repetition.cancel();
            repetition = null;
        }
    }

    // ---- status ----

    private Exchange probe() {
        return new Exchange(
                "probe",
                REPEAT,
                layout.frame(new OnbonRequest.Ping()),
                PROBE_WITHIN,
                1,
                Duration.ZERO,
                outcome -> {
                    if (outcome instanceof Outcome.Reply) {
                        alive();
                    }
                });
    }

    private void askStatus() {
        submit(STATUS, new OnbonRequest.ReadStatus(), this::setRight);
    }

    /** Brings lamps and brightness to what they should be, once for each time it is asked. */
    private void setRight(OnbonReply reply) {
        if (!(reply instanceof OnbonReply.Status told)) {
            return;
        }
        if (told.on()) {
            statusTold(told);
            settings.brightness().stream()
                    .filter(wanted -> wanted != told.brightness())
                    .forEach(w -> submit(LAMPS, new OnbonRequest.Brightness(w), set -> {}));
        } else {
            submit(
                    LAMPS,
                    new OnbonRequest.Power(true),
                    answer -> submit(STATUS, new OnbonRequest.ReadStatus(), this::statusTold));
        }
    }

    private void statusTold(OnbonReply reply) {
        if (reply instanceof OnbonReply.Status told) {
            keeper.together(
                    () -> {
                        keeper.operation(told.on() ? Operation.READY : Operation.OFFLINE);
                        tell(DisplayFault.LAMPS_OFF, !told.on(), Map.of());
                    });
        }
    }

    private void submit(String slot, OnbonRequest request, Consumer<OnbonReply> told) {
        port.submit(
                new Exchange(
                        slot,
                        REPEAT,
                        layout.frame(request),
                        REPLY_WITHIN,
                        1,
                        Duration.ZERO,
                        outcome -> {
                            if (outcome instanceof Outcome.Reply reply) {
                                alive();
                                OnbonReply.of(reply.frame()).ifPresent(told);
                            }
                        }));
    }

    private void alive() {
        if (lineOpen && status().connection().value() != Connection.CONNECTED) {
            keeper.together(
                    () -> {
                        keeper.connected();
                        keeper.supply(Supply.NOT_SUPPORTED);
                        keeper.media(Media.NOT_SUPPORTED);
                    });
        }
    }

    private final class Line implements BusPort.Handler {
        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            lineOpen = true;
            silent = false;
            askStatus();
            restore();
            repeatLater();
        }

        @Override
        public void quarantined() {
            silent = true;
            keeper.silent();
            failNewest();
        }

        @Override
        public void released() {
            silent = false;
            alive();
            askStatus();
            restore();
        }

        @Override
        public void unsolicited(byte[] frame) {
            // A reply that came too late; a card says nothing by itself.
        }

        @Override
        public void garbled(long bytes) {
            // The answer that it was is missed, and that is told.
        }

        @Override
        public void disconnected(LinkEnd end) {
            lineOpen = false;
            stopRepeating();
            keeper.disconnected(end);
            failNewest();
        }
    }
}
