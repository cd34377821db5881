package org.hallkiosk.core.boot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.core.port.Bus;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HallAppTest {

    @TempDir Path directory = Path.of("replaced-by-junit");

    static Stream<Throwable> defects() {
        return Stream.of(
                new IllegalStateException("a broken bus"), new LinkageError("a missing class"));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void whateverKeepsItFromStartingIsSaid(Throwable defect) throws Exception {
        InstantSource clock = UntilStopped.clock();
        Random random = new Random(5);
        try (HallApp hall =
                new HallApp(
                        "qingshan",
                        ZoneId.of("Asia/Shanghai"),
                        Locale.SIMPLIFIED_CHINESE,
                        null,
                        false,
                        new HallApp.World(
                                (strand, counter) -> new BrokenBus(defect),
                                null,
                                clock,
                                new TimeOrderedIds(clock, random),
                                random,
                                Files.createDirectories(directory.resolve("data")),
                                Files.createDirectories(directory.resolve("backup"))))) {
            FutureTask<Void> start =
                    new FutureTask<>(
                            () -> {
                                hall.start();
                                return null;
                            });
            Thread.ofPlatform().name("starts-the-hall").daemon(true).start(start);
            assertThatThrownBy(() -> start.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("The hall cannot start: ")
                    .hasMessageContaining(defect.getMessage())
                    .hasCause(defect);
        }
    }

    /** Fails when it is opened, and does nothing else. */
    private record BrokenBus(Throwable defect) implements Bus {
        @Override
        public void open(Setup setup, Handler handler) {
            if (defect instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) defect;
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            return CompletableFuture.failedStage(new NotSent("never opened"));
        }

        @Override
        public void retain(String topic, byte[] payload) {}

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedStage(null);
        }
    }
}
