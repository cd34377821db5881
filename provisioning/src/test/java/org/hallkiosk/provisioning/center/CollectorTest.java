package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.hallkiosk.core.bus.LocalBroker;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector on a broker under simulated time, with its real store. */
class CollectorTest {

    private static final String HALL = "hall-1";
    private static final boolean LONG = Boolean.getBoolean("hallkiosk.long");

    @TempDir Path folder;
    private final SimulatedTime time = new SimulatedTime(TestJournal.MORNING);
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofCenter("center"), time.strand(), Duration.ofMillis(2));
    private final AtomicLong connections = new AtomicLong();
    private final TestJournal journal = TestJournal.first(HALL);
    private final SendingHall hall = hall(journal);
    private CollectorStore store;
    private CenterView view = CenterView.empty();
    private Metrics metrics = new Metrics();
    private Optional<Retention> retention = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private SendingHall hall(TestJournal of) {
        Strand strand = time.strand();
        return new SendingHall(
                of, broker.bus(of.hall, strand, connections::incrementAndGet), strand);
    }

    /** One life of the collector: it can die at any step, and then nothing more of it happens. */
    private final class Life {
        final Strand strand = time.strand();
        final Strand disk = time.strand();
        boolean dead;

        /** Asked after each piece of work on the disk. */
        BooleanSupplier diesAfterDisk = () -> false;

        /** Whether acknowledgements are lost on their way. */
        BooleanSupplier loses = () -> false;

        Collector start() {
            metrics = new Metrics();
            Collector collector =
                    new Collector(
                            new LossyBus(
                                    broker.bus(
                                            "center", new Mortal(), connections::incrementAndGet),
                                    () -> dead || loses.getAsBoolean()),
                            store,
                            new Mortal(),
                            diskOfThis(),
                            retention,
                            metrics,
                            newest -> view = newest);
            collector.open();
            return collector;
        }

        private Executor diskOfThis() {
            return work ->
                    disk.execute(
                            () -> {
                                if (!dead) {
                                    work.run();
                                    dead = diesAfterDisk.getAsBoolean();
                                }
                            });
        }

        private final class Mortal implements Strand {
            @Override
            public Instant now() {
                return strand.now();
            }

            @Override
            public long nanoTime() {
                return strand.nanoTime();
            }

            @Override
            public void execute(Runnable task) {
                after(Duration.ZERO, task);
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                return strand.after(
                        delay,
                        () -> {
                            if (!dead) {
                                task.run();
                            }
                        });
            }
        }
    }

    /** Swallows retained messages: the application's acknowledgements. */
    private record LossyBus(Bus bus, BooleanSupplier loses) implements Bus {
        @Override
        public void open(Setup setup, Handler handler) {
            bus.open(setup, handler);
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            return loses.getAsBoolean() ? new CompletableFuture<>() : bus.publish(message);
        }

        @Override
        public void retain(String topic, byte[] payload) {
            if (!loses.getAsBoolean()) {
                bus.retain(topic, payload);
            }
        }

        @Override
        public CompletionStage<Void> close() {
            return bus.close();
        }
    }

    private long figure(String name) {
        return metrics.render()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void grow(TestJournal of, int by) {
        for (int i = 0; i < by; i++) {
            of.addSome();
        }
    }

    private void everythingIsHeldOnce(TestJournal of) throws IOException {
        assertThat(store.prefix(of.hall)).isEqualTo(new Position(of.epoch, of.sent.size()));
        assertThat(store.gaps(of.hall)).isEmpty();
        assertThat(store.alarms(of.hall, 10)).isEmpty();
        assertThat(store.epochs(of.hall))
                .containsExactly(
                        new EpochProof(
                                of.epoch,
                                0,
                                of.sent.size(),
                                of.sent.size(),
                                of.headHash(),
                                Position.START));
    }

    @Test
    void acknowledgesAfterTheCommitAndShowsIt() throws IOException {
        grow(journal, 1200);
        new Life().start();
        hall.open();
        time.advance(Duration.ofSeconds(5));
        assertThat(hall.acknowledged).isEqualTo(1201);
        everythingIsHeldOnce(journal);
        assertThat(view.connected()).isTrue();
        HallView shown = view.hall(HALL).orElseThrow();
        assertThat(shown.stored()).isEqualTo(1201);
        assertThat(shown.link().state()).isEqualTo(HallLink.State.ONLINE);
        assertThat(shown.last().orElseThrow().position()).isEqualTo(new Position(1, 1201));
        assertThat(metrics.render()).contains("center_events_total 1201\n");
    }

    @Test
    void commitsWhatCameMeanwhileTogether() throws IOException {
        grow(journal, 400);
        Life life = new Life();
        int[] works = {0};
        life.diesAfterDisk =
                () -> {
                    works[0]++;
                    return false;
                };
        life.start();
        hall.open();
        time.advance(Duration.ofSeconds(1));
        assertThat(hall.acknowledged).isEqualTo(401);
        assertThat(works[0]).isLessThan(50);
    }

    /** T7: acknowledgements are swallowed, the consumer dies between commit and acknowledgement. */
    @Test
    void duplicateStorm() throws IOException {
        int kills = LONG ? 1000 : 60;
        Random random = new Random(77);
        long repeats = 0;
        hall.open();
        for (int kill = 0; kill < kills; kill++) {
            grow(journal, 1 + random.nextInt(5));
            hall.send();
            Life life = new Life();
            life.loses = () -> random.nextInt(3) > 0;
            int until = random.nextInt(6);
            int[] works = {0};
            life.diesAfterDisk = () -> works[0]++ >= until;
            life.start();
            time.advance(Duration.ofSeconds(random.nextInt(25)));
            life.dead = true;
            repeats += figure("center_repeats_total");
        }
        assertThat(repeats).isGreaterThan(kills);
        new Life().start();
        time.advance(Duration.ofSeconds(60));
        assertThat(hall.acknowledged).isEqualTo(journal.sent.size());
        everythingIsHeldOnce(journal);
    }

    /** T8: what the center cannot interpret is stored, acknowledged, parked; the rest flows. */
    @Test
    void poison() throws IOException {
        int poisons = LONG ? 1000 : 50;
        for (int i = 0; i < poisons; i++) {
            journal.addUnknown("Poison" + (char) ('A' + i % 26));
            journal.addSome();
        }
        TestJournal other = TestJournal.first("hall-2");
        grow(other, 20);
        SendingHall healthy = hall(other);
        new Life().start();
        hall.open();
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < poisons; i++) {
            hall.publishRaw("event", "{\"hall\":\"hall-1\",\"seq\":" + i);
            hall.publishRaw("event", "poison");
            hall.publishRaw("link", "{}");
            hall.publishRaw("center/request/unknown", "{}");
        }
        healthy.open();
        // One second is what others may be held up (T8).
        time.advance(Duration.ofSeconds(1));
        assertThat(healthy.acknowledged).isEqualTo(21);
        time.advance(Duration.ofSeconds(20));
        assertThat(hall.acknowledged).isEqualTo(journal.sent.size());
        everythingIsHeldOnce(journal);
        everythingIsHeldOnce(other);
        HallView shown = view.hall(HALL).orElseThrow();
        assertThat(shown.figures().parked()).isEqualTo(poisons);
        assertThat(shown.malformed()).isEqualTo(Math.min(1000, 2 * poisons));
        assertThat(metrics.render())
                .contains("center_malformed_total " + 2 * poisons + "\n")
                .contains("center_refused_total " + 2 * poisons + "\n");
    }

    @Test
    @ExpectLog("hall-1 sent events that contradict")
    void aTamperedJournalIsSeen() throws IOException {
        grow(journal, 50);
        new Life().start();
        hall.open();
        time.advance(Duration.ofSeconds(2));
        byte[] before = store.read(HALL, 1, 20, 1).getFirst().bytes();
        journal.tamper(20);
        grow(journal, 3);
        hall.send();
        hall.publish(journal.at(20));
        time.advance(Duration.ofSeconds(2));
        assertThat(view.hall(HALL).orElseThrow().alarms())
                .extracting(Alarm::kind)
                .containsExactlyInAnyOrder(Alarm.Kind.BROKEN_CHAIN, Alarm.Kind.OTHER_BYTES);
        assertThat(store.read(HALL, 1, 20, 1).getFirst().bytes()).isEqualTo(before);
        assertThat(hall.acknowledged).isEqualTo(54);
    }

    @Test
    void answersARestoreInOrderAndSaysWhenItIsDone() {
        grow(journal, 180);
        new Life().start();
        hall.open();
        time.advance(Duration.ofSeconds(2));
        hall.ask(1, 41);
        time.advance(Duration.ofSeconds(2));
        assertThat(hall.restored).hasSize(142);
        for (int i = 0; i < 141; i++) {
            TestJournal.Sent expected = journal.at(41 + i);
            assertThat(hall.restored.get(i).payload()).isEqualTo(expected.bytes());
            assertThat(SendingHall.hash(hall.restored.get(i)))
                    .contains(ChainHash.hex(expected.hash()));
            assertThat(hall.restored.get(i).correlation().orElseThrow()).containsExactly(7);
        }
        assertThat(SendingHall.hash(hall.restored.getLast())).isEmpty();
        assertThat(new String(hall.restored.getLast().payload(), UTF_8))
                .isEqualTo(
                        "{\"ok\":true,\"epoch\":1,\"from\":41,\"count\":141,\"held\":{\"epoch\":1,\"seq\":181}}");
        hall.restored.clear();
        hall.ask(5, 1);
        time.advance(Duration.ofSeconds(2));
        assertThat(hall.restored).hasSize(1);
    }

    /** A day of the hall: it opens, something happens, and it closes when the next one comes. */
    private void aDay(int number) {
        LocalDate day = LocalDate.of(2026, 11, 23).plusDays(number);
        journal.add(time.now(), new Event.DayOpened(day));
        grow(journal, 3);
        hall.send();
        time.advance(Duration.ofHours(14));
        journal.add(time.now(), new Event.DayClosed(day, 0));
        hall.send();
        time.advance(Duration.ofHours(10));
    }

    @Test
    void removesOnceADayWhatIsTooOldAlsoInAnotherLife() throws IOException {
        retention = Optional.of(new Retention(2, TestJournal.ZONE));
        Life life = new Life();
        life.start();
        hall.open();
        time.advance(Duration.ofSeconds(1));
        journal.addUnknown("Large" + "!".repeat(100_000));
        for (int number = 0; number < 3; number++) {
            aDay(number);
        }
        assertThat(store.removals(HALL, 10)).isEmpty();
        everythingIsHeldOnce(journal);
        aDay(3);
        life.dead = true;
        new Life().start();
        aDay(4);
        time.advance(Duration.ofSeconds(2));
        assertThat(store.removals(HALL, 10))
                .extracting(Removal::day)
                .contains(LocalDate.of(2026, 11, 23));
        HallView shown = view.hall(HALL).orElseThrow();
        assertThat(shown.removed()).isEqualTo(store.removals(HALL, 1).stream().findFirst());
        assertThat(shown.gaps()).isEmpty();
        long removed = store.epochs(HALL).getFirst().removed();
        assertThat(removed).isPositive();
        assertThat(store.shrink()).as("something is left to give back").isFalse();

        // Asked for what is gone: nothing, and how far the center is.
        hall.ask(1, 1);
        time.advance(Duration.ofSeconds(2));
        int length = journal.sent.size();
        assertThat(hall.restored).hasSize(1);
        assertThat(new String(hall.restored.getFirst().payload(), UTF_8))
                .isEqualTo(
                        "{\"ok\":true,\"epoch\":1,\"from\":1,\"count\":0,\"held\":{\"epoch\":1,\"seq\":%d}}"
                                .formatted(length));
        hall.restored.clear();
        hall.ask(1, removed + 1);
        time.advance(Duration.ofSeconds(2));
        assertThat(hall.restored).hasSize(length - (int) removed + 1);

        // A hall that forgot what was acknowledged sends all of it again.
        for (TestJournal.Sent event : journal.sent) {
            hall.publish(event);
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(hall.acknowledged).isEqualTo(length);
        assertThat(store.epochs(HALL).getFirst().stored()).isEqualTo(length - removed);
        assertThat(store.gaps(HALL)).isEmpty();
        assertThat(store.alarms(HALL, 10)).isEmpty();
    }

    @Test
    void showsWhatIsStaleWhenTheHallIsGone() {
        new Life().start();
        hall.open();
        time.advance(Duration.ofSeconds(1));
        hall.publishRaw(
                "window/3/state",
                "{\"window\":3,\"label\":\"3号\",\"status\":\"open\",\"ticket\":\"A012\"}");
        hall.publishRaw(
                "device/led-1/status",
                "{\"device\":\"led-1\",\"state\":\"degraded\",\"faults\":[{\"text\":\"无应答\"}]}");
        time.advance(Duration.ofSeconds(1));
        HallView shown = view.hall(HALL).orElseThrow();
        assertThat(shown.stale()).isFalse();
        assertThat(shown.windows()).extracting(HallView.WindowLine::label).containsExactly("3号");
        assertThat(shown.devices().getFirst().faults()).containsExactly("无应答");
        broker.cut(HALL);
        time.advance(Duration.ofSeconds(12));
        assertThat(view.hall(HALL).orElseThrow().stale()).isTrue();
        broker.mend(HALL);
        time.advance(Duration.ofSeconds(3));
        assertThat(view.hall(HALL).orElseThrow().stale()).isFalse();
        hall.publishRaw("link", "{\"state\":\"offline\",\"connection\":0,\"at\":\"x\"}");
        hall.publishRaw(
                "link", "{\"state\":\"offline\",\"connection\":1,\"at\":\"2026-11-23T09:00:00Z\"}");
        time.advance(Duration.ofSeconds(1));
        assertThat(view.hall(HALL).orElseThrow().stale()).isFalse();
    }

    @Test
    void announcesWhatItHoldsAfterARestart() {
        grow(journal, 10);
        Life first = new Life();
        first.start();
        hall.open();
        time.advance(Duration.ofSeconds(2));
        first.dead = true;
        broker.restart();
        hall.acknowledged = 0;
        new Life().start();
        time.advance(Duration.ofSeconds(3));
        assertThat(hall.acknowledged).isEqualTo(11);
    }

    /** Repeats, loss, cuts and other orders, several halls: each event once, nothing missing. */
    @Test
    void anyWeather() throws IOException {
        int rounds = LONG ? 100 : 6;
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round);
            List<SendingHall> halls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                TestJournal of = TestJournal.first("weather-" + round + "-" + i);
                SendingHall sending = hall(of);
                sending.open();
                halls.add(sending);
            }
            Life life = new Life();
            life.start();
            for (int step = 0; step < 60; step++) {
                SendingHall sending = halls.get(random.nextInt(3));
                switch (random.nextInt(8)) {
                    case 0 -> broker.cut(sending.journal.hall);
                    case 1 -> broker.mend(sending.journal.hall);
                    case 2 -> {
                        broker.cut("center");
                        time.advance(Duration.ofMillis(random.nextInt(3000)));
                        broker.mend("center");
                    }
                    case 3 ->
                            sending.publish(
                                    sending.journal.at(
                                            1 + random.nextInt(sending.journal.sent.size())));
                    case 4 -> {
                        life.dead = true;
                        life = new Life();
                        life.start();
                    }
                    default -> {
                        grow(sending.journal, random.nextInt(30));
                        sending.send();
                    }
                }
                time.advance(Duration.ofMillis(random.nextInt(1500)));
            }
            for (SendingHall sending : halls) {
                broker.mend(sending.journal.hall);
            }
            time.advance(Duration.ofSeconds(60));
            for (SendingHall sending : halls) {
                assertThat(sending.acknowledged).isEqualTo(sending.journal.sent.size());
                everythingIsHeldOnce(sending.journal);
                broker.cut(sending.journal.hall);
            }
            life.dead = true;
        }
    }

    @Test
    @ExpectLog("The center cannot store")
    void keepsWhatItCouldNotStoreAndTriesAgain() throws IOException {
        grow(journal, 5);
        Life life = new Life();
        life.start();
        time.advance(Duration.ofSeconds(1));
        store.close();
        hall.open();
        time.advance(Duration.ofSeconds(3));
        assertThat(view.trouble()).isPresent();
        assertThat(hall.acknowledged).isZero();
        life.dead = true;
        store = CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
        new Life().start();
        time.advance(Duration.ofSeconds(20));
        assertThat(hall.acknowledged).isEqualTo(6);
        assertThat(view.trouble()).isEmpty();
        everythingIsHeldOnce(journal);
    }
}
