package org.hallkiosk.core.device;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Align;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.api.PrintDocument.Element.Feed;
import org.hallkiosk.hal.api.PrintDocument.Element.Line;
import org.hallkiosk.hal.api.PrintDocument.Element.QrCode;

/**
 * Lays a ticket out for paper. The number is the largest thing on it, and readable at arm's length
 * (S2 5.2.2, R107: large type for the old).
 */
final class TicketLayout {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int MODULE_DOTS = 6;
    private static final int GAP = 16;

    /** Twice as large as usual, so many fit on paper of 80 mm; an ideograph takes two. */
    private static final int LARGE_COLUMNS = 24;

    private TicketLayout() {}

    static PrintDocument of(TicketSlip slip) {
        Texts texts = Texts.core(slip.language());
        List<Element> paper = new ArrayList<>();
        paper.add(new Line(slip.hallName(), Align.CENTRE, 1, true));
        paper.add(new Feed(GAP));
        paper.add(new Line(texts.get("ticket.yourNumber"), Align.CENTRE, 1, false));
        paper.add(new Line(slip.ticket(), Align.CENTRE, 4, true));
        boolean large = columns(slip.categoryName()) <= LARGE_COLUMNS;
        paper.add(new Line(slip.categoryName(), Align.CENTRE, large ? 2 : 1, !large));
        if (slip.priority() != Priority.NONE) {
            paper.add(new Line(priority(slip.priority(), texts), Align.CENTRE, 1, true));
        }
        paper.add(new Feed(GAP));
        slip.ahead()
                .ifPresent(
                        count ->
                                paper.add(
                                        centred(
                                                count == 0
                                                        ? texts.get("ticket.ahead.none")
                                                        : texts.get(
                                                                "ticket.ahead",
                                                                Map.of("count", count)))));
        if (slip.estimate() != null && slip.ahead().orElse(0) > 0) {
            paper.add(
                    centred(
                            texts.get(
                                    "ticket.estimate",
                                    Map.of(
                                            "low", slip.estimate().low(),
                                            "high", slip.estimate().high()))));
        }
        if (slip.offline()) {
            paper.add(centred(texts.get("ticket.offline")));
        }
        if (slip.again()) {
            paper.add(centred(texts.get("ticket.again")));
        }
        if (!slip.place().isEmpty()) {
            paper.add(centred(texts.get("ticket.place", Map.of("place", slip.place()))));
        }
        paper.add(new Feed(GAP));
        paper.add(new QrCode(slip.qrCode(), MODULE_DOTS));
        paper.add(new Feed(GAP));
        List<String> notes =
                slip.notes().isEmpty() ? List.of(texts.get("ticket.keep")) : slip.notes();
        notes.forEach(note -> paper.add(centred(note)));
        paper.add(centred(TIME.format(slip.takenAt())));
        return new PrintDocument(paper);
    }

    private static String priority(Priority priority, Texts texts) {
        String who = texts.get("priority." + priority.word());
        return texts.get("ticket.priority", Map.of("who", who));
    }

    static PrintDocument testPage(String device, Instant now, ZoneId zone, Locale language) {
        Texts texts = Texts.core(language);
        return new PrintDocument(
                List.of(
                        new Line(texts.get("ticket.test.title"), Align.CENTRE, 2, true),
                        centred(texts.get("ticket.test.line", Map.of("device", device))),
                        Line.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"),
                        Line.of("政务服务大厅 号票 窗口 叫号 过号 评价"),
                        // Rare family names: outside GBK, so drawn (printer-escpos.md §2).
                        Line.of("䶮 㛃 𬭎 𠅤"),
                        new QrCode("HALL-KIOSK-TEST", MODULE_DOTS),
                        centred(TIME.format(now.atZone(zone)))));
    }

    private static int columns(String text) {
        return text.codePoints().map(c -> c < 0x2E80 ? 1 : 2).sum();
    }

    private static Line centred(String text) {
        return new Line(text, Align.CENTRE, 1, false);
    }
}
