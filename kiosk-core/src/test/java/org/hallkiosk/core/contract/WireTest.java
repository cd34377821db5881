package org.hallkiosk.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.wire.AnswerCodec;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the codecs write is what the contract says, for every record that they know. */
class WireTest {

    private static final ContractSchemas CONTRACT = new ContractSchemas();
    private static final Json JSON = new Json(ZoneId.of("Asia/Shanghai"));
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant AT = Instant.parse("2026-11-20T01:02:03.456Z");

    private static final DeviceCommandCodec COMMANDS =
            new DeviceCommandCodec(JSON, Locale.SIMPLIFIED_CHINESE);

    private static final List<Samples> BOTH = List.of(new Samples(false), new Samples(true));

    static Stream<Class<?>> events() {
        return Samples.leaves(Event.class);
    }

    static Stream<Class<?>> requests() {
        // The token of an evaluation is not in the command.
        return Samples.leaves(Command.Request.class)
                .filter(type -> type != Command.EvaluationSubmit.class);
    }

    static Stream<Class<?>> answers() {
        return Samples.leaves(Answer.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsOneOfTheContract(Class<? extends Event> type) {
        EventCodec codec = new EventCodec(JSON);
        for (Samples samples : BOTH) {
            Event event = samples.of(type);
            HandIn offline = new HandIn("dispenser-1", 7, AT, 1500L);
            CONTRACT.assertValidEvent(codec.encode(entry(ID, null, event)));
            CONTRACT.assertValidEvent(codec.encode(entry(null, offline, event)));
        }
    }

    private static EventRecord entry(
            @Nullable UUID requestId, @Nullable HandIn offline, Event event) {
        return new EventRecord(
                ID, "qingshan", 1, 42, AT, requestId, Actor.device("dispenser-1"), offline, event);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsOneOfTheContract(Class<? extends Command.Request> type) {
        RequestCodec codec = new RequestCodec(JSON);
        for (Samples samples : BOTH) {
            Command.Request request = samples.of(type);
            CONTRACT.assertValid("request/" + request.verb(), codec.encode(ID, AT, null, request));
            CONTRACT.assertValid(
                    "request/" + request.verb(),
                    codec.encode(ID, null, new HandIn("dispenser-1", 7, AT, null), request));
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsOneOfTheContract(Class<? extends Answer> type) {
        AnswerCodec codec = new AnswerCodec(JSON);
        for (Samples samples : BOTH) {
            Answer answer = samples.of(type);
            for (String verb : verbsAnsweredWith(answer)) {
                CONTRACT.assertValidAnswer(verb, codec.encode(answer));
            }
        }
    }

    private static Set<String> verbsAnsweredWith(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> Set.of();
            case Answer.NoEffect _ -> Set.of("ticket.proof");
            case Answer.TicketGiven _ -> Set.of("ticket.take", "ticket.adopt", "booking.check-in");
            case Answer.TicketIs _ ->
                    Set.of(
                            "ticket.proof",
                            "ticket.call-next",
                            "ticket.call",
                            "ticket.recall",
                            "ticket.start",
                            "ticket.finish",
                            "ticket.miss",
                            "ticket.park",
                            "ticket.resume",
                            "ticket.return",
                            "ticket.transfer",
                            "ticket.withdraw",
                            "evaluation.submit");
            case Answer.Unproved _ -> Set.of("ticket.unproved");
            case Answer.TicketFound _ -> Set.of("ticket.get");
            case Answer.BlockGiven _ -> Set.of("block.lease");
            case Answer.WindowIs _ -> Set.of("window.open", "window.pause", "window.close");
            case Answer.ConfigIs _ -> Set.of("config.get");
            case Answer.ConfigStored _ -> Set.of("config.put");
            case Answer.DayIs _ -> Set.of("day.open");
        };
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aRefusalIsOneOfTheContract(RefusalCode code) {
        AnswerCodec codec = new AnswerCodec(JSON);
        CONTRACT.assertValid("answer/refused", codec.encode(Refusal.of(code, "window", 3), "窗口忙"));
        CONTRACT.assertValid("answer/refused", codec.encode(Refusal.of(code), null));
    }

    static Stream<RefusalCode> codes() {
        return Stream.of(RefusalCode.values());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theRetainedStatesAreThoseOfTheContract(Samples samples) {
        ViewCodec codec = new ViewCodec(JSON);
        CONTRACT.assertValid("state/window", codec.encode(samples.of(WindowView.class)));
        CONTRACT.assertValid("state/queue", codec.encode(samples.of(QueueView.class)));
    }

    static List<Samples> samples() {
        return BOTH;
    }

    static Stream<Class<?>> commands() {
        return Samples.leaves(DeviceCommand.class);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsOneOfTheContract(Class<? extends DeviceCommand> type) {
        DeviceCommand command = new Samples(false).of(type);
        CONTRACT.assertValid("command/" + command.verb(), COMMANDS.encode(ID, command));
    }

    @Test
    void everyCommandOfTheContractIsKnown() {
        assertThat(commands().map(type -> ((DeviceCommand) new Samples(false).of(type)).verb()))
                .hasSameElementsAs(
                        CONTRACT.names().stream()
                                .filter(name -> name.startsWith("command/"))
                                .map(name -> name.substring("command/".length()))
                                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCommandIsAnsweredAsTheContractSays(DeviceReply.Failure failure) {
        CONTRACT.assertValid(
                "answer/command-failed", COMMANDS.encode(DeviceReply.Failed.of(failure)));
    }

    @Test
    void aDoneCommandIsAnsweredAsTheContractSays() {
        CONTRACT.assertValid("answer/command", COMMANDS.encode(DeviceReply.Done.plain()));
        CONTRACT.assertValid(
                "answer/refused",
                COMMANDS.encode(
                        new DeviceReply.Refused(Refusal.of(RefusalCode.NUMBERS_EXHAUSTED))));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theNoticesAreThoseOfTheContract(Samples samples) {
        NoticeCodec codec = new NoticeCodec(JSON);
        CONTRACT.assertValid("state/device-status", codec.encode(samples.of(DeviceNotice.class)));
        CONTRACT.assertValid("state/link", codec.encodeLink(true, 7, AT));
        CONTRACT.assertValid("state/config", codec.encode(samples.of(HallConfig.class), List.of()));
    }
}
