package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.hallkiosk.core.bus.FaultProxy;
import org.hallkiosk.provisioning.whole.Listening;
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
 * A clerk's and a technician's work in a real browser, on the demo as a process: one of each for
 * all tests.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {

    private static final String ESCAPE = "\uE00C";

    @TempDir static Path directory = Path.of("replaced-by-junit");

    private DemoProcess demo;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        demo = DemoProcess.start(directory);
        browser = Browser.start();
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        demo.close();
    }

    private void take(String category) throws Exception {
        String answer =
                demo.post(
                        "/api/v1/dispenser/dispenser-1/take",
                        UUID.randomUUID(),
                        "\"category\":\"" + category + "\"");
        assertThat(answer).contains("\"ok\":true");
    }

    /** Presses a key once what was pressed before is answered. */
    private void press(String key) throws Exception {
        browser.await("#press[hidden]");
        browser.keys(key);
    }

    @Test
    @Order(1)
    void aClerkServesByKeyboardAlone() throws Exception {
        take("general");
        take("general");
        take("general");
        browser.size(1280, 900);
        browser.go(demo.url("/login?next=/clerk/1"));
        browser.type("#name", "wangfang");
        browser.type("#password", "a wrong one");
        browser.click("form.login button");
        browser.awaitText("用户名或密码不正确");
        browser.picture("login-wrong-1280-zh");
        browser.type("#password", demo.password("wangfang"));
        browser.click("form.login button");
        browser.await("#desk[data-staff='1001']");
        assertThat(browser.url()).isEqualTo(demo.url("/clerk/1"));

        press("o");
        browser.await("#key-N");
        press("n");
        browser.awaitText("A001");
        browser.await("#key-S");
        browser.picture("clerk-called-1280-zh");
        press("r");
        browser.awaitText("第 2 次呼叫");
        press("s");
        browser.await(".now.is-serving");
        browser.picture("clerk-serving-1280-zh");
        press("k");
        browser.await("#resume-A001");
        browser.click("#resume-A001");
        browser.await(".now.is-serving");
        press("f");
        browser.awaitText("已邀请，等待群众评价");
        // The page shows how the evaluation stands, and nothing on it can rate.
        assertThat(browser.script("return document.documentElement.outerHTML").asText())
                .doesNotContain("/press\"", "evaluation.submit", "非常满意", "token");
        browser.picture("clerk-finished-1280-zh");

        // A letter in a field is a letter.
        browser.type("#call-number", "n");
        browser.keys(ESCAPE);
        press("n");
        browser.await(".now.is-called");
        press("m");
        browser.awaitText("没有正在叫号或办理的号票");
        browser.type("#call-number", "a002\uE007");
        browser.await(".now.is-called");
        press("f");
        browser.await("#key-N");
        browser.type("#pause-reason", "取送材料\uE007");
        browser.awaitText("窗口已暂停");
        browser.picture("clerk-paused-1280-zh");
        press("x");
        browser.awaitText("窗口未开放");

        // What he may not see he does not see, and a logout is one.
        browser.go(demo.url("/technician"));
        browser.awaitText("您的角色不能进行此操作");
        browser.go(demo.url("/clerk"));
        browser.click(".who button");
        browser.await("form.login");
    }

    @Test
    @Order(3)
    void onePressIsKeptThroughALostLineAndTakesEffectOnce() throws Exception {
        take("social");
        take("social");
        browser.size(1280, 900);
        try (FaultProxy line = demo.line();
                Listening events = demo.events()) {
            browser.go("http://127.0.0.1:" + line.port() + "/clerk/2");
            press("o");
            browser.await("#key-N");

            // The link is dead without an end. The page notices by itself.
            line.mode(FaultProxy.Mode.HOLD);
            browser.keys("n");
            browser.awaitText("正在发送：叫下一位");
            String kept = pending();
            browser.await("body.is-stale");
            // It ends: the press has not reached the hall.
            line.mode(FaultProxy.Mode.CUT);
            browser.awaitText("尚未送达，正在重试：叫下一位");
            browser.keys("nn");
            browser.awaitText("尚未完成，请稍候");
            assertThat(pending()).isEqualTo(kept).contains("ticket.call-next");
            assertThat(demo.get("/demo/panel-2.txt")).doesNotContain("E001");
            line.mode(FaultProxy.Mode.PASS);
            browser.awaitText("✓ 叫下一位");
            browser.await("body:not(.is-stale) .now.is-called");
            assertThat(browser.text(".ticket-no")).isEqualTo("E001");
            assertThat(pending()).isEqualTo("null");

            // The hall calls, and its answer is lost.
            press("f");
            browser.await("#key-N");
            line.mode(FaultProxy.Mode.HOLD_ANSWERS);
            browser.keys("n");
            demo.shows("panel-2", "E002");
            String lost = pending();
            browser.awaitText("正在发送：叫下一位");
            line.mode(FaultProxy.Mode.CUT);
            browser.awaitText("尚未送达，正在重试：叫下一位");
            browser.keys("nn");
            assertThat(pending()).isEqualTo(lost);
            line.mode(FaultProxy.Mode.PASS);
            browser.awaitText("✓ 叫下一位");
            browser.await("body:not(.is-stale) .now.is-called");
            assertThat(browser.text(".ticket-no")).isEqualTo("E002");
            assertThat(pending()).isEqualTo("null");
            press("f");
            browser.await("#key-N");
            press("x");
            browser.awaitText("窗口未开放");
            events.await(event -> event.contains("\"WindowClosed\""));
            List<String> calls =
                    events.heard().stream().filter(e -> e.contains("\"TicketCalled\"")).toList();
            assertThat(calls).hasSize(2);
            assertThat(calls.get(0)).contains(id(kept));
            assertThat(calls.get(1)).contains(id(lost));
        }
    }

    @Test
    @Order(4)
    void onePressIsKeptThroughALostHallAndTakesEffectOnce() throws Exception {
        take("social");
        take("social");
        browser.size(1280, 900);
        browser.go(demo.url("/clerk/2"));
        press("o");
        browser.await("#key-N");
        demo.kill();
        browser.await("body.is-stale");
        browser.keys("n");
        browser.awaitText("尚未送达，正在重试：叫下一位");
        String kept = pending();
        browser.keys("nnn");
        browser.awaitText("尚未完成，请稍候");
        assertThat(pending()).isEqualTo(kept).contains("ticket.call-next");
        browser.picture("clerk-pending-1280-zh");
        DemoProcess killed = demo;
        demo = DemoProcess.again(killed, directory);
        killed.close();
        browser.await(".now.is-called");
        assertThat(browser.text(".ticket-no")).isEqualTo("E003");
        browser.await("#press[hidden]");
        assertThat(pending()).isEqualTo("null");
        assertThat(demo.get("/metrics")).contains("hall_windows{status=\"open\"} 1");
        // Sent again by hand, the id gets the same answer: it is the same press.
        assertThat(
                        demo.post(
                                "/api/v1/ticket.call-next",
                                UUID.fromString(id(kept)),
                                "\"window\":2,\"after\":null"))
                .contains("\"ticket\":\"E003\"");
    }

    private static String id(String press) {
        return press.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
    }

    private String pending() throws Exception {
        return browser.script("return sessionStorage.getItem('kiosk-press-2')")
                .toString()
                .replace("\\\"", "\"");
    }

    @Test
    @Order(2)
    void aTechnicianFindsWhatIsWrongAndTestsIt() throws Exception {
        browser.size(1280, 1500);
        browser.go(demo.url("/technician"));
        browser.awaitText("没有问题");
        browser.awaitText("不支持");
        browser.click("#show-window-1");
        browser.awaitText("✓ 屏幕测试");
        browser.click("#print-dispenser-1");
        browser.awaitText("✓ 打印测试页");
        browser.click("#identify-window-3");
        browser.awaitText("✓ 识别设备");

        browser.click("#fault-printer option[value='paper-out']");
        browser.click("#begin-printer");
        browser.awaitText("printer.paper-out");
        browser.awaitText("装入新纸卷");
        browser.click("#fault-panel-2 option[value='dead']");
        browser.click("#begin-panel-2");
        // A dead panel is noticed when it is spoken to.
        browser.click("#show-window-1");
        browser.awaitText("device.silent");
        browser.awaitText("显示屏没有接受测试画面");
        browser.awaitText("未知");
        browser.picture("technician-faults-1280-zh");
        browser.click("#mend-printer");
        browser.click("#mend-panel-2");
        browser.awaitText("没有问题");

        browser.click("a[href='/technician/wire/dispenser-1/printer']");
        browser.await("table.wire tr.out");
        browser.picture("technician-wire-1280-zh");
    }

    @Test
    @Order(5)
    void everyPageInBothLanguagesOnADeskAndOnATablet() throws Exception {
        for (String category : List.of("general", "social", "enterprise", "general")) {
            take(category);
        }
        for (int window = 1; window <= 3; window++) {
            demo.post(
                    "/api/v1/window.open",
                    UUID.randomUUID(),
                    "\"window\":" + window + ",\"staff\":\"100" + window + "\"");
        }
        demo.post("/api/v1/ticket.call-next", UUID.randomUUID(), "\"window\":2");
        for (int width : List.of(1280, 820)) {
            for (String language : List.of("zh", "en")) {
                for (String page :
                        List.of("/", "/clerk", "/clerk/1", "/clerk/2", "/technician", "/login")) {
                    browser.size(width, 1180);
                    browser.go(demo.url(page + "?lang=" + language));
                    browser.await("main");
                    String name = page.equals("/") ? "hall" : page.substring(1).replace('/', '-');
                    browser.picture(name + "-" + width + "-" + language);
                    assertThat(
                                    browser.script(
                                                    "return document.documentElement.scrollWidth"
                                                            + " - window.innerWidth")
                                            .asInt())
                            .as(name + " is not wider than " + width)
                            .isLessThanOrEqualTo(0);
                    // Landmarks, a language, one heading, and names for all that can be used.
                    assertThat(
                                    browser.script(
                                                    "return [...document.querySelectorAll("
                                                            + "'button, a, input:not([type=hidden]),"
                                                            + " select')].filter(e => !(e.labels &&"
                                                            + " e.labels.length) && !e.textContent"
                                                            + ".trim() && !e.ariaLabel).length"
                                                            + " + (document.querySelectorAll('main,"
                                                            + " h1, nav').length === 3 ? 0 : 100)"
                                                            + " + (document.documentElement.lang ?"
                                                            + " 0 : 1000)")
                                            .asInt())
                            .as(name)
                            .isZero();
                }
            }
        }
    }
}
