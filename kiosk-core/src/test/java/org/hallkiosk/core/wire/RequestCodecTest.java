package org.hallkiosk.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.Booking;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TestHall;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.port.Rating;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCodecTest {

    private static final int MUTATIONS = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
    private static final UUID ID = new UUID(1, 2);
    private static final UUID TICKET = new UUID(3, 4);
    private static final Instant AT = Instant.parse("2026-11-20T01:02:03.004Z");

    private final RequestCodec codec = new RequestCodec(new Json(TestHall.ZONE));

    static Stream<Command.Request> commands() {
        TicketRef byId = new TicketRef.ById(TICKET);
        TicketRef byNumber = new TicketRef.ByNumber("A012");
        return Stream.of(
                new Command.TicketTake("社保", "d1", Priority.ELDERLY),
                new Command.TicketTake("社保", null, Priority.NONE),
                new Command.TicketProof(TICKET, ProofLevel.AT_MOUTH, true),
                new Command.TicketUnproved("d1"),
                new Command.TicketGet(ID),
                new Command.BookingCheckIn("预约 \"1\" '; --", "d1"),
                new Command.BookingCheckIn("b".repeat(1024), null),
                new Command.BlockLease("A", 20),
                new Command.TicketAdopt(TICKET, ID, 3, "A700", "A", Priority.NONE, AT, 1_500L),
                new Command.TicketAdopt(TICKET, ID, 3, "A700", "A", Priority.PREGNANT, AT, null),
                new Command.WindowOpen(1, "001", null),
                new Command.WindowPause(999, "001", "午餐"),
                new Command.WindowClose(1, "001", null),
                new Command.TicketCallNext(1, null, null),
                new Command.TicketCallNext(1, new Command.Seen(null), Command.Close.MISS),
                new Command.TicketCallNext(1, new Command.Seen(TICKET), Command.Close.FINISH),
                new Command.TicketCall(1, byNumber),
                new Command.TicketRecall(1, byId),
                new Command.TicketStart(null, byNumber),
                new Command.TicketFinish(1, null),
                new Command.TicketMiss(1, byId),
                new Command.TicketPark(1, byId, 15, "补材料"),
                new Command.TicketPark(1, null, null, null),
                new Command.TicketResume(1, byId),
                new Command.TicketReturn(1, byId),
                new Command.TicketTransfer(1, null, "tax", "转税务"),
                new Command.WindowStandBack(1),
                new Command.BookingRegister(
                        Booking.unused("YY-1", "tax", AT, AT.plusSeconds(3600), "王*")),
                new Command.BookingRegister(Booking.unused("YY-2", "tax", AT, AT, null)),
                new Command.BookingCancel("YY-1"),
                new Command.TicketWithdraw(null, byId),
                new Command.ConfigGet(null),
                new Command.ConfigGet(3),
                new Command.ConfigPut(TestHall.config(), TestHall.staff(), 7),
                new Command.DayOpen());
    }

    @Test
    void thirtyMinutesLateIsForgivenUnlessSaidOtherwise() {
        String body =
                "{\"id\":\"%s\",\"booking\":\"YY-1\",\"category\":\"tax\","
                        + "\"from\":\"2026-11-23T09:00:00+08:00\",\"to\":\"2026-11-23T10:00:00+08:00\"%s}";
        assertThat(until(body.formatted(ID, ""))).isEqualTo("2026-11-23T02:30:00Z");
        assertThat(until(body.formatted(ID, ",\"lateMinutes\":5")))
                .isEqualTo("2026-11-23T02:05:00Z");
    }

    private Instant until(String body) {
        Request request = understood("booking.register", body.getBytes(UTF_8), "yuyue");
        assertThat(request.toString()).doesNotContain("YY-1");
        return ((Command.BookingRegister) request.command()).booking().to();
    }

    @Test
    void aRatingIsReadBackWithItsTokenByWhoeverKeepsItAlone() {
        Rating rating = new Rating(TICKET, "secret", 2, List.of("213"), "evaluator");
        byte[] body = codec.encode(ID, AT, new HandIn("w1", 3, AT, null), rating);
        assertThat(codec.decodeRating(body)).contains(rating);
        assertThat(rating.toString()).doesNotContain("secret");
        Request request = understood("evaluation.submit", body, "w1");
        assertThat(request.offline()).isEqualTo(new HandIn("w1", 3, AT, null));
        assertThat(request.digest())
                .as("handed in or not, it is the same request")
                .isEqualTo(
                        understood("evaluation.submit", codec.encode(ID, null, null, rating), "w1")
                                .digest());
        assertThat(codec.decodeRating("{}".getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void bothSidesMeanTheSame(Command.Request command) {
        HandIn offline = new HandIn("w1", 7, AT, 3L);
        Request request = understood(command.verb(), codec.encode(ID, AT, offline, command), "w1");
        assertThat(request.command()).isEqualTo(command);
        assertThat(request.id()).isEqualTo(ID);
        assertThat(request.at()).isEqualTo(AT);
        assertThat(request.offline()).isEqualTo(offline);
        Request bare = understood(command.verb(), codec.encode(ID, null, null, command), "w1");
        assertThat(bare.command()).isEqualTo(command);
        assertThat(bare.at()).isNull();
        assertThat(bare.offline()).isNull();
        // Sent, its answer lost, and then handed in: the same request.
        assertThat(bare.digest()).isEqualTo(request.digest());
    }

    @Test
    void everyVerbIsTriedAbove() {
        // One of the records is the evaluation, tried below; one is the interface of the steps.
        int verbs =
                Command.Request.class.getPermittedSubclasses().length
                        - 2
                        + Command.Step.class.getPermittedSubclasses().length;
        assertThat(commands().map(Command.Request::verb).distinct()).hasSize(verbs);
        assertThat(commands().map(Command.Request::verb)).allMatch(codec::knows);
        assertThat(codec.knows("evaluation.submit")).isTrue();
    }

    private Request understood(String verb, byte[] body, String sender) {
        RequestCodec.Reading reading = codec.decode(verb, body, sender);
        assertThat(reading).isInstanceOf(RequestCodec.Reading.Understood.class);
        return ((RequestCodec.Reading.Understood) reading).request();
    }

    @Test
    void theTokenIsHashedAndTheTextKeptApart() {
        byte[] body =
                ("{\"id\":\"%s\",\"ticketId\":\"%s\",\"token\":\"secret\",\"level\":2,\"codes\":"
                                + "[\"213\"],\"text\":\"电话13800000000\",\"channel\":\"receipt\"}")
                        .formatted(ID, TICKET)
                        .getBytes(UTF_8);
        Request request = understood("evaluation.submit", body, "w1");
        assertThat(request.command())
                .isEqualTo(
                        new Command.EvaluationSubmit(
                                TICKET,
                                RequestCodec.tokenHash("secret"),
                                2,
                                List.of("213"),
                                null,
                                "receipt"));
        assertThat(request.freeText()).isEqualTo("电话13800000000");
        assertThat(request.toString()).doesNotContain("138").doesNotContain("secret");
        assertThat(RequestCodec.tokenHash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThatThrownBy(() -> codec.encode(ID, null, null, request.command()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ticket.take | '[]' | ''",
                "ticket.take | '' | ''",
                "ticket.take | '{' | ''",
                "ticket.take | '{} {}' | ''",
                "ticket.take | '{\"category\":\"A\"}' | id",
                "ticket.take | '{\"id\":\"1-1-1-1-1\",\"category\":\"A\"}' | id",
                "ticket.take | '{$}' | category",
                "ticket.take | '{$,\"category\":\"\"}' | category",
                "ticket.take | '{$,\"category\":7}' | category",
                "ticket.take | '{$,\"category\":\"A\",\"category\":\"B\"}' | ''",
                "ticket.take | '{$,\"category\":\"\\ud800\"}' | category",
                "ticket.take | '{$,\"category\":\"A\",\"priority\":\"vip\"}' | priority",
                "ticket.take | '{$,\"category\":\"A\",\"at\":\"yesterday\"}' | at",
                "ticket.take | '{$,\"category\":\"A\",\"at\":\"2026-11-20T01:02:03\"}' | at",
                "ticket.take | '{$,\"category\":\"A\",\"at\":\"+999999-01-01T00:00:00Z\"}' | at",
                "ticket.take | '{$,\"category\":\"A\",\"offline\":{}}' | seq",
                "ticket.take | '{$,\"category\":\"A\",\"offline\":7}' | offline",
                "ticket.proof | '{$,\"ticketId\":\"x\",\"level\":\"cut\"}' | ticketId",
                "ticket.proof | '{$,\"ticketId\":\"#\",\"level\":\"gone\"}' | level",
                "ticket.proof | '{$,\"ticketId\":\"#\",\"level\":\"cut\",\"final\":1}' | final",
                "ticket.call-next | '{$,\"window\":0}' | window",
                "ticket.call-next | '{$,\"window\":1000}' | window",
                "ticket.call-next | '{$,\"window\":1.0}' | window",
                "ticket.call-next | '{$,\"window\":\"1\"}' | window",
                "ticket.call-next | '{$,\"window\":1,\"after\":\"x\"}' | after",
                "ticket.call-next | '{$,\"window\":1,\"close\":\"x\"}' | close",
                "ticket.call | '{$,\"window\":1}' | ticketId",
                "ticket.start | '{$}' | window",
                "block.lease | '{$,\"category\":\"A\",\"size\":99999999999999999999}' | size",
                "window.open | '{$,\"window\":1}' | staff",
                "evaluation.submit | '{$,\"ticketId\":\"#\",\"level\":5}' | token",
                "evaluation.submit | '{$,\"ticketId\":\"#\",\"token\":\"t\",\"level\":6}' | level",
                "config.put | '{$,\"basedOn\":1,\"config\":{}}' | config.name",
                "config.put | '{$,\"basedOn\":1,\"config\":[]}' | config",
            })
    void whatIsWrongIsRefusedWithItsField(String verb, String body, String field) {
        byte[] bytes =
                body.replace("$", "\"id\":\"" + ID + "\"")
                        .replace("#", TICKET.toString())
                        .getBytes(UTF_8);
        RequestCodec.Reading reading = codec.decode(verb, bytes, "w1");
        assertThat(reading).isInstanceOf(RequestCodec.Reading.Refused.class);
        var refusal = ((RequestCodec.Reading.Refused) reading).refusal();
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_REQUEST);
        assertThat(refusal.args().get("field")).isEqualTo(field == null ? "" : field);
        assertThat(refusal.args().get("why")).isNotEmpty();
    }

    @Test
    void limits() {
        assertRefused("ticket.fly", "{}", RefusalCode.UNKNOWN_VERB);
        assertRefused("x".repeat(100_000), "{}", RefusalCode.UNKNOWN_VERB);
        assertRefused("ticket.take", " ".repeat(Json.MAX_BYTES + 1), RefusalCode.TOO_LARGE);
        assertRefused("ticket.take", "[".repeat(100_000), RefusalCode.BAD_REQUEST);
        assertRefused(
                "ticket.take",
                "{\"id\":\"" + ID + "\",\"category\":" + "9".repeat(50_000) + "}",
                RefusalCode.BAD_REQUEST);
    }

    private void assertRefused(String verb, String body, RefusalCode code) {
        RequestCodec.Reading reading = codec.decode(verb, body.getBytes(UTF_8), "w1");
        assertThat(reading).isInstanceOf(RequestCodec.Reading.Refused.class);
        assertThat(((RequestCodec.Reading.Refused) reading).refusal().code()).isEqualTo(code);
    }

    @Test
    void sameRequestMeansTheSameJson() {
        assertSame("{\"a\":1,\"b\":[1,2]}", " { \"b\" : [1.0, 2e0], \"a\" : 1 } ", true);
        assertSame("{\"a\":\"\\u0041\"}", "{\"a\":\"A\"}", true);
        assertSame("{\"a\":1}", "{\"a\":\"1\"}", false);
        assertSame("{\"a\":1}", "{\"a\":2}", false);
        assertSame("{\"a\":[1,2]}", "{\"a\":[2,1]}", false);
        assertSame("{\"a\":null}", "{}", false);
        assertSame("{\"a\":\"x\\\"b\"}", "{\"a\":\"x\",\"b\":\"\"}", false);
        assertSame("{\"a\":1e400000}", "{\"a\":1e400001}", false);
        assertSame("{", "{", false);
    }

    private void assertSame(String one, String other, boolean same) {
        assertThat(codec.sameRequest(one.getBytes(UTF_8), other.getBytes(UTF_8)))
                .as("%s %s", one, other)
                .isEqualTo(same);
    }

    @Test
    void theVerbIsPartOfTheDigest() {
        byte[] body = codec.encode(ID, AT, null, new Command.TicketStart(1, null));
        assertThat(understood("ticket.start", body, "w1").digest())
                .isEqualTo(understood("ticket.start", body, "w2").digest())
                .isNotEqualTo(understood("ticket.miss", body, "w1").digest());
    }

    @Test
    void mutatedRequestsNeverThrow() {
        List<Command.Request> commands = commands().toList();
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Command.Request command = commands.get(random.nextInt(commands.size()));
            byte[] bytes = codec.encode(ID, AT, null, command);
            for (int hit = random.nextInt(1, 5); hit > 0; hit--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String verb = commands.get(random.nextInt(commands.size())).verb();
            if (codec.decode(random.nextBoolean() ? command.verb() : verb, bytes, "w1")
                    instanceof RequestCodec.Reading.Refused) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }
}
