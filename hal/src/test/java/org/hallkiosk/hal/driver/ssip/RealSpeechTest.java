package org.hallkiosk.hal.driver.ssip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.api.Utterance.Manner;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.runtime.Backoff;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkPort;
import org.hallkiosk.hal.runtime.WireTrace;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against programs of others: speech-dispatcher over its socket, espeak-ng, and ALSA's player into
 * its null device, because no computer that builds has a sound card.
 */
class RealSpeechTest {

    private static final long PATIENCE = 60;

    @TempDir Path directory = Path.of("replaced-by-junit");

    private final ThreadStrand strand = new ThreadStrand("speech-test", InstantSource.system());
    private final SystemLinks links = new SystemLinks(new LocalLinks(strand));
    private final LinkedBlockingQueue<DeviceStatus> statuses = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        links.close();
        strand.close();
    }

    private SpeechSpeaker speaker(Path socket, Map<String, String> given) {
        Map<String, String> options = new HashMap<>(given);
        options.put("output", "null");
        SpeechSpeaker made =
                new SpeechSpeaker(
                        "speaker",
                        strand,
                        new LinkPort(
                                links,
                                LinkAddress.parse("unix:" + socket),
                                strand,
                                Backoff.usual(new Random(1)),
                                new WireTrace(100)),
                        SpeechRules.of(DriverRegistry.options(new SpeechDriver(), options)),
                        new SystemPrograms(strand));
        strand.execute(
                () -> {
                    made.onStatus(statuses::add);
                    made.open();
                });
        return made;
    }

    private SpeechOutcome say(SpeechSpeaker speaker, String language, String text)
            throws Exception {
        CompletableFuture<SpeechOutcome> outcome = new CompletableFuture<>();
        strand.execute(
                () ->
                        speaker.say(
                                new Utterance(language, text, Manner.ORDINARY), outcome::complete));
        return outcome.get(PATIENCE, TimeUnit.SECONDS);
    }

    private void await(Connection connection) throws InterruptedException {
        DeviceStatus status;
        do {
            status = statuses.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(status).as("nothing but " + connection + " was told").isNotNull();
        } while (status.connection().value() != connection);
    }

    private void closed(SpeechSpeaker speaker) throws Exception {
        CompletableFuture.runAsync(speaker::close, strand).get(PATIENCE, TimeUnit.SECONDS);
    }

    /** The real service with its dummy module, which speaks nothing and says when it has. */
    private Process service(Path socket) throws IOException, InterruptedException {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(config.resolve("modules"));
        Files.writeString(config.resolve("modules/dummy.conf"), "");
        Files.writeString(
                config.resolve("speechd.conf"),
                """
                LogLevel 3
                AddModule "dummy" "sd_dummy" "dummy.conf"
                DefaultModule dummy
                AudioOutputMethod "alsa"
                AudioALSADevice "null"
                DefaultLanguage "zh"
                """);
        Path log = Files.createDirectories(directory.resolve("log"));
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    "/usr/bin/speech-dispatcher",
                                    "-s",
                                    "-t",
                                    "0",
                                    "-c",
                                    "unix_socket",
                                    "-S",
                                    socket.toString(),
                                    "-C",
                                    config.toString(),
                                    "-L",
                                    log.toString(),
                                    "-P",
                                    directory.resolve("pid").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("service.log").toFile());
            builder.environment().put("HOME", directory.toString());
            Process process = builder.start();
            while (!Files.exists(socket)) {
                assertThat(process.isAlive()).as("speech-dispatcher runs").isTrue();
                var changed = watch.poll(PATIENCE, TimeUnit.SECONDS);
                assertThat(changed)
                        .as("speech-dispatcher made its socket; .ci/test-prerequisites installs it")
                        .isNotNull();
                changed.pollEvents();
                changed.reset();
            }
            return process;
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void speechDispatcherSpeaksLinesToTheirEndAndIsFoundAgainAfterARestart() throws Exception {
        Path socket = directory.resolve("speechd.sock");
        SpeechSpeaker speaker = speaker(socket, Map.of("synthesizer", "none", "player", "none"));
        await(Connection.DISCONNECTED);
        assertThat(say(speaker, "zh", "没有服务")).isInstanceOf(SpeechOutcome.Unheard.class);

        Process service = service(socket);
        try {
            await(Connection.CONNECTED);
            for (String text : List.of("请A零一二号到3号窗口", ".", "a\r\n.\r\nQUIT")) {
                assertThat(say(speaker, "zh", text))
                        .as(text)
                        .isEqualTo(new SpeechOutcome.Spoken(Means.SERVICE));
            }
            assertThat(say(speaker, "en", "Ticket A zero one two"))
                    .isEqualTo(new SpeechOutcome.Spoken(Means.SERVICE));
        } finally {
            end(service);
        }
        await(Connection.DISCONNECTED);
        Files.deleteIfExists(socket);
        service = service(socket);
        try {
            await(Connection.CONNECTED);
            assertThat(say(speaker, "zh", "回来了"))
                    .isEqualTo(new SpeechOutcome.Spoken(Means.SERVICE));
            closed(speaker);
        } finally {
            end(service);
        }
    }

    @Test
    void espeakNgSpeaksWhenThereIsNoService() throws Exception {
        SpeechSpeaker speaker = speaker(directory.resolve("none.sock"), Map.of());
        assertThat(say(speaker, "zh", "--version 请A零一二号到3号窗口"))
                .isEqualTo(new SpeechOutcome.Spoken(Means.SYNTHESIZER));
        assertThat(say(speaker, "en", "window three"))
                .isEqualTo(new SpeechOutcome.Spoken(Means.SYNTHESIZER));
        closed(speaker);
    }

    @Test
    void theChimeSoundsWhenThereIsNoVoice() throws Exception {
        SpeechSpeaker speaker =
                speaker(directory.resolve("none.sock"), Map.of("synthesizer", "/nowhere"));
        assertThat(say(speaker, "zh", "一")).isEqualTo(new SpeechOutcome.Spoken(Means.CHIME));
        closed(speaker);
    }

    @Test
    void aProgramThatFailsOrHangsEndsInTime() throws Exception {
        SystemPrograms programs = new SystemPrograms(strand);
        CompletableFuture<Programs.Ended> failed = new CompletableFuture<>();
        CompletableFuture<Programs.Ended> hung = new CompletableFuture<>();
        CompletableFuture<Programs.Ended> absent = new CompletableFuture<>();
        CompletableFuture<Programs.Ended> tooMuch = new CompletableFuture<>();
        strand.execute(
                () -> {
                    var soon = Duration.ofSeconds(20);
                    programs.run(
                            List.of("/bin/ls", "/no/such"),
                            new byte[0],
                            10,
                            soon,
                            failed::complete);
                    programs.run(
                            List.of("/usr/bin/tail", "-f", "/dev/null"),
                            new byte[0],
                            10,
                            Duration.ofMillis(200),
                            hung::complete);
                    programs.run(List.of("/no/such"), new byte[0], 10, soon, absent::complete);
                    programs.run(
                            List.of("/bin/cat"), new byte[100_000], 10, soon, tooMuch::complete);
                });
        assertThat(failed.get(PATIENCE, TimeUnit.SECONDS).ok()).isFalse();
        assertThat(failed.get().words()).contains("/no/such");
        assertThat(hung.get(PATIENCE, TimeUnit.SECONDS).ok()).isFalse();
        assertThat(absent.get(PATIENCE, TimeUnit.SECONDS).ok()).isFalse();
        assertThat(tooMuch.get(PATIENCE, TimeUnit.SECONDS).ok()).isFalse();
    }
}
