package org.hallkiosk.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.TicketRef;
import org.hallkiosk.core.journal.DeviceJournal;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.Rating;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.LeaseCodec;
import org.hallkiosk.core.wire.RequestCodec;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device did alone is on its disk and is the same after a restart. */
class DeviceStepsTest {

    private static final Instant AT = Instant.parse("2026-11-23T01:02:03Z");
    private static final UUID TICKET = new UUID(7, 7);

    @TempDir private Path directory;
    private final ThreadStrand strand = new ThreadStrand("steps", InstantSource.system());
    private DeviceJournal journal;
    private DeviceSteps steps;

    @BeforeEach
    void open() throws IOException {
        journal = DeviceJournal.open(directory, strand, health -> {});
        Json json = new Json(ZoneId.of("Asia/Shanghai"));
        steps =
                new DeviceSteps(
                        "w1", strand, journal, new RequestCodec(json), new LeaseCodec(json));
    }

    @AfterEach
    void close() {
        journal.close();
        strand.close();
    }

    /** Writes on the strand and waits until it is durable. */
    private void write(Supplier<CompletionStage<Void>> work) throws InterruptedException {
        BlockingQueue<Boolean> ended = new ArrayBlockingQueue<>(1);
        strand.execute(
                () -> work.get().whenComplete((done, failure) -> ended.add(failure == null)));
        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo(true);
    }

    private List<DeviceLog.Step> waiting() throws InterruptedException {
        BlockingQueue<List<DeviceLog.Step>> read = new ArrayBlockingQueue<>(1);
        strand.execute(() -> read.add(steps.waiting()));
        List<DeviceLog.Step> waiting = read.poll(20, TimeUnit.SECONDS);
        assertThat(waiting).isNotNull();
        return waiting == null ? List.of() : waiting;
    }

    @Test
    void pressesAndRatingsComeBackInOrderWithIdAndTime() throws Exception {
        DeviceLog.Deed miss =
                new DeviceLog.Deed.Asked(new Command.TicketMiss(3, new TicketRef.ById(TICKET)));
        DeviceLog.Deed rated =
                new DeviceLog.Deed.Rated(
                        new Rating(TICKET, "secret", 2, List.of("213"), "evaluator"));
        write(() -> steps.record(new DeviceLog.NewStep(new UUID(1, 1), miss, AT), null));
        write(
                () ->
                        steps.record(
                                new DeviceLog.NewStep(
                                        new UUID(1, 2), rated, AT.plus(Duration.ofMinutes(1))),
                                null));
        assertThat(waiting()).allMatch(step -> step.agoMillis() != null);

        journal.close();
        open();
        List<DeviceLog.Step> read = waiting();
        assertThat(read)
                .containsExactly(
                        new DeviceLog.Step(read.getFirst().seq(), new UUID(1, 1), miss, AT, null),
                        new DeviceLog.Step(
                                read.getLast().seq(),
                                new UUID(1, 2),
                                rated,
                                AT.plus(Duration.ofMinutes(1)),
                                null));
        assertThat(read.getFirst().seq()).isLessThan(read.getLast().seq());
        assertThat(read.toString()).doesNotContain("secret");

        write(() -> steps.remove(read.getFirst().seq()));
        assertThat(waiting()).containsExactly(read.getLast());
    }
}
