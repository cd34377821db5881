package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.wire.SayCodec;

/**
 * Lets calls and recalls be spoken in the zone of their window (TICKET.md, voice): one line each,
 * when it is durable. A line that nobody takes within 30 s is gone. On the hall's strand.
 *
 * <p>The hall's configuration may say how among its texts: {@code speech.languages}, for example
 * {@code zh,en}, and {@code speech.times}, 1 to 3; {@code window.12.en} is what an English voice
 * calls window 12 after the word "window".
 */
public final class CallSpeech implements Hall.Listener, RequestDesk.Acceptance {

    /** OUTSIDE.md, {@code zone/{zone}/say}. */
    private static final Duration EXPIRY = Duration.ofSeconds(30);

    private static final List<String> CHINESE = List.of("zh");

    private final Hall hall;
    private final Topics topics;
    private final Bus bus;
    private final SayCodec codec;
    private final Texts texts;

    /**
     * @param language the hall's first
     */
    public CallSpeech(Hall hall, Topics topics, Bus bus, SayCodec codec, Locale language) {
        this.hall = hall;
        this.topics = topics;
        this.bus = bus;
        this.codec = codec;
        this.texts = Texts.core(language);
    }

    @Override
    public void committed(List<EventRecord> records) {
        for (EventRecord entry : records) {
            switch (entry.event()) {
                case Event.TicketCalled e -> say(e.ticketId(), e.window(), e.call(), 1);
                // What a device hands in happened some time ago: nobody should hear it now.
                case Event.TicketRecalled e when entry.offline() == null -> recall(e);
                default -> {
                    // Nothing to be heard.
                }
            }
        }
    }

    private void recall(Event.TicketRecalled e) {
        Ticket ticket = hall.state().ticket(e.ticketId());
        if (ticket != null && ticket.turn() != null) {
            say(e.ticketId(), e.window(), ticket.turn().call(), e.count());
        }
    }

    private void say(UUID ticketId, int no, UUID call, int count) {
        Ticket ticket = hall.state().ticket(ticketId);
        if (ticket != null) {
            say(
                    "say.call",
                    Map.of("ticket", ticket.number()),
                    no,
                    call,
                    count,
                    ticket.priority() == Priority.ELDERLY);
        }
    }

    /** The request's id is the line's: what is asked twice is spoken once. */
    @Override
    public void accepted(UUID requestId, Command command) {
        if (command instanceof Command.WindowStandBack(int no)) {
            say("say.stand-back", Map.of(), no, requestId, 1, false);
        }
    }

    private void say(
            String sentence,
            Map<String, String> about,
            int no,
            UUID id,
            int count,
            boolean elderly) {
        HallConfig.Window window = hall.state().windowConfig(no);
        if (window == null || window.zone() == null || !Topics.isName(window.zone())) {
            return;
        }
        String english = hall.state().config().texts().get("window." + no + ".en");
        String code = sentence + form(window.label());
        Map<String, String> args = new HashMap<>(about);
        args.put("window", window.label());
        if (english != null) {
            args.put("window.en", english);
        }
        SpokenLine line =
                new SpokenLine(
                        id,
                        count,
                        code,
                        args,
                        texts.get(code, args),
                        languages(english == null ? window.label() : english),
                        times(),
                        elderly);
        bus.publish(
                        Bus.Message.of(topics.zoneSay(window.zone()), codec.encode(line))
                                .withExpiry(EXPIRY))
                .exceptionally(
                        notSent -> {
                            // The screens call as well; a line that comes late calls nobody.
                            return null;
                        });
    }

    /** A number is read as 3号窗口, another label as it stands: A3窗口, 综合窗口. */
    private static String form(String label) {
        if (label.matches("[0-9]+")) {
            return "";
        }
        return label.endsWith("窗口") || label.endsWith("窗") ? ".whole" : ".named";
    }

    /** An English voice cannot read a label in Chinese: then the line is in Chinese alone. */
    private List<String> languages(String englishLabel) {
        String wanted = hall.state().config().texts().get("speech.languages");
        boolean english = englishLabel.chars().allMatch(c -> c < 128);
        List<String> known =
                wanted == null
                        ? CHINESE
                        : Arrays.stream(wanted.split(",", -1))
                                .map(String::strip)
                                .filter(l -> l.equals("zh") || (l.equals("en") && english))
                                .distinct()
                                .toList();
        return known.isEmpty() ? CHINESE : known;
    }

    private int times() {
        String wanted = hall.state().config().texts().get("speech.times");
        return wanted != null && wanted.matches("[1-3]") ? Integer.parseInt(wanted) : 1;
    }
}
