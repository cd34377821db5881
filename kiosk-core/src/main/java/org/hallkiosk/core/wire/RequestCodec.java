package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.port.Rating;
import org.jspecify.annotations.Nullable;

/** The verbs of the contract and their bodies (OUTSIDE.md): both sides, reading and writing. */
public final class RequestCodec {

    private static final int MAX_WINDOW = 999;
    private static final int MAX_NAME = 64;
    private static final int MAX_REASON = 200;
    private static final int MAX_TOKEN = 256;
    private static final int MAX_FREE_TEXT = 1000;
    private static final int MAX_CHANNEL = 32;
    private static final int MAX_TICKET = 16;
    private static final int MAX_BLOCK = 999;

    /** A day. */
    private static final int MAX_LATE_MINUTES = 1440;

    /** Three digits (evaluation.md, indicator codes). */
    private static final Pattern INDICATOR = Pattern.compile("[0-9]{3}");

    private interface Verb {
        Command.Request read(Fields fields) throws BadJson;
    }

    private final Json json;
    private final HallConfigCodec configs;
    private final Map<String, Verb> verbs;

    /** The codec of a hall. */
    public RequestCodec(Json json) {
        this.json = requireNonNull(json);
        this.configs = new HallConfigCodec(json);
        this.verbs =
                Map.ofEntries(
                        Map.entry("ticket.take", RequestCodec::take),
                        Map.entry("booking.check-in", RequestCodec::checkIn),
                        Map.entry("booking.register", RequestCodec::register),
                        Map.entry(
                                "booking.cancel",
                                f ->
                                        new Command.BookingCancel(
                                                f.text("booking", Booking.MAX_CODE))),
                        Map.entry("ticket.proof", RequestCodec::proof),
                        Map.entry("ticket.unproved", RequestCodec::unproved),
                        Map.entry("ticket.get", f -> new Command.TicketGet(f.id("ticketId"))),
                        Map.entry("block.lease", RequestCodec::lease),
                        Map.entry("ticket.adopt", RequestCodec::adopt),
                        Map.entry(
                                "window.open",
                                f -> new Command.WindowOpen(window(f), staff(f), reason(f))),
                        Map.entry(
                                "window.pause",
                                f -> new Command.WindowPause(window(f), staff(f), reason(f))),
                        Map.entry(
                                "window.close",
                                f -> new Command.WindowClose(window(f), staff(f), reason(f))),
                        Map.entry("window.stand-back", f -> new Command.WindowStandBack(window(f))),
                        Map.entry("ticket.call-next", RequestCodec::callNext),
                        Map.entry("ticket.call", f -> new Command.TicketCall(window(f), ticket(f))),
                        Map.entry(
                                "ticket.recall",
                                f -> new Command.TicketRecall(stepWindow(f), stepTicket(f))),
                        Map.entry(
                                "ticket.start",
                                f -> new Command.TicketStart(stepWindow(f), stepTicket(f))),
                        Map.entry(
                                "ticket.finish",
                                f -> new Command.TicketFinish(stepWindow(f), stepTicket(f))),
                        Map.entry(
                                "ticket.miss",
                                f -> new Command.TicketMiss(stepWindow(f), stepTicket(f))),
                        Map.entry(
                                "ticket.park",
                                f ->
                                        new Command.TicketPark(
                                                stepWindow(f),
                                                stepTicket(f),
                                                minutes(f),
                                                reason(f))),
                        Map.entry(
                                "ticket.resume",
                                f -> new Command.TicketResume(window(f), ticket(f))),
                        Map.entry(
                                "ticket.return",
                                f -> new Command.TicketReturn(window(f), ticket(f))),
                        Map.entry(
                                "ticket.transfer",
                                f ->
                                        new Command.TicketTransfer(
                                                stepWindow(f),
                                                stepTicket(f),
                                                f.text("category", MAX_NAME),
                                                reason(f))),
                        Map.entry(
                                "ticket.withdraw",
                                f -> new Command.TicketWithdraw(stepWindow(f), stepTicket(f))),
                        Map.entry("evaluation.submit", RequestCodec::evaluation),
                        Map.entry("config.get", RequestCodec::configGet),
                        Map.entry("config.put", this::configPut),
                        Map.entry("day.open", _ -> new Command.DayOpen()));
    }

