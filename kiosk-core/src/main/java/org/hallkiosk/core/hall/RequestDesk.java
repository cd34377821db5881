package org.hallkiosk.core.hall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TicketMac;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.StoredAnswer;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.Request;
import org.hallkiosk.core.wire.RequestCodec;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in, from the bus or a page, and answers go out: each request takes effect
 * once and gets the same answer however often it is sent (OUTSIDE.md, a request). On the hall's
 * strand.
 */
public final class RequestDesk {

    /** What only a technician may do, and only over HTTP (OUTSIDE.md). */
    private static final Set<String> TECHNICIANS_VERBS = Set.of("config.put", "day.open");

    private final Hall hall;
    private final Journal journal;
    private final RequestCodec requests;
    private final AnswerCodec answers;
    private final Texts texts;
    private final ZoneId zone;
    private final byte[] macKey;
    private final PersonalSeal seal;
    private final Map<UUID, Underway> underway = new HashMap<>();
    private Acceptance acceptance = (id, command) -> {};
    private long repeated;
    private long refused;
    private long accepted;

    private record Underway(String sender, String digest, CompletableFuture<byte[]> answer) {}

    /**
     * Is told of each request that was accepted. One that comes again is told again only when it
     * makes no event: its answer is not stored then.
     */
    public interface Acceptance {
        /** It has taken effect and is about to be answered. */
        void accepted(UUID requestId, Command command);
    }

    /**
     * @param language of the courtesy text in refusals: the hall's first
     * @param macKey the hall's key for {@link TicketMac}
     * @param secrets makes keys; one that cannot be guessed, outside tests
     */
    public RequestDesk(
            Hall hall,
            Journal journal,
            RequestCodec requests,
            AnswerCodec answers,
            Locale language,
            ZoneId zone,
            byte[] macKey,
            RandomGenerator secrets) {
        this.hall = hall;
        this.journal = journal;
        this.requests = requests;
        this.answers = answers;
        this.texts = Texts.core(language);
        this.zone = zone;
        this.macKey = macKey.clone();
        this.seal = new PersonalSeal(journal, secrets);
    }

    /**
     * Takes a request.
     *
     * @param actor who asks, from the topic or the login
     * @return the answer's bytes, when it may be given; never exceptionally
     */
    public CompletionStage<byte[]> request(Actor actor, String verb, byte[] body) {
        return TECHNICIANS_VERBS.contains(verb)
                ? done(refuse(Refusal.of(RefusalCode.NOT_ALLOWED)))
                : decode(actor, verb, body);
    }

    /**
     * Takes a request of somebody who is logged in over HTTP as a technician: the verbs of {@link
     * #request}, and besides {@code config.put} and {@code day.open} (OUTSIDE.md). No message of a
     * bus comes here.
     *
     * @param actor the technician as a member of staff; in the demo the demo's identity
     * @return as {@link #request}
     */
    public CompletionStage<byte[]> technician(Actor actor, String verb, byte[] body) {
        return actor.kind() == Actor.Kind.DEVICE
                ? done(refuse(Refusal.of(RefusalCode.NOT_ALLOWED)))
                : decode(actor, verb, body);
    }

    private CompletionStage<byte[]> decode(Actor actor, String verb, byte[] body) {
        return switch (requests.decode(verb, body, actor.id())) {
            case RequestCodec.Reading.Refused bad -> done(refuse(bad.refusal()));
            case RequestCodec.Reading.Understood understood ->
                    understood(actor, understood.request());
        };
    }

    /** Replaces the listener of before. */
    public void onAccepted(Acceptance listener) {
        acceptance = listener;
    }

    /** Whether the contract's verb of this name is answered here. */
    public boolean knows(String verb) {
        return requests.knows(verb);
    }

    /** The bytes that refuse a request, with the courtesy text. */
    public byte[] refuse(Refusal refusal) {
        refused++;
        return answers.encode(
                refusal, texts.get("refusal." + refusal.code().word(), refusal.args()));
    }

