package org.hallkiosk.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketLayoutTest {

    private static List<String> lines(Priority priority, Locale language) {
        TicketSlip slip =
                new TicketSlip(
                        "测试大厅",
                        "A012",
                        "综合业务",
                        priority,
                        "1F",
                        OptionalInt.of(3),
                        null,
                        ZonedDateTime.of(2026, 11, 23, 9, 0, 0, 0, ZoneId.of("Asia/Shanghai")),
                        "code",
                        false,
                        false,
                        List.of(),
                        language);
        return TicketLayout.of(slip).elements().stream()
                .filter(Element.Line.class::isInstance)
                .map(element -> ((Element.Line) element).text())
                .toList();
    }

    @Test
    void thePaperNamesThePriority() {
        assertThat(lines(Priority.PREGNANT, Locale.CHINESE)).contains("优先：孕妇");
        assertThat(lines(Priority.APPOINTMENT, Locale.ENGLISH)).contains("Priority: appointment");
        assertThat(lines(Priority.NONE, Locale.CHINESE)).noneMatch(line -> line.contains("优先"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyPriorityHasItsWord(Priority priority) {
        for (Locale language : List.of(Locale.CHINESE, Locale.ENGLISH)) {
            assertThat(lines(priority, language))
                    .hasSize(lines(Priority.NONE, language).size() + 1)
                    .noneMatch(line -> line.contains("priority."));
        }
    }
}
