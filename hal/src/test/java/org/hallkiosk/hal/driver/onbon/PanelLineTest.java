package org.hallkiosk.hal.driver.onbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DisplayFault;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.FaultText;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.api.WindowDisplay.Colour;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.api.WindowDisplay.Shown;
import org.hallkiosk.hal.api.WindowDisplay.Urgency;
import org.hallkiosk.hal.emulator.onbon.CardSpec;
import org.hallkiosk.hal.emulator.onbon.Imperfection;
import org.hallkiosk.hal.emulator.onbon.OnbonPanelEmulator;
import org.hallkiosk.hal.emulator.onbon.PanelCard;
import org.hallkiosk.hal.emulator.onbon.PanelView;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/** Panels on one RS-485 line at 9600 baud, driven as in a kiosk. */
class PanelLineTest {

    private static final Duration SETTLED = Duration.ofSeconds(30);

    private record Appeared(String panel, List<String> lines, Duration at) {}

    /** A line with panels that have the screen ids 1 to n. */
    private static final class Hall {
        final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
        final Strand strand = time.strand();
        final LocalLinks links = new LocalLinks(strand);
        final List<CompletableFuture<Shown>> given = new ArrayList<>();
        final List<Appeared> appeared = new ArrayList<>();
        final OnbonPanelEmulator emulator;
        final Devices devices;

        Hall(int panels) {
            this(panels, Map.of(), CardSpec.Model.BX_5K);
        }

        Hall(int panels, Map<String, String> options, CardSpec.Model model) {
            LinkAddress address = LinkAddress.parse("loop:led?baud=9600");
            List<CardSpec> cards = new ArrayList<>();
            List<UnitSpec> units = new ArrayList<>();
            for (int i = 1; i <= panels; i++) {
                cards.add(new CardSpec("w" + i, i, 128, 32, model, Duration.ofMillis(5)));
                Map<String, String> all = new HashMap<>(options);
                all.put("address", Integer.toString(i));
                units.add(new UnitSpec("w" + i, "onbon", "led", all, true));
            }
            emulator = new OnbonPanelEmulator(links, address, strand, cards, this::appeared);
            emulator.open();
            devices =
                    new Devices(
                            new DriverRegistry(List.of(new OnbonDriver())),
                            links,
                            List.of(new LinkSpec("led", address)),
                            units,
                            name -> strand,
                            (codePoint, dots) -> new byte[0],
                            new Random(1));
        }

        private void appeared(PanelView view) {
            appeared.add(
                    new Appeared(view.name(), view.lines(), Duration.ofNanos(time.nanoTime())));
        }

        Hall opened() {
            devices.open();
            time.advance(SETTLED);
            appeared.clear();
            return this;
        }

        WindowDisplay display(int i) {
            return devices.device("w" + i, WindowDisplay.class);
        }

        PanelCard card(int i) {
            return emulator.card(i);
        }

        CompletableFuture<Shown> asked(int i, Urgency urgency, String... lines) {
            List<Line> all = Arrays.stream(lines).map(line -> new Line(line, Colour.RED)).toList();
            return display(i).show(new Content(all, urgency)).toCompletableFuture();
        }

        CompletableFuture<Shown> asked(int i, String... lines) {
            return asked(i, Urgency.CALL, lines);
        }

        void call(int i, String... lines) {
            given.add(asked(i, lines));
        }

        void redraw(int i, String... lines) {
            given.add(asked(i, Urgency.CHANGE, lines));
        }

        List<FaultCode> faults(int i) {
            return display(i).status().faults().stream().map(Fault::code).toList();
        }

        Connection connection(int i) {
            return display(i).status().connection().value();
        }

        Duration now() {
            return Duration.ofNanos(time.nanoTime());
        }
    }

