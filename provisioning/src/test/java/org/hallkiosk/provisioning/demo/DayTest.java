package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.config.ScreenConfig;
import org.hallkiosk.core.port.screen.Screens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day in the demo: a citizen at the screens, a clerk and a technician at their pages, one process
 * and one browser. The tests are the hours of the day, in order; each takes away what it did.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DayTest {

    private static final Screens.Size SIZE = new Screens.Size(2560, 1440);
    private static final Desk DESK = new Desk(SIZE);
    private static final ScreenConfig DISPENSER = DESK.dispenser();
    private static final ScreenConfig EVALUATOR = DESK.windows(1).getLast();

    /** What the dispenser's and the evaluator's screens are designed for, in dots. */
    private static final Screens.Size PORTRAIT = new Screens.Size(1080, 1920);

    private static final Screens.Size TABLET = new Screens.Size(1024, 600);

    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String DOWN = "\uE015";

    @TempDir static Path directory = Path.of("replaced-by-junit");

    private Display display;
    private DemoProcess demo;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        Path screen = Files.createDirectories(directory.resolve("xvfb"));
        display = Display.start(screen, SIZE);
        demo = DemoProcess.start(Files.createDirectories(directory.resolve("hall")), display);
        browser = Browser.start();
        browser.size(1280, 1000);
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
        display.close();
    }

    // ---- what the three do

    private static Screens.Area area(ScreenConfig screen) {
        return screen.placement().area().orElseThrow();
    }

    /** Touches a place of a screen, which is given in the dots that the screen is designed for. */
    private void touch(ScreenConfig screen, Screens.Size design, int x, int y, int times)
            throws Exception {
        Screens.Area area = area(screen);
        display.touch(
                area.x() + x * area.width() / design.width(),
                area.y() + y * area.height() / design.height(),
                times);
    }

    private void touchGeneral(int times) throws Exception {
        touch(DISPENSER, PORTRAIT, 287, 533, times);
    }

    /** A touch right after the screen has changed is not deliberate and does nothing. */
    private String takeGeneral() throws Exception {
        String took = "stage=TakeTicket[categoryName=综合业务";
        for (int touch = 0; touch < 3; touch++) {
            touchGeneral(1);
            String shown = demo.look("screen-dispenser", took);
            if (shown.contains(took)) {
                return shown;
            }
        }
        throw new AssertionError("No touch takes a ticket");
    }

    private void touchLargeType() throws Exception {
        touch(DISPENSER, PORTRAIT, 540, 1795, 1);
    }

    private void touchLanguage() throws Exception {
        touch(DISPENSER, PORTRAIT, 880, 1795, 1);
    }

    private void picture(ScreenConfig screen, String name) throws IOException {
        display.picture(area(screen), "day-" + name);
    }

    private void good(String path, String fields) throws Exception {
        String answer = demo.post("/api/v1/" + path, UUID.randomUUID(), fields);
        assertThat(new ObjectMapper().readTree(answer).path("ok").asBoolean()).as(answer).isTrue();
    }

    private void scan(String code) throws Exception {
        good("device/dispenser-1/emulator.scan", "\"unit\":\"scanner\",\"code\":\"" + code + "\"");
    }

    private void pad(int window, String key) throws Exception {
        good(
                "device/window-1/emulator.press",
                "\"unit\":\"pad-" + window + "\",\"key\":\"" + key + "\"");
    }

    private static long papers() throws IOException {
        Path folder = directory.resolve("hall/paper/dispenser-1");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        }
    }

    private void begin(String unit, String fault) throws Exception {
        browser.click("#fault-" + unit + " option[value='" + fault + "']");
        browser.click("#begin-" + unit);
    }

    private void mend(String unit) throws Exception {
        browser.click("#mend-" + unit);
    }

    /** Presses a key once what was pressed before is answered. */
    private void press(String key) throws Exception {
        browser.await("#press[hidden]");
        browser.keys(key);
    }

    /** Goes to a control as a keyboard does. */
    private void tabTo(String id) throws Exception {
        for (int step = 0; step < 60; step++) {
            if (browser.script("return document.activeElement.id").asText().equals(id)) {
                return;
            }
            browser.keys(TAB);
        }
        throw new AssertionError("Tab does not come to " + id);
    }

    // ---- the day

    @Test
    @Order(1)
    void aCitizenTakesATicketByTouch() throws Exception {
        demo.shows("screen-dispenser", "stage=Choosing");
        picture(DISPENSER, "choosing-zh");
        touchLanguage();
        demo.shows("screen-dispenser", "language=en");
        touchLargeType();
        demo.shows("screen-dispenser", "largeType=true");
        picture(DISPENSER, "choosing-large-en");
        touchLargeType();
        demo.shows("screen-dispenser", "largeType=false");
        touchLanguage();
        demo.shows("screen-dispenser", "language=zh");

        touchGeneral(2);
        demo.shows("screen-dispenser", "stage=TakeTicket[categoryName=综合业务");
        picture(DISPENSER, "take-ticket-zh");
        demo.shows("screen-dispenser", "name=综合业务, place=1F 综合服务区, waiting=OptionalInt[1]");
        demo.shows("screen-dispenser", "stage=Choosing");
        assertThat(papers()).as("two touches are one ticket").isEqualTo(1);
    }

    @Test
    @Order(2)
    void aBookingsCodeIsATicket() throws Exception {
        scan("DEMO-BOOKING-01");
        demo.shows("screen-dispenser", "stage=TakeTicket");
        picture(DISPENSER, "booking-zh");
        assertThat(papers()).isEqualTo(2);
        demo.shows("screen-dispenser", "stage=Choosing");
        scan("DEMO-BOOKING-01");
        demo.shows("screen-dispenser", "why=BOOKING_USED");
        picture(DISPENSER, "booking-used-zh");
        assertThat(papers()).isEqualTo(2);
        demo.shows("screen-dispenser", "stage=Choosing");
    }

    @Test
    @Order(3)
    void aClerkServesWithKeysAlone() throws Exception {
        browser.go(demo.url("/clerk/1"));
        takeGeneral();
        press("o");
        browser.await("#key-N");
        press("n");
        browser.await(".now.is-called");
        String first = browser.text(".ticket-no");
        assertThat(browser.text(".ticket-what")).as("the booking comes first").contains("预约");
        demo.shows("screen-window-1", "Called[ticket=" + first);
        demo.shows("panel-1", first);
        demo.shows("screen-board", "Call[ticket=" + first + ", window=1");
        picture(DESK.board(), "board-call");
        picture(DESK.windows(1).getFirst(), "window-call");
        press("r");
        demo.shows("screen-window-1", "count=2");
        press("s");
        demo.shows("screen-window-1", "Serving[ticket=" + first);
        press("k");
        browser.await("#resume-" + first);
        tabTo("resume-" + first);
        press(ENTER);
        browser.await(".now.is-serving");
        // The button is gone; another press of Enter must not reach the next one.
        assertThat(browser.script("return document.activeElement.id").asText()).isEqualTo("now");

        // Handed on to the first category of the list, at another window: it keeps its number.
        press("t");
        browser.keys(DOWN + DOWN + DOWN);
        assertThat(browser.script("return document.activeElement.value").asText())
                .isEqualTo("social");
        browser.keys(TAB + ENTER);
        browser.await("#key-N");

        press("n");
        browser.await(".now.is-called");
        press("m");
        browser.await("#key-N");
        press("p");
        browser.awaitText("窗口已暂停");
        demo.shows("screen-window-1", "Paused");
        press("o");
        browser.await("#key-N");
    }

    @Test
    @Order(4)
    void whatWasServedIsRatedByTouch() throws Exception {
        press("n");
        browser.await(".now.is-called");
        press("s");
        browser.await(".now.is-serving");
        press("f");
        browser.awaitText("已邀请，等待群众评价");
        demo.shows("screen-evaluator-1", "stage=Choosing");
        picture(EVALUATOR, "evaluator-choosing");
        touch(EVALUATOR, TABLET, 122, 340, 1);
        String shown = demo.shows("screen-evaluator-1", "level=");
        picture(EVALUATOR, "evaluator-reasons");
        assertThat(shown).contains("Reasons[level=5");
        // "Send" stands at the right below.
        touch(EVALUATOR, TABLET, 870, 550, 1);
        demo.shows("screen-evaluator-1", "stage=Thanks");
        picture(EVALUATOR, "evaluator-thanks");
        browser.awaitText("已评价");
        browser.picture("day-clerk-rated");
        assertThat(demo.centerUntil("/hall/demo-hall", "value=\"1\" aria-label=\"非常满意\"")).isTrue();
    }

    @Test
    @Order(5)
    void anotherClerkHasACallPadAlone() throws Exception {
        good("window.open", "\"window\":2,\"staff\":\"1002\"");
        demo.shows("pad-2", "waiting 001");
        pad(2, "next");
        demo.shows("screen-window-2", "Called[ticket=A");
        pad(2, "evaluate");
        demo.shows("pad-2", "evaluator asking");
        pad(2, "level-5");
        demo.shows("pad-2", "evaluator thanking");
        assertThat(demo.centerUntil("/hall/demo-hall", "value=\"2\" aria-label=\"非常满意\"")).isTrue();
        browser.go(demo.url("/"));
        browser.await("main");
        browser.picture("day-hall");
        demo.shows("pad-2", "evaluator resting");
    }

    // ---- what can go wrong, begun and ended on the technician's page

    private void technician() throws Exception {
        browser.size(1280, 1900);
        browser.go(demo.url("/technician"));
        browser.awaitText("没有问题");
    }

    @Test
    @Order(6)
    void paperThatRunsOutInMidTicket() throws Exception {
        technician();
        touchGeneral(1);
        begin("printer", "paper-out");
        browser.awaitText("printer.paper-out");
        browser.awaitText("装入新纸卷");
        demo.shows("screen-dispenser", "stage=OutOfService[why=PRINTER]");
        picture(DISPENSER, "paper-out");
        browser.picture("day-technician-paper-out");
        // A dispenser without paper takes no touch.
        touchGeneral(1);
        assertThat(demo.shows("screen-dispenser", "stage=")).contains("OutOfService");
        mend("printer");
        browser.awaitText("没有问题");
        demo.shows("screen-dispenser", "stage=Choosing");
        // The touch before was one ticket, or none when the paper was out already.
        assertThat(takeGeneral()).containsPattern("ticket=A00[45]");
        demo.shows("screen-dispenser", "stage=Choosing");
    }

    @Test
    @Order(7)
    void aDeadPanelDoesNotStandInTheWayOfTheOtherOnItsLine() throws Exception {
        technician();
        begin("panel-2", "dead");
        good("dispenser/dispenser-1/take", "\"category\":\"medical\"");
        pad(2, "next");
        good("ticket.call-next", "\"window\":1");
        String called = demo.shows("screen-window-1", "Called[ticket=A");
        demo.shows("panel-1", called.replaceAll(".*Called\\[ticket=(\\w+).*\\s*", "$1"));
        browser.awaitText("device.silent");
        browser.picture("day-technician-dead-panel");
        mend("panel-2");
        demo.shows("panel-2", "F001");
        browser.awaitText("没有问题");
        good("ticket.finish", "\"window\":1");
        good("ticket.finish", "\"window\":2");
    }

    @Test
    @Order(8)
    void keysThatCollideOnTheirLineStillCount() throws Exception {
        technician();
        begin("pad-1", "twins-collide");
        begin("pad-2", "collides");
        browser.awaitText("pad.line-garbled");
        browser.awaitText("检查是否有两个呼叫器地址相同");
        browser.picture("day-technician-pads-collide");
        good("dispenser/dispenser-1/take", "\"category\":\"social\"");
        demo.shows("screen-dispenser", "name=社保, place=2F 社保专区, waiting=OptionalInt[1]");
        pad(1, "next");
        pad(2, "next");
        demo.shows("screen-window-2", "Called[ticket=E001");
        mend("pad-1");
        mend("pad-2");
        browser.awaitText("没有问题");
        good("ticket.finish", "\"window\":2");
        // A ticket was left for window 1 when the paper ran out only after it: served, if so.
        demo.post("/api/v1/ticket.finish", UUID.randomUUID(), "\"window\":1");
    }

    @Test
    @Order(9)
    void garbageFromTheScannerIsNoCommand() throws Exception {
        technician();
        long before = papers();
        demo.shows("screen-dispenser", "stage=Choosing");
        begin("scanner", "garbage");
        scan("DEMO-BOOKING-02");
        demo.shows("screen-dispenser", "why=UNREADABLE_CODE");
        picture(DISPENSER, "unreadable");
        mend("scanner");
        demo.shows("screen-dispenser", "stage=Choosing");
        scan("DEMO-BOOKING-02");
        demo.shows("screen-dispenser", "stage=TakeTicket");
        assertThat(papers()).isEqualTo(before + 1);
        demo.shows("screen-dispenser", "stage=Choosing");
        browser.awaitText("没有问题");
    }

    @Test
    @Order(10)
    void aSpeechServiceThatIsGoneLeavesTheCaption() throws Exception {
        technician();
        begin("speaker-hall-1f", "power-off");
        good("dispenser/dispenser-1/take", "\"category\":\"general\"");
        good("ticket.call-next", "\"window\":1");
        browser.awaitText("speaker-hall-1f");
        browser.picture("day-technician-speech-gone");
        demo.shows("screen-board", "caption=请A");
        mend("speaker-hall-1f");
        browser.awaitText("没有问题");
        good("ticket.finish", "\"window\":1");
    }
}
