package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.hallkiosk.core.domain.HallConfig;

/**
 * The peer of the dispenser's screen: Chromium in kiosk mode with a page that looks like it. The
 * page is on the disk and asks nobody for anything.
 *
 * @param command Chromium's whole command line
 */
record BrowserPage(List<String> command) {

    static final int WIDTH = 1080;
    static final int HEIGHT = 1920;

    // Where the categories stand, on the page and on the dispenser's screen.
    static final int COLUMNS = 3;
    static final int ROWS = 8;
    private static final int LEFT = 48;
    private static final int COLUMN = (WIDTH - 2 * LEFT) / COLUMNS;
    private static final int FIRST_ROW = 479;
    private static final int ROW = 165;

    private static final String PAGE = "dispenser-page.html";
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static final List<String> CATEGORIES =
            List.of(
                    "综合服务", "公安业务", "税务申报", "社会保险", "医疗保障", "住房公积金", "不动产登记", "企业开办", "交通运输",
                    "人力资源", "民政事务", "市场监管", "自然资源", "教育服务", "卫生健康", "水电燃气", "出入境", "婚姻登记", "户籍管理",
                    "车辆管理", "法律援助", "公证服务", "退役军人", "办不成事");

    /**
     * Writes the page.
     *
     * @param directory where it puts the page and the browser's profile
     * @throws CannotMeasure when there is no Chromium
     */
    static BrowserPage in(Path directory) throws IOException, CannotMeasure {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new CannotMeasure("there is no Chromium (Debian: apt-get install chromium)");
        }
        Path page = directory.resolve(PAGE);
        try (InputStream in = BrowserPage.class.getResourceAsStream(PAGE)) {
            if (in == null) {
                throw new IOException(PAGE + " is missing in the program");
            }
            Files.copy(in, page);
        }
        return new BrowserPage(
                List.of(
                        CHROMIUM.toString(),
                        "--kiosk",
                        "--no-sandbox",
                        "--no-first-run",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-features=Translate",
                        "--password-store=basic",
                        "--window-position=0,0",
                        "--window-size=" + WIDTH + "," + HEIGHT,
                        "--user-data-dir=" + directory.resolve("profile"),
                        page.toUri().toString()));
    }

    /** The middle of a column of categories. */
    static int x(int column) {
        return LEFT + COLUMN * column + COLUMN / 2;
    }

    /** The middle of a row of categories. */
    static int y(int row) {
        return FIRST_ROW + ROW * row;
    }

    /** As on the page. */
    static List<HallConfig.Category> categories() {
        return IntStream.range(0, CATEGORIES.size())
                .mapToObj(
                        i ->
                                new HallConfig.Category(
                                        "category-" + i,
                                        CATEGORIES.get(i),
                                        String.valueOf((char) ('A' + i)),
                                        null))
                .toList();
    }
}