    /** What became of a request's bytes. */
    public sealed interface Reading {
        /** They are this request. */
        record Understood(Request request) implements Reading {
            public Understood {
                requireNonNull(request);
            }
        }

        /**
         * They are none: {@code bad-request} with the field, {@code unknown-verb}, {@code
         * too-large}.
         */
        record Refused(Refusal refusal) implements Reading {
            public Refused {
                requireNonNull(refusal);
            }
        }
    }

    /** Whether the contract has this verb. */
    public boolean knows(String verb) {
        return verbs.containsKey(verb);
    }

    /**
     * Reads a request.
     *
     * @param verb from the topic or the path
     * @param sender the identity of the topic or the login; it becomes the device of a hand-in
     */
    public Reading decode(String verb, byte[] body, String sender) {
        Verb known = verbs.get(verb);
        if (known == null) {
            return refused(Refusal.of(RefusalCode.UNKNOWN_VERB, "verb", shortened(verb)));
        }
        if (body.length > Json.MAX_BYTES) {
            return refused(Refusal.of(RefusalCode.TOO_LARGE, "limit", Json.MAX_BYTES));
        }
        try {
            ObjectNode tree = json.parseObject(body);
            Fields fields = new Fields(tree);
            UUID id = fields.id("id");
            Instant at = fields.optionalInstant("at");
            HandIn offline = handIn(fields, sender);
            Command.Request command = known.read(fields);
            String freeText =
                    command instanceof Command.EvaluationSubmit
                            ? fields.optionalText("text", MAX_FREE_TEXT)
                            : null;
            return new Reading.Understood(
                    new Request(
                            id,
                            at,
                            offline,
                            command,
                            freeText,
                            CanonicalJson.digest(verb, lasting(tree))));
        } catch (BadJson bad) {
            return refused(
                    new Refusal(
                            RefusalCode.BAD_REQUEST,
                            Map.of("field", bad.field(), "why", bad.why())));
        }
    }

    /**
     * The body without what tells when and how it was sent: a request that is sent again, later, or
     * as a hand-in because its answer was lost, is the same request.
     */
    private static ObjectNode lasting(ObjectNode body) {
        return body.deepCopy().remove(List.of("at", "agoMillis", "offline"));
    }

    private static Reading refused(Refusal refusal) {
        return new Reading.Refused(refusal);
    }

    private static String shortened(String verb) {
        return verb.length() <= MAX_NAME ? verb : verb.substring(0, MAX_NAME);
    }

    /** Whether two bodies are the same JSON; false when one of them is none. */
    public boolean sameRequest(byte[] one, byte[] other) {
        try {
            return CanonicalJson.digest("", json.parse(one))
                    .equals(CanonicalJson.digest("", json.parse(other)));
        } catch (BadJson bad) {
            return false;
        }
    }

