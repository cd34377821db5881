package org.hallkiosk.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.domain.TestHall;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.domain.WindowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCodecTest {

    private static final UUID ID = new UUID(1, 2);

    private final AnswerCodec codec = new AnswerCodec(new Json(TestHall.ZONE));

    /** An answer to a verb, and the JSON of it. */
    record Row(String verb, Answer answer, String json) {}

    static Stream<Row> answers() {
        String id = "\"" + ID + "\"";
        return Stream.of(
                new Row(
                        "ticket.take",
                        new Answer.TicketGiven("A012", ID, 3, new Answer.Estimate(5, 12)),
                        "{\"ok\":true,\"ticket\":\"A012\",\"ticketId\":"
                                + id
                                + ",\"ahead\":3,\"estimateMinutes\":[5,12]}"),
                new Row(
                        "ticket.adopt",
                        new Answer.TicketGiven("A700", ID, null, null),
                        "{\"ok\":true,\"ticket\":\"A700\",\"ticketId\":"
                                + id
                                + ",\"ahead\":null,\"estimateMinutes\":null}"),
                new Row(
                        "ticket.call-next",
                        new Answer.TicketIs("A012", ID, TicketStatus.CALLED),
                        "{\"ok\":true,\"ticket\":\"A012\",\"ticketId\":"
                                + id
                                + ",\"status\":\"called\"}"),
                new Row(
                        "ticket.finish",
                        new Answer.NoEffect(RefusalCode.WRONG_STATE),
                        "{\"ok\":true,\"effect\":\"none\",\"reason\":\"wrong-state\"}"),
                new Row(
                        "ticket.unproved",
                        new Answer.Unproved(List.of(ID)),
                        "{\"ok\":true,\"ticketIds\":[" + id + "]}"),
                new Row(
                        "ticket.get",
                        new Answer.TicketFound(
                                "A012", ID, TicketStatus.WAITING, ProofLevel.CUT, true),
                        "{\"ok\":true,\"ticket\":\"A012\",\"ticketId\":"
                                + id
                                + ",\"status\":\"waiting\",\"proof\":\"cut\",\"final\":true}"),
                new Row(
                        "ticket.get",
                        new Answer.TicketFound("A012", ID, TicketStatus.REQUESTED, null, false),
                        "{\"ok\":true,\"ticket\":\"A012\",\"ticketId\":"
                                + id
                                + ",\"status\":\"requested\",\"proof\":null,\"final\":false}"),
                new Row(
                        "block.lease",
                        new Answer.BlockGiven(ID, 2, LocalDate.of(2026, 11, 20), 700, 719),
                        "{\"ok\":true,\"block\":"
                                + id
                                + ",\"epoch\":2,\"day\":\"2026-11-20\",\"from\":700,\"to\":719}"),
                new Row(
                        "window.pause",
                        new Answer.WindowIs(7, WindowStatus.PAUSED),
                        "{\"ok\":true,\"window\":7,\"status\":\"paused\"}"),
                new Row("config.put", new Answer.ConfigStored(4), "{\"ok\":true,\"version\":4}"),
                new Row(
                        "day.open",
                        new Answer.DayIs(LocalDate.of(2026, 11, 20)),
                        "{\"ok\":true,\"day\":\"2026-11-20\"}"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersAreThoseOfTheContract(Row row) {
        byte[] bytes = codec.encode(row.answer());
        assertThat(new String(bytes, UTF_8)).isEqualTo(row.json());
        assertThat(codec.decode(row.verb(), bytes).orThrow())
                .isEqualTo(new Reply.Answered(row.answer()));
    }

    @Test
    void theConfigurationComesBackWithItsStaff() {
        Answer answer = new Answer.ConfigIs(TestHall.config(), TestHall.staff());
        assertThat(codec.decode("config.get", codec.encode(answer)).orThrow())
                .isEqualTo(new Reply.Answered(answer));
    }

    @Test
    void doneIsJustOk() {
        assertThat(new String(codec.encode(new Answer.Done()), UTF_8)).isEqualTo("{\"ok\":true}");
    }

    @Test
    void refusalsAreCodeArgsAndACourtesy() {
        Refusal refusal =
                new Refusal(RefusalCode.WINDOW_BUSY, Map.of("window", "1", "ticket", "A012"));
        byte[] bytes = codec.encode(refusal, "1号窗口正在办理A012");
        assertThat(new String(bytes, UTF_8))
                .isEqualTo(
                        "{\"ok\":false,\"error\":{\"code\":\"window-busy\",\"args\":"
                                + "{\"ticket\":\"A012\",\"window\":\"1\"},"
                                + "\"text\":\"1号窗口正在办理A012\"}}");
        assertThat(codec.decode("ticket.call-next", bytes).orThrow())
                .isEqualTo(new Reply.Refused(refusal, "1号窗口正在办理A012"));
    }

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void everyCodeTravels(RefusalCode code) {
        byte[] bytes = codec.encode(Refusal.of(code), null);
        assertThat(codec.decode("ticket.take", bytes).orThrow())
                .isEqualTo(new Reply.Refused(Refusal.of(code), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"ok\":true}",
                "{\"ok\":\"yes\"}",
                "{\"ok\":true,\"ticket\":\"A1\",\"ticketId\":7}",
                "{\"ok\":false}",
                "{\"ok\":false,\"error\":{\"code\":\"no-such-code\",\"args\":{}}}",
                "{\"ok\":false,\"error\":{\"code\":\"internal\",\"args\":{\"a\":1}}}"
            })
    void whatIsNoAnswerIsAValue(String body) {
        assertThat(codec.decode("ticket.take", body.getBytes(UTF_8)))
                .isInstanceOf(Decoded.Bad.class);
    }
}
