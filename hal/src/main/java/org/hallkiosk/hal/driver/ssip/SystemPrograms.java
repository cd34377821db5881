package org.hallkiosk.hal.driver.ssip;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** Programs as processes of the operating system, each watched by threads of its own. */
final class SystemPrograms implements Programs {

    private static final int MOST_WORDS = 300;

    private final Strand strand;

    SystemPrograms(Strand strand) {
        this.strand = strand;
    }

    @Override
    public boolean there(Path program) {
        return Files.isRegularFile(program) && Files.isExecutable(program);
    }

    @Override
    public Run run(
            List<String> command,
            byte[] input,
            int mostOutput,
            Duration deadline,
            Consumer<Ended> done) {
        Running running = new Running(done);
        running.timer = strand.after(deadline, running::tooLong);
        Thread.ofVirtual().start(() -> running.watch(command, input, mostOutput));
        return running;
    }

    private final class Running implements Run {
        private final Consumer<Ended> done;
        private Strand.@Nullable Timer timer;
        // Written by the watching thread, read on the strand.
        private volatile @Nullable Process process;
        private volatile boolean unwanted;
        private boolean stopped;

        Running(Consumer<Ended> done) {
            this.done = done;
        }

        @Override
        public void stop() {
            stopped = true;
            end();
        }

        private void tooLong() {
            end();
        }

        private void end() {
            unwanted = true;
            if (timer != null) {
                timer.cancel();
            }
            Process started = process;
            if (started != null) {
                started.destroyForcibly();
            }
        }

        void watch(List<String> command, byte[] input, int mostOutput) {
            Ended ended;
            try {
                Process started = new ProcessBuilder(command).start();
                process = started;
                if (unwanted) {
                    started.destroyForcibly();
                }
                ended = watch(started, input, mostOutput);
            } catch (IOException e) {
                ended = new Ended(false, new byte[0], String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = new Ended(false, new byte[0], "Interrupted.");
            }
            Ended told = ended;
            strand.execute(() -> tell(told));
        }

        private Ended watch(Process started, byte[] input, int mostOutput)
                throws IOException, InterruptedException {
            CompletableFuture<String> words = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> words.complete(words(started)));
            Thread.ofVirtual().start(() -> feed(started, input));
            byte[] output;
            try (InputStream from = started.getInputStream()) {
                output = from.readNBytes(mostOutput + 1);
            }
            if (output.length > mostOutput) {
                started.destroyForcibly();
            }
            int exit = started.waitFor();
            return new Ended(
                    exit == 0 && output.length <= mostOutput && !unwanted, output, words.join());
        }

        private void tell(Ended ended) {
            if (timer != null) {
                timer.cancel();
            }
            if (!stopped) {
                done.accept(ended);
            }
        }

        private static void feed(Process started, byte[] input) {
            try (OutputStream to = started.getOutputStream()) {
                to.write(input);
            } catch (IOException e) {
                // It did not want all of it; its exit code says whether that was well.
            }
        }

        private static String words(Process started) {
            try (InputStream from = started.getErrorStream()) {
                String all = new String(from.readNBytes(MOST_WORDS), StandardCharsets.UTF_8);
                from.transferTo(OutputStream.nullOutputStream());
                return all.strip();
            } catch (IOException e) {
                return "";
            }
        }
    }
}
