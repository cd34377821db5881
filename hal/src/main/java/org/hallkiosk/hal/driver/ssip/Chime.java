package org.hallkiosk.hal.driver.ssip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.jspecify.annotations.Nullable;

/** Two tones that make people look at the screens. */
final class Chime implements Voice {

    private static final Duration PLAYED_WITHIN = Duration.ofSeconds(10);
    private static final int HERTZ = 22_050;
    private static final int SAMPLES = HERTZ * 6 / 10;
    private static final int HEADER = 44;

    /** A falling third, as door bells have it: E5 and C5. */
    private static final double[] TONES = {659.26, 523.25};

    private final Programs programs;
    private final Path player;
    private final String output;
    private Programs.@Nullable Run run;

    Chime(Programs programs, Path player, String output) {
        this.programs = programs;
        this.player = player;
        this.output = output;
    }

    @Override
    public Means means() {
        return Means.CHIME;
    }

    @Override
    public boolean ready() {
        return programs.there(player);
    }

    @Override
    public void say(Utterance utterance, Consumer<Optional<String>> done) {
        run = play(programs, player, output, wav(), PLAYED_WITHIN, done);
    }

    @Override
    public void stop() {
        if (run != null) {
            run.stop();
        }
    }

    static Programs.Run play(
            Programs programs,
            Path player,
            String output,
            byte[] wav,
            Duration within,
            Consumer<Optional<String>> done) {
        return programs.run(
                List.of(player.toString(), "-q", "-D", output, "-"),
                wav,
                0,
                within,
                played ->
                        done.accept(
                                played.ok()
                                        ? Optional.empty()
                                        : Optional.of(player + " failed: " + played.words())));
    }

    /** A RIFF WAVE file: 16-bit PCM, one channel; each tone dies away. */
    static byte[] wav() {
        int bytes = SAMPLES * TONES.length * Short.BYTES;
        ByteBuffer wav = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVE"));
        wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(HERTZ).putInt(HERTZ * Short.BYTES);
        wav.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
        wav.put(ascii("data")).putInt(bytes);
        for (double tone : TONES) {
            for (int i = 0; i < SAMPLES; i++) {
                double fade = Math.exp(-4.0 * i / SAMPLES);
                wav.putShort((short) (12_000 * fade * Math.sin(2 * Math.PI * tone * i / HERTZ)));
            }
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