    /** SHA-256 of an evaluation token, as the engine sees it: lower-case hex. */
    public static String tokenHash(String token) {
        return CanonicalJson.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a request, as its sender does.
     *
     * @param at the sender's time, or null
     * @param offline for a step that is handed in, or null
     * @throws IllegalArgumentException for an evaluation, whose command does not hold the token;
     *     see {@link Rating}
     */
    public byte[] encode(
            UUID id, @Nullable Instant at, @Nullable HandIn offline, Command.Request command) {
        ObjectNode body = envelope(id, at, offline);
        write(command, body);
        return json.bytes(body);
    }

    /**
     * Writes an evaluation, as the device does that has the token.
     *
     * @param offline when it is handed in, or null
     */
    public byte[] encode(UUID id, @Nullable Instant at, @Nullable HandIn offline, Rating rating) {
        ObjectNode body = envelope(id, at, offline);
        body.put("ticketId", rating.ticketId().toString());
        body.put("token", rating.token());
        body.put("level", rating.level());
        body.set("codes", json.tree(rating.codes()));
        body.put("channel", rating.channel());
        return json.bytes(body);
    }

    /** Reads back what {@link #encode(UUID, Instant, HandIn, Rating)} wrote, token included. */
    public Optional<Rating> decodeRating(byte[] body) {
        try {
            Fields fields = new Fields(json.parseObject(body));
            return Optional.of(
                    new Rating(
                            fields.id("ticketId"),
                            fields.text("token", MAX_TOKEN),
                            (int) fields.integer("level", 1, 5),
                            fields.texts("codes", Command.EvaluationSubmit.MAX_CODES, INDICATOR),
                            fields.text("channel", MAX_CHANNEL)));
        } catch (BadJson bad) {
            return Optional.empty();
        }
    }

    private ObjectNode envelope(UUID id, @Nullable Instant at, @Nullable HandIn offline) {
        ObjectNode body = json.object();
        body.put("id", id.toString());
        if (at != null) {
            body.set("at", json.tree(at));
        }
        if (offline != null) {
            ObjectNode step = body.putObject("offline");
            step.put("seq", offline.seq());
            step.set("at", json.tree(offline.at()));
            step.put("agoMillis", offline.agoMillis());
        }
        return body;
    }

    private void write(Command.Request command, ObjectNode body) {
        switch (command) {
            case Command.TicketTake c -> {
                body.put("category", c.category());
                body.put("device", c.device());
                body.put("priority", c.priority().word());
            }
            case Command.BookingCheckIn c -> {
                body.put("booking", c.booking());
                body.put("device", c.device());
            }
            case Command.BookingRegister c -> {
                Booking booking = c.booking();
                body.put("booking", booking.booking());
                body.put("category", booking.category());
                body.set("from", json.tree(booking.from()));
                body.set("to", json.tree(booking.to()));
                body.put("lateMinutes", 0);
                if (booking.name() != null) {
                    body.put("name", booking.name());
                }
            }
            case Command.BookingCancel c -> body.put("booking", c.booking());
            case Command.TicketProof c -> {
                body.put("ticketId", c.ticketId().toString());
                body.put("level", c.level().word());
                body.put("final", c.last());
            }
            case Command.TicketUnproved c -> body.put("device", c.device());
            case Command.TicketGet c -> body.put("ticketId", c.ticketId().toString());
            case Command.BlockLease c -> {
                body.put("category", c.category());
                body.put("size", c.size());
            }
            case Command.TicketAdopt c -> {
                body.put("take", c.take().toString());
                body.put("block", c.block().toString());
                body.put("epoch", c.epoch());
                body.put("ticket", c.ticket());
                body.put("category", c.category());
                if (c.priority() != Priority.NONE) {
                    // As devices wrote it before there was one: what they kept is sent again.
                    body.put("priority", c.priority().word());
                }
                body.set("takenAt", json.tree(c.takenAt()));
                body.put("agoMillis", c.agoMillis());
            }
            case Command.WindowOpen c -> writeWindow(body, c.window(), c.staff(), c.reason());
            case Command.WindowPause c -> writeWindow(body, c.window(), c.staff(), c.reason());
            case Command.WindowClose c -> writeWindow(body, c.window(), c.staff(), c.reason());
            case Command.WindowStandBack c -> body.put("window", c.window());
            case Command.TicketCallNext c -> {
                body.put("window", c.window());
                if (c.after() != null) {
                    body.put("after", Objects.toString(c.after().ticketId(), null));
                }
                if (c.close() != null) {
                    body.put("close", c.close().word());
                }
            }
            case Command.TicketCall c -> {
                body.put("window", c.window());
                writeTicket(body, c.ticket());
            }
            case Command.TicketResume c -> {
                body.put("window", c.window());
                writeTicket(body, c.ticket());
            }
            case Command.TicketReturn c -> {
                body.put("window", c.window());
                writeTicket(body, c.ticket());
            }
            case Command.TicketPark c -> {
                writeStep(body, c);
                if (c.minutes() != null) {
                    body.put("minutes", c.minutes());
                }
                writeReason(body, c.reason());
            }
            case Command.TicketTransfer c -> {
                writeStep(body, c);
                body.put("category", c.category());
                writeReason(body, c.reason());
            }
            case Command.Step c -> writeStep(body, c);
            case Command.EvaluationSubmit _ ->
                    throw new IllegalArgumentException("The token is not in the command");
            case Command.ConfigGet c -> {
                if (c.version() != null) {
                    body.put("version", c.version());
                }
            }
            case Command.ConfigPut c -> {
                body.set(
                        "config",
                        configs.tree(new HallConfigCodec.Document(c.config(), c.staff())));
                body.put("basedOn", c.basedOn());
            }
            case Command.DayOpen _ -> {}
        }
    }

    private static void writeWindow(
            ObjectNode body, int window, String staff, @Nullable String reason) {
        body.put("window", window);
        body.put("staff", staff);
        writeReason(body, reason);
    }

    private static void writeReason(ObjectNode body, @Nullable String reason) {
        if (reason != null) {
            body.put("reason", reason);
        }
    }

    private static void writeStep(ObjectNode body, Command.Step step) {
        if (step.window() != null) {
            body.put("window", step.window());
        }
        if (step.ticket() != null) {
            writeTicket(body, step.ticket());
        }
    }

    private static void writeTicket(ObjectNode body, TicketRef ref) {
        switch (ref) {
            case TicketRef.ById(var id) -> body.put("ticketId", id.toString());
            case TicketRef.ByNumber(var number) -> body.put("ticket", number);
        }
    }

    private static @Nullable HandIn handIn(Fields fields, String sender) throws BadJson {
        Fields step = fields.optionalFields("offline");
        if (step == null) {
            return null;
        }
        return new HandIn(
                sender,
                step.integer("seq", 1, Long.MAX_VALUE),
                step.instant("at"),
                step.optionalInteger("agoMillis", 0, Long.MAX_VALUE));
    }

    private static Command.Request take(Fields fields) throws BadJson {
        return new Command.TicketTake(
                fields.text("category", MAX_NAME),
                fields.optionalText("device", MAX_NAME),
                priority(fields));
    }

    private static Priority priority(Fields fields) throws BadJson {
        Priority priority = fields.optionalWord("priority", Priority.class);
        return priority == null ? Priority.NONE : priority;
    }

    private static Command.Request checkIn(Fields fields) throws BadJson {
        return new Command.BookingCheckIn(
                fields.text("booking", Booking.MAX_CODE), fields.optionalText("device", MAX_NAME));
    }

    /** Lateness is forgiven by minutes after the end; unless said otherwise, thirty. */
    private static Command.Request register(Fields fields) throws BadJson {
        Long late = fields.optionalInteger("lateMinutes", 0, MAX_LATE_MINUTES);
        Duration forgiven = late == null ? Booking.FORGIVEN : Duration.ofMinutes(late);
        return new Command.BookingRegister(
                Booking.unused(
                        fields.text("booking", Booking.MAX_CODE),
                        fields.text("category", MAX_NAME),
                        fields.instant("from"),
                        fields.instant("to").plus(forgiven),
                        fields.optionalText("name", MAX_NAME)));
    }

    private static Command.Request proof(Fields fields) throws BadJson {
        return new Command.TicketProof(
                fields.id("ticketId"),
                fields.word("level", ProofLevel.class),
                fields.flag("final", false));
    }

    private static Command.Request unproved(Fields fields) throws BadJson {
        return new Command.TicketUnproved(fields.optionalText("device", MAX_NAME));
    }

    private static Command.Request lease(Fields fields) throws BadJson {
        return new Command.BlockLease(
                fields.text("category", MAX_NAME), (int) fields.integer("size", 1, MAX_BLOCK));
    }

    private static Command.Request adopt(Fields fields) throws BadJson {
        return new Command.TicketAdopt(
                fields.id("take"),
                fields.id("block"),
                fields.integer("epoch", 1, Long.MAX_VALUE),
                fields.text("ticket", MAX_TICKET),
                fields.text("category", MAX_NAME),
                priority(fields),
                fields.instant("takenAt"),
                fields.optionalInteger("agoMillis", 0, Long.MAX_VALUE));
    }

    private static Command.Request callNext(Fields fields) throws BadJson {
        return new Command.TicketCallNext(
                window(fields),
                fields.has("after") ? new Command.Seen(fields.optionalId("after")) : null,
                fields.optionalWord("close", Command.Close.class));
    }

    private static Command.Request evaluation(Fields fields) throws BadJson {
        return new Command.EvaluationSubmit(
                fields.id("ticketId"),
                tokenHash(fields.text("token", MAX_TOKEN)),
                (int) fields.integer("level", 1, 5),
                fields.texts("codes", Command.EvaluationSubmit.MAX_CODES, INDICATOR),
                null,
                fields.optionalText("channel", MAX_CHANNEL));
    }

    private static Command.Request configGet(Fields fields) throws BadJson {
        Long version = fields.optionalInteger("version", 0, Integer.MAX_VALUE);
        return new Command.ConfigGet(version == null ? null : version.intValue());
    }

    private Command.Request configPut(Fields fields) throws BadJson {
        ObjectNode tree = fields.object("config");
        if (json.bytes(tree).length > HallConfigCodec.MAX_BYTES) {
            throw new BadJson("config", "too-large");
        }
        HallConfigCodec.Document document;
        try {
            document = configs.read(tree);
        } catch (BadJson bad) {
            throw new BadJson("config." + bad.field(), bad.why());
        }
        return new Command.ConfigPut(
                document.config(),
                document.staff(),
                (int) fields.integer("basedOn", 0, Integer.MAX_VALUE));
    }

    private static int window(Fields fields) throws BadJson {
        return (int) fields.integer("window", 1, MAX_WINDOW);
    }

    private static @Nullable Integer optionalWindow(Fields fields) throws BadJson {
        Long window = fields.optionalInteger("window", 1, MAX_WINDOW);
        return window == null ? null : window.intValue();
    }

    private static String staff(Fields fields) throws BadJson {
        return fields.text("staff", MAX_NAME);
    }

    private static @Nullable Integer minutes(Fields fields) throws BadJson {
        Long minutes = fields.optionalInteger("minutes", 1, Command.TicketPark.MAX_MINUTES);
        return minutes == null ? null : minutes.intValue();
    }

    private static @Nullable String reason(Fields fields) throws BadJson {
        return fields.optionalText("reason", MAX_REASON);
    }

    private static TicketRef ticket(Fields fields) throws BadJson {
        TicketRef ref = optionalTicket(fields);
        if (ref == null) {
            throw new BadJson("ticketId", "missing");
        }
        return ref;
    }

    private static @Nullable TicketRef optionalTicket(Fields fields) throws BadJson {
        UUID id = fields.optionalId("ticketId");
        if (id != null) {
            return new TicketRef.ById(id);
        }
        String number = fields.optionalText("ticket", MAX_TICKET);
        return number == null ? null : new TicketRef.ByNumber(number);
    }

    private static @Nullable Integer stepWindow(Fields fields) throws BadJson {
        Integer window = optionalWindow(fields);
        if (window == null && optionalTicket(fields) == null) {
            throw new BadJson("window", "missing");
        }
        return window;
    }

    private static @Nullable TicketRef stepTicket(Fields fields) throws BadJson {
        return optionalTicket(fields);
    }
}