    private CompletionStage<byte[]> understood(Actor actor, Request request) {
        String sender = actor.kind().word() + ":" + actor.id();
        Underway before = underway.get(request.id());
        if (before != null) {
            repeated++;
            return before.sender.equals(sender) && before.digest.equals(request.digest())
                    ? before.answer
                    : done(refuse(Refusal.of(RefusalCode.ID_REUSED)));
        }
        Optional<StoredAnswer> stored = journal.findAnswer(request.id().toString());
        if (stored.isPresent()) {
            repeated++;
            return done(repeat(stored.get(), sender, request));
        }
        if (isTooOld(request)) {
            return done(refuse(Refusal.of(RefusalCode.TOO_OLD)));
        }
        return decide(actor, sender, request);
    }

    private CompletionStage<byte[]> decide(Actor actor, String sender, Request request) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        underway.put(request.id(), new Underway(sender, request.digest(), answer));
        Encoding encoding = new Encoding();
        sealed(request)
                .thenCompose(
                        command ->
                                hall.submit(
                                        new Hall.Question(
                                                command, actor, request.id(), request.offline()),
                                        given ->
                                                Optional.of(
                                                        stored(
                                                                sender,
                                                                request,
                                                                encoding.of(given)))))
                .exceptionally(
                        unsealed -> new Hall.Result.Refused(Refusal.of(RefusalCode.DEGRADED)))
                .thenAccept(
                        result -> {
                            underway.remove(request.id());
                            answer.complete(
                                    switch (result) {
                                        case Hall.Result.Accepted ok -> {
                                            accepted++;
                                            acceptance.accepted(request.id(), request.command());
                                            yield encoding.of(ok.answer());
                                        }
                                        case Hall.Result.Refused no -> refuse(no.refusal());
                                    });
                        });
        return answer;
    }

    /** The command, with what a citizen wrote sealed under a key of its own. */
    private CompletionStage<Command> sealed(Request request) {
        if (request.freeText() != null
                && request.command() instanceof Command.EvaluationSubmit evaluation) {
            return seal.seal(request.id(), request.freeText()).thenApply(evaluation::withText);
        }
        return CompletableFuture.completedStage(request.command());
    }

    /**
     * The answer's bytes, made once: when they are stored, before the sync that the asker waits
     * for.
     */
    private final class Encoding {
        private byte @Nullable [] bytes;

        byte[] of(Answer answer) {
            byte[] made = bytes == null ? answers.encode(marked(answer)) : bytes;
            bytes = made;
            return made;
        }
    }

    private StoredAnswer stored(String sender, Request request, byte[] answer) {
        return new StoredAnswer(
                request.id().toString(),
                sender,
                request.verb(),
                HexFormat.of().parseHex(request.digest()),
                answer,
                day().plusDays(1));
    }

    private LocalDate day() {
        LocalDate day = hall.state().day();
        return day == null ? hall.today() : day;
    }

    private byte[] repeat(StoredAnswer stored, String sender, Request request) {
        boolean same =
                stored.sender().equals(sender)
                        && stored.verb().equals(request.verb())
                        && HexFormat.of().formatHex(stored.bodyDigest()).equals(request.digest());
        return same ? stored.answer() : refuse(Refusal.of(RefusalCode.ID_REUSED));
    }

    /**
     * Answers are kept until the end of the next business day: older ids are not known any more.
     */
    private boolean isTooOld(Request request) {
        Instant at = request.at();
        return at != null
                && request.offline() == null
                && at.isBefore(day().minusDays(1).atStartOfDay(zone).toInstant());
    }

    /** The hall's mark on what it gives out; see {@link TicketMac}. */
    private Answer marked(Answer answer) {
        return switch (answer) {
            case Answer.TicketGiven given ->
                    given.withMac(TicketMac.of(macKey, hall.id(), given.ticketId()));
            case Answer.BlockGiven given ->
                    given.withMacKey(
                            HexFormat.of().formatHex(TicketMac.blockKey(macKey, given.block())));
            default -> answer;
        };
    }

    private static CompletionStage<byte[]> done(byte[] answer) {
        return CompletableFuture.completedStage(answer);
    }

    /** How many requests were answered from what is stored or under way. */
    public long repeated() {
        return repeated;
    }

    /** How many were refused. */
    public long refused() {
        return refused;
    }

    /** How many took effect or were answered. */
    public long accepted() {
        return accepted;
    }
}
