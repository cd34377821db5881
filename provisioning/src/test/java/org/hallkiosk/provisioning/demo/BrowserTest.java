package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clerk's and a technician's work in a real browser, on the demo as a process. */
class BrowserTest {

    private static final String ESCAPE = "\uE00C";

    @TempDir Path directory = Path.of("replaced-by-junit");

    private static void take(DemoProcess demo, String category) throws Exception {
        String answer =
                demo.post(
                        "/api/v1/dispenser/dispenser-1/take",
                        UUID.randomUUID(),
                        "\"category\":\"" + category + "\"");
        assertThat(answer).contains("\"ok\":true");
    }

    /** Presses a key once what was pressed before is answered. */
    private static void press(Browser browser, String key) throws Exception {
        browser.await("#press[hidden]");
        browser.keys(key);
    }

    @Test
    void aClerkServesByKeyboardAlone() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory);
                Browser browser = Browser.start()) {
            take(demo, "general");
            take(demo, "general");
            take(demo, "general");
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

            press(browser, "o");
            browser.await("#key-N");
            press(browser, "n");
            browser.awaitText("A001");
            browser.await("#key-S");
            browser.picture("clerk-called-1280-zh");
            press(browser, "r");
            browser.awaitText("第 2 次呼叫");
            press(browser, "s");
            browser.await(".now.is-serving");
            browser.picture("clerk-serving-1280-zh");
            press(browser, "k");
            browser.await("#resume-A001");
            browser.click("#resume-A001");
            browser.await(".now.is-serving");
            press(browser, "f");
            browser.awaitText("已邀请，等待群众评价");
            // The page shows how the evaluation stands, and nothing on it can rate.
            assertThat(browser.script("return document.documentElement.outerHTML").asText())
                    .doesNotContain("/press\"", "evaluation.submit", "非常满意", "token");
            browser.picture("clerk-finished-1280-zh");

            // A letter in a field is a letter.
            browser.type("#call-number", "n");
            browser.keys(ESCAPE);
            press(browser, "n");
            browser.await(".now.is-called");
            press(browser, "m");
            browser.awaitText("没有正在叫号或办理的号票");
            browser.type("#call-number", "a002\uE007");
            browser.await(".now.is-called");
            press(browser, "f");
            browser.await("#key-N");
            browser.type("#pause-reason", "取送材料\uE007");
            browser.awaitText("窗口已暂停");
            browser.picture("clerk-paused-1280-zh");
            press(browser, "x");
            browser.awaitText("窗口未开放");

            // What he may not see he does not see, and a logout is one.
            browser.go(demo.url("/technician"));
            browser.awaitText("您的角色不能进行此操作");
            browser.go(demo.url("/clerk"));
            browser.click(".who button");
            browser.await("form.login");
        }
    }

    @Test
    void onePressIsKeptThroughALostHallAndTakesEffectOnce() throws Exception {
        DemoProcess first = DemoProcess.start(directory);
        try (Browser browser = Browser.start()) {
            take(first, "general");
            take(first, "general");
            browser.size(1280, 900);
            browser.go(first.url("/clerk/1"));
            browser.keys("o");
            browser.await("#key-N");
            first.kill();
            browser.await("body.is-stale");
            browser.keys("n");
            browser.awaitText("尚未送达，正在重试：叫下一位");
            String kept = pending(browser);
            browser.keys("nnn");
            browser.awaitText("尚未完成，请稍候");
            assertThat(pending(browser)).isEqualTo(kept).contains("ticket.call-next");
            browser.picture("clerk-pending-1280-zh");
            try (DemoProcess second = DemoProcess.again(first, directory)) {
                browser.await(".now.is-called");
                assertThat(browser.text(".ticket-no")).isEqualTo("A001");
                browser.await("#press[hidden]");
                assertThat(pending(browser)).isEqualTo("null");
                assertThat(second.get("/metrics")).contains("hall_windows{status=\"open\"} 1");
                // Sent again by hand, the id gets the same answer: it is the same press.
                assertThat(
                                second.post(
                                        "/api/v1/ticket.call-next",
                                        UUID.fromString(
                                                kept.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1")),
                                        "\"window\":1,\"after\":null"))
                        .contains("\"ticket\":\"A001\"");
            }
        } finally {
            first.close();
        }
    }

    private static String pending(Browser browser) throws Exception {
        return browser.script("return sessionStorage.getItem('kiosk-press-1')")
                .toString()
                .replace("\\\"", "\"");
    }

    @Test
    void aTechnicianFindsWhatIsWrongAndTestsIt() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory);
                Browser browser = Browser.start()) {
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
    }

    @Test
    void everyPageInBothLanguagesOnADeskAndOnATablet() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory);
                Browser browser = Browser.start()) {
            for (String category : List.of("general", "social", "enterprise", "general")) {
                take(demo, category);
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
                            List.of(
                                    "/",
                                    "/clerk",
                                    "/clerk/1",
                                    "/clerk/2",
                                    "/technician",
                                    "/login")) {
                        browser.size(width, 1180);
                        browser.go(demo.url(page + "?lang=" + language));
                        browser.await("main");
                        String name =
                                page.equals("/") ? "hall" : page.substring(1).replace('/', '-');
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
}
