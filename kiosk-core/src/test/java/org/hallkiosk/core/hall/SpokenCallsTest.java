package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.Voice;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.speaker.ZoneSpeaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is heard in the hall, word for word, for windows with numbers and with other labels. */
class SpokenCallsTest {

    private final List<String> said = new ArrayList<>();

    /** Calls one ticket at window 1 and asks people to stand back; gives the lines. */
    private List<SpokenLine> lines(String label, Map<String, String> texts) {
        SimulatedHall hall = new SimulatedHall(label, texts);
        List<SpokenLine> lines = hall.listen(SimulatedHall.ZONE_1);
        hall.device.execute(
                () ->
                        hall.dispenser.take(
                                new TakeIntent(hall.ids.next(), "general", Priority.NONE),
                                news -> {}));
        hall.settle();
        ask(hall, "window.open", "\"window\":1,\"staff\":\"1001\"");
        ask(hall, "ticket.call-next", "\"window\":1");
        ask(hall, "window.stand-back", "\"window\":1");
        Voice voice =
                (language, text, elderly, done) -> {
                    said.add(text);
                    hall.device.after(Duration.ofSeconds(1), () -> done.accept(Voice.Heard.WORDS));
                };
        ZoneSpeaker speaker = new ZoneSpeaker(SimulatedHall.ZONE_1, hall.device, voice);
        lines.forEach(speaker::say);
        hall.time.advance(Duration.ofSeconds(20));
        return lines;
    }

    private static void ask(SimulatedHall hall, String verb, String body) {
        byte[] request = ("{\"id\":\"" + hall.ids.next() + "\"," + body + "}").getBytes(UTF_8);
        var answer = hall.role.desk().request(Actor.demo(), verb, request);
        hall.settle();
        assertThat(new String(answer.toCompletableFuture().join(), UTF_8)).contains("\"ok\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3号窗口, 3",
        "12, 12号窗口, 12",
        "A3, A3窗口, A3",
        "5号, 5号窗口, Five",
        "综合1, 综合1窗口, General 1",
        "综合窗口, 综合窗口, General"
    })
    void aWindowIsCalledByItsLabel(String label, String chinese, String english) {
        Map<String, String> texts = Map.of("speech.languages", "zh,en", "window.1.en", english);
        List<SpokenLine> lines = lines(label, texts);
        assertThat(lines)
                .extracting(SpokenLine::text)
                .containsExactly("请A001号到" + chinese, chinese + "，请在一米线外等候");
        assertThat(said)
                .containsExactly(
                        "请A零零一号到" + chinese,
                        "Ticket A zero zero one, please go to window " + english,
                        chinese + "，请在一米线外等候",
                        "At window " + english + ": please wait behind the line");
    }

    @Test
    void aLabelInChineseWithoutAnEnglishOneIsSaidInChineseAlone() {
        lines("综合1", Map.of("speech.languages", "zh,en"));
        assertThat(said).containsExactly("请A零零一号到综合1窗口", "综合1窗口，请在一米线外等候");
    }

    @Test
    void aLabelThatAnEnglishVoiceCanReadNeedsNoOther() {
        lines("A3", Map.of("speech.languages", "zh,en"));
        assertThat(said).contains("请A零零一号到A3窗口", "Ticket A zero zero one, please go to window A3");
    }
}