    @Test
    void twoPanelsOfOneLineShowEachItsOwn() {
        Hall hall = new Hall(2).opened();
        CompletableFuture<Shown> one = hall.asked(1, "请A012号", "到1号窗口");
        CompletableFuture<Shown> two = hall.asked(2, "请B003号", "到2号窗口");
        hall.time.advance(Duration.ofSeconds(1));
        assertThat(one).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(two).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(hall.card(1).lines()).containsExactly("请A012号", "到1号窗口");
        assertThat(hall.card(2).lines()).containsExactly("请B003号", "到2号窗口");
        assertThat(hall.emulator.collisions()).isZero();
        assertThat(hall.display(1).status().operation().value()).isEqualTo(Operation.READY);
        assertThat(hall.faults(1)).isEmpty();
    }

    @Test
    void newContentReplacesAllOfTheOld() {
        Hall hall = new Hall(1).opened();
        hall.call(1, "请A012号", "到1号窗口");
        hall.time.advance(Duration.ofSeconds(2));
        hall.call(1, "暂停服务");
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.card(1).lines()).containsExactly("暂停服务");
        hall.call(1);
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.card(1).lines()).isEmpty();
    }

    @Test
    void contentOfAnotherShapeThatOvertakesAWaitingOneLeavesNothingOfTheFirst() {
        Hall hall = new Hall(1).opened();
        hall.call(1, "请A012号", "到1号窗口");
        hall.time.advance(Duration.ofMillis(1));
        CompletableFuture<Shown> waiting = hall.asked(1, "旧");
        CompletableFuture<Shown> newest = hall.asked(1, "新");
        hall.time.advance(Duration.ofSeconds(3));
        assertThat(waiting).isCompletedWithValue(Shown.SUPERSEDED);
        assertThat(newest).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(hall.card(1).lines()).containsExactly("新");
    }

    @Test
    void updatesOfOnePanelAreASecondApartSoThatItIsNeverBusy() {
        Hall hall = new Hall(1).opened();
        for (int i = 0; i < 50; i++) {
            hall.call(1, "A" + (100 + i));
            hall.time.advance(Duration.ofMillis(170));
        }
        hall.time.advance(Duration.ofSeconds(3));
        assertThat(hall.card(1).lines()).containsExactly("A149");
        assertThat(hall.card(1).refusals()).isZero();
        assertThat(hall.card(1).updates()).isBetween(8, 12);
    }

    @Test
    void aDeadPanelDelaysAnotherByItsFirstSilenceAndThenNotAtAll() {
        Hall hall = new Hall(2).opened();
        hall.call(1, "A001");
        hall.call(2, "B001");
        hall.time.advance(Duration.ofSeconds(2));
        hall.card(1).suffer(Imperfection.DEAD);

        CompletableFuture<Shown> dead = hall.asked(1, "A002");
        hall.time.advance(Duration.ofMillis(1));
        Duration pressed = hall.now();
        hall.call(2, "B002");
        hall.time.advance(Duration.ofSeconds(10));
        Duration delay = appearance(hall, "w2", "B002").minus(pressed);
        assertThat(delay).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
        assertThat(dead).isCompletedWithValue(Shown.FAILED);
        assertThat(hall.connection(1)).isEqualTo(Connection.DISCONNECTED);
        assertThat(hall.faults(1)).containsExactly(HalFault.DEVICE_SILENT);

        // From now on a call waits for a probe of the dead panel at most, every ten seconds once.
        List<Duration> delays = new ArrayList<>();
        for (int i = 3; i < 23; i++) {
            Duration at = hall.now();
            hall.call(2, "B" + (100 + i));
            assertThat(hall.asked(1, "A" + (100 + i))).isCompletedWithValue(Shown.FAILED);
            hall.time.advance(Duration.ofMillis(4_300));
            delays.add(appearance(hall, "w2", "B" + (100 + i)).minus(at));
        }
        // One may follow a repetition on its own panel, which must be a second old.
        assertThat(delays).allMatch(d -> d.compareTo(Duration.ofMillis(1_100)) < 0);
        assertThat(delays.stream().filter(d -> d.compareTo(Duration.ofMillis(300)) < 0).count())
                .isGreaterThanOrEqualTo(18);

        hall.card(1).recover(Imperfection.DEAD);
        hall.time.advance(Duration.ofSeconds(15));
        assertThat(hall.card(1).lines()).containsExactly("A122");
        assertThat(hall.connection(1)).isEqualTo(Connection.CONNECTED);
        assertThat(hall.faults(1)).isEmpty();
    }

    private static Duration appearance(Hall hall, String panel, String text) {
        return hall.appeared.stream()
                .filter(a -> a.panel.equals(panel) && a.lines.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text + " never appeared on " + panel))
                .at;
    }

    @Test
    void inARedrawStormTheNewestCallIsNext() {
        Hall hall = new Hall(32).opened();
        for (int i = 1; i <= 32; i++) {
            hall.redraw(i, "请W" + i + "号", "到" + i + "号窗口");
        }
        hall.time.advance(Duration.ofMillis(300));
        hall.appeared.clear();
        Duration pressed = hall.now();
        hall.call(31, "请A500号", "到31号窗口");
        hall.time.advance(Duration.ofMillis(1));
        hall.call(17, "请A501号", "到17号窗口");
        hall.call(25, "请A502号", "到25号窗口");
        hall.time.advance(Duration.ofSeconds(9));

        List<String> order = hall.appeared.stream().map(Appeared::panel).toList();
        // One redraw was on the line; then the calls, the newest first; then the other redraws.
        assertThat(order.subList(1, 4)).containsExactly("w25", "w17", "w31");
        assertThat(order.subList(4, order.size()))
                .startsWith("w3", "w4", "w5")
                .doesNotHaveDuplicates();
        Duration call = appearance(hall, "w25", "请A502号").minus(pressed);
        assertThat(call).isLessThan(Duration.ofMillis(400));
        for (int i = 1; i <= 32; i++) {
            assertThat(hall.card(i).lines()).hasSize(2).last().isEqualTo("到" + i + "号窗口");
            assertThat(hall.card(i).refusals()).isZero();
        }
        assertThat(hall.emulator.collisions()).isZero();
    }

    @Test
    void afterAPowerCutAtTheCardTheContentComesBackByItself() {
        Hall hall = new Hall(2).opened();
        hall.call(1, "请A012号");
        hall.call(2, "请B003号");
        hall.time.advance(Duration.ofSeconds(2));
        // Short: nobody notices, the repetition mends it.
        hall.card(1).powerCycle();
        assertThat(hall.card(1).lines()).isEmpty();
        hall.time.advance(Duration.ofSeconds(21));
        assertThat(hall.card(1).lines()).containsExactly("请A012号");
        // Long: it is a fault meanwhile.
        hall.card(1).powerOff();
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(hall.faults(1)).containsExactly(HalFault.DEVICE_SILENT);
        assertThat(hall.card(2).lines()).containsExactly("请B003号");
        hall.card(1).powerOn();
        hall.time.advance(Duration.ofSeconds(13));
        assertThat(hall.card(1).lines()).containsExactly("请A012号");
        assertThat(hall.faults(1)).isEmpty();
    }

    @Test
    void contentStaysWhileTheHostLivesAndGoesWhenItDies() {
        Hall hall = new Hall(1).opened();
        hall.call(1, "请A012号");
        hall.time.advance(Duration.ofHours(1));
        assertThat(hall.card(1).lines()).containsExactly("请A012号");
        assertThat(hall.card(1).expiries()).isZero();
        hall.display(1).close();
        hall.time.advance(Duration.ofSeconds(61));
        assertThat(hall.card(1).lines()).isEmpty();
        // Opened again it does not show the old number.
        hall.display(1).open();
        hall.time.advance(SETTLED);
        assertThat(hall.card(1).lines()).isEmpty();
        assertThat(hall.connection(1)).isEqualTo(Connection.CONNECTED);
    }

    @Test
    void halfFramesGarbageAndOddPreamblesDoNoHarm() {
        for (Imperfection imperfection :
                List.of(
                        Imperfection.SPLIT_ANSWERS,
                        Imperfection.SHORT_PREAMBLE,
                        Imperfection.LONG_PREAMBLE,
                        Imperfection.SLOW)) {
            Hall hall = new Hall(1).opened();
            hall.card(1).suffer(imperfection);
            CompletableFuture<Shown> shown = hall.asked(1, "请A012号");
            hall.time.advance(Duration.ofSeconds(3));
            assertThat(shown).as("%s", imperfection).isCompletedWithValue(Shown.ACCEPTED);
        }
        for (Imperfection imperfection :
                List.of(
                        Imperfection.HALF_ANSWERS,
                        Imperfection.GARBAGE,
                        Imperfection.BAD_CHECKSUM,
                        Imperfection.MUTE,
                        Imperfection.WRONG_SPEED,
                        Imperfection.LATE)) {
            Hall hall = new Hall(2).opened();
            hall.card(1).suffer(imperfection);
            CompletableFuture<Shown> shown = hall.asked(1, "请A012号");
            hall.time.advance(Duration.ofSeconds(20));
            assertThat(shown).as("%s", imperfection).isDone();
            CompletableFuture<Shown> other = hall.asked(2, "请B003号");
            hall.time.advance(Duration.ofSeconds(6));
            assertThat(other).as("%s", imperfection).isCompletedWithValue(Shown.ACCEPTED);
            hall.card(1).recover(imperfection);
            hall.time.advance(Duration.ofSeconds(45));
            assertThat(hall.card(1).lines()).as("%s", imperfection).containsExactly("请A012号");
            assertThat(hall.connection(1)).isEqualTo(Connection.CONNECTED);
            assertThat(hall.faults(1)).as("%s", imperfection).isEmpty();
        }
    }

    @Test
    void noiseOnTheLineCostsTriesAndNothingElse() {
        Hall hall = new Hall(2).opened();
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            hall.emulator.noise(noise);
            hall.call(1 + i % 2, "A" + (100 + i));
            hall.time.advance(Duration.ofMillis(random.nextInt(1500)));
        }
        hall.time.advance(Duration.ofSeconds(30));
        assertThat(hall.card(1).lines()).containsExactly("A298");
        assertThat(hall.card(2).lines()).containsExactly("A299");
        assertThat(hall.faults(1)).isEmpty();
    }

    @Test
    void aBusyCardIsOfferedTheContentAgainAndThenReported() {
        Hall hall = new Hall(1).opened();
        hall.card(1).suffer(Imperfection.BUSY);
        CompletableFuture<Shown> shown = hall.asked(1, "请A012号");
        hall.time.advance(Duration.ofMillis(2500));
        assertThat(shown).isNotDone();
        hall.card(1).recover(Imperfection.BUSY);
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);

        hall.card(1).suffer(Imperfection.BUSY);
        CompletableFuture<Shown> again = hall.asked(1, "请A013号");
        hall.time.advance(Duration.ofSeconds(8));
        assertThat(again).isCompletedWithValue(Shown.FAILED);
        assertThat(hall.faults(1)).containsExactly(DisplayFault.BUSY);
        hall.card(1).recover(Imperfection.BUSY);
        hall.time.advance(Duration.ofSeconds(21));
        assertThat(hall.card(1).lines()).containsExactly("请A013号");
        assertThat(hall.faults(1)).isEmpty();
    }

    @Test
    void aMissingFontIsAFaultThatNamesIt() {
        Hall hall = new Hall(1, Map.of("font", "24"), CardSpec.Model.BX_5K).opened();
        hall.card(1).removeFont(24);
        assertThat(hall.asked(1, "请A012号")).isNotDone();
        hall.time.advance(Duration.ofSeconds(1));
        assertThat(hall.faults(1)).containsExactly(DisplayFault.FONT_MISSING);
        Fault fault = hall.display(1).status().faults().getFirst();
        assertThat(FaultText.of(fault.code(), fault.args(), Locale.ENGLISH).technician())
                .contains("24-dot");
        assertThat(FaultText.of(fault.code(), fault.args(), Locale.CHINESE).technician())
                .contains("24 点阵");
    }

    @Test
    void everyDisplayFaultHasItsSentencesInBothLanguages() {
        for (DisplayFault fault : DisplayFault.values()) {
            Map<String, String> args = Map.of("dots", "16", "error", "FLASH", "count", "3");
            for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                FaultText text = FaultText.of(fault, args, locale);
                assertThat(List.of(text.staff(), text.technician(), text.action()))
                        .as("%s in %s", fault, locale)
                        .allMatch(s -> !s.isBlank() && !s.contains("{"));
            }
            assertThat(FaultText.of(fault, args, Locale.CHINESE).staff())
                    .matches("(?s).*\\p{IsHan}.*");
        }
    }

    @Test
    void lampsThatAreOffAreSwitchedOnAndOtherwiseReported() {
        Hall hall = new Hall(1, Map.of("brightness", "6"), CardSpec.Model.BX_5K).opened();
        assertThat(hall.card(1).brightness()).isEqualTo(6);
        hall.call(1, "请A012号");
        hall.time.advance(Duration.ofSeconds(2));
        hall.card(1).switchLamps(false);
        assertThat(hall.card(1).lines()).isEmpty();
        hall.time.advance(Duration.ofSeconds(21));
        assertThat(hall.card(1).lines()).containsExactly("请A012号");
        assertThat(hall.faults(1)).isEmpty();

        hall.card(1).suffer(Imperfection.LAMPS_STAY_OFF);
        hall.card(1).switchLamps(false);
        hall.time.advance(Duration.ofSeconds(21));
        assertThat(hall.faults(1)).containsExactly(DisplayFault.LAMPS_OFF);
        assertThat(hall.display(1).status().operation().value()).isEqualTo(Operation.OFFLINE);
    }

    @Test
    void rareCharactersAndStrangeTextAreReplacedVisiblyAndCounted() {
        Hall hall = new Hall(1).opened();
        hall.call(1, "𠮷野\\C2家[n1]", "\\FO002哎");
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.card(1).lines()).containsExactly("〓野＼C2家［n1]", "＼FO002哎");
        assertThat(hall.faults(1)).containsExactly(DisplayFault.CHARACTERS_REPLACED);
        assertThat(hall.display(1).status().faults().getFirst().args()).containsEntry("count", "1");
        hall.call(1, "请A012号");
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.faults(1)).isEmpty();
    }

    @Test
    void coloursAreThoseOfThePanel() {
        Content content =
                new Content(
                        List.of(new Line("绿", Colour.GREEN), new Line("黄", Colour.YELLOW)),
                        Urgency.CHANGE);
        for (String colours : List.of("red-green", "red")) {
            Hall hall = new Hall(1, Map.of("colours", colours), CardSpec.Model.BX_5K).opened();
            CompletionStage<Shown> shown = hall.display(1).show(content);
            hall.time.advance(Duration.ofSeconds(2));
            assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
            List<Integer> inks =
                    hall.card(1).view().areas().stream()
                            .flatMap(a -> a.rows().stream())
                            .flatMap(r -> r.cells().stream())
                            .map(PanelView.Cell::colour)
                            .toList();
            assertThat(inks).isEqualTo(colours.equals("red") ? List.of(1, 1) : List.of(2, 3));
        }
    }

    @Test
    void aLineThatIsTooWideWandersAndTooManyLinesTurnPages() {
        Hall hall = new Hall(1).opened();
        hall.call(1, "请A012号到不动产登记综合受理3号窗口");
        hall.time.advance(Duration.ofSeconds(2));
        assertThat(hall.card(1).lines()).containsExactly("请A012号到不动产登记综合受理3号窗口");
        assertThat(hall.card(1).view().areas()).allMatch(PanelView.Area::moves);

        hall.call(1, "一号窗口", "社保", "公积金", "不动产登记综合受理窗口");
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            hall.time.advance(Duration.ofSeconds(i == 0 ? 1 : 3));
            hall.card(1).lines().stream().filter(l -> !read.contains(l)).forEach(read::add);
        }
        assertThat(read).containsExactly("一号窗口", "社保", "公积金", "不动产登记综合受", "理窗口");
    }

    @Test
    void whatTheCardCannotHoldIsCutAndSaidSo() {
        for (CardSpec.Model model : CardSpec.Model.values()) {
            String option = model == CardSpec.Model.BX_5K ? "5k" : "6k";
            Hall hall = new Hall(1, Map.of("model", option), model).opened();
            CompletableFuture<Shown> shown = hall.asked(1, "哎".repeat(2000), "到3号窗口");
            hall.time.advance(Duration.ofSeconds(5));
            assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
            assertThat(hall.card(1).lines().getFirst()).endsWith("…").startsWith("哎哎哎");
            assertThat(hall.card(1).lines().getLast()).isEqualTo("到3号窗口");
            assertThat(hall.faults(1)).containsExactly(DisplayFault.CONTENT_CUT);

            String[] many = new String[3000];
            Arrays.fill(many, "A012");
            CompletableFuture<Shown> pages = hall.asked(1, many);
            hall.time.advance(Duration.ofSeconds(5));
            assertThat(pages).isCompletedWithValue(Shown.ACCEPTED);
            assertThat(hall.card(1).refusals()).isZero();
        }
    }

    @Test
    void anyContentIsAcceptedByTheCard() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 20_000 : 150;
        Random random = new Random(32);
        for (CardSpec.Model model : CardSpec.Model.values()) {
            String option = model == CardSpec.Model.BX_5K ? "5k" : "6k";
            Hall hall = new Hall(1, Map.of("model", option), model).opened();
            for (int i = 0; i < rounds; i++) {
                String[] lines = new String[random.nextInt(12)];
                for (int k = 0; k < lines.length; k++) {
                    StringBuilder line = new StringBuilder();
                    for (int n = random.nextInt(1 << random.nextInt(9)); n > 0; n--) {
                        line.appendCodePoint(
                                random.nextInt(10) == 0
                                        ? random.nextInt(0x110000)
                                        : "请到号窗口哎\\[ABC012".codePointAt(random.nextInt(13)));
                    }
                    lines[k] = line.toString();
                }
                CompletableFuture<Shown> shown = hall.asked(1, lines);
                hall.time.advance(Duration.ofSeconds(4));
                assertThat(shown)
                        .as("%s on %s", hall.faults(1), model)
                        .isCompletedWithValue(Shown.ACCEPTED);
            }
            assertThat(hall.card(1).refusals()).isZero();
            assertThat(hall.card(1).flashWrites()).isZero();
        }
    }

    @Test
    void aPanelWithoutConnectionSaysWhatItKnows() {
        Hall hall = new Hall(1);
        assertThat(hall.display(1).status()).isEqualTo(DeviceStatus.unknown(hall.time.now()));
        assertThat(hall.asked(1, "A001")).isCompletedWithValue(Shown.FAILED);
        hall.opened();
        assertThat(hall.card(1).lines()).containsExactly("A001");
    }

    @Test
    void unusableOptionsAreRefusedWithTheReason() {
        assertThatThrownBy(() -> new Hall(1, Map.of("font", "24", "height", "16"), MODEL))
                .hasMessageContaining("24 dots does not fit on a panel of 128x16");
        assertThatThrownBy(() -> new Hall(1, Map.of("blank-after", "40"), MODEL))
                .hasMessageContaining("more than twice repeat");
        assertThatThrownBy(() -> new Hall(1, Map.of("colours", "pink"), MODEL))
                .hasMessageContaining("colours");
        assertThatThrownBy(() -> PanelSettings.of(Map.of("address", "1")))
                .hasMessageContaining("missing");
    }

    private static final CardSpec.Model MODEL = CardSpec.Model.BX_5K;
}
