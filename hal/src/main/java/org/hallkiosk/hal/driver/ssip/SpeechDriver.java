package org.hallkiosk.hal.driver.ssip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.ExclusiveDriver;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.spi.Preflight;

/** Speaks through speech-dispatcher, and by other means when it is gone. */
public final class SpeechDriver implements ExclusiveDriver {

    private static final String LEVEL = "-?(?:[0-9]|[1-9][0-9]|100)";
    private static final String PROGRAM = "none|/[^?\\s]+";

    @Override
    public String name() {
        return "ssip";
    }

    @Override
    public Class<? extends Device> role() {
        return Speaker.class;
    }

    @Override
    public String description() {
        return "Speech by speech-dispatcher, else by espeak-ng, else a chime. The service proves"
                + " that it has spoken a line to its end, not that the amplifier is on.";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(
                new OptionSpec(
                        "module",
                        "none",
                        "[A-Za-z0-9._-]+",
                        "the service's output module, for example espeak-ng; none = as the service"
                                + " is set"),
                new OptionSpec("rate", "0", LEVEL, "how fast, -100 to 100 (speech.md §1)"),
                new OptionSpec("volume", "80", LEVEL, "how loud, -100 to 100 (speech.md §1)"),
                new OptionSpec(
                        "elderly-rate", "-30", LEVEL, "the same for the elderly: slower (R22)"),
                new OptionSpec(
                        "elderly-volume", "100", LEVEL, "the same for the elderly: louder (R22)"),
                new OptionSpec(
                        "synthesizer",
                        "/usr/bin/espeak-ng",
                        PROGRAM,
                        "espeak-ng, the voice when the service is gone; none = no second voice"),
                new OptionSpec(
                        "player",
                        "/usr/bin/aplay",
                        PROGRAM,
                        "ALSA's player for that voice and for the chime; none = neither"),
                new OptionSpec(
                        "output",
                        "default",
                        "[^\\s-]\\S*",
                        "where the player plays, as aplay -L names it"));
    }

    @Override
    public List<Preflight.Finding> inspect(Map<String, String> options) {
        SpeechRules rules = SpeechRules.of(options);
        List<Preflight.Finding> findings = new ArrayList<>();
        missing(rules.synthesizer(), "espeak-ng").ifPresent(findings::add);
        missing(rules.player(), "alsa-utils").ifPresent(findings::add);
        return findings;
    }

    private static Optional<Preflight.Finding> missing(Optional<Path> program, String debian) {
        return program.filter(path -> !Files.isExecutable(path))
                .map(
                        path ->
                                new Preflight.Finding(
                                        HalFault.PROGRAM_MISSING,
                                        Map.of("path", path.toString(), "package", debian)));
    }

    @Override
    public Speaker create(DriverContext context, Port port) {
        return new SpeechSpeaker(
                context.deviceId(),
                context.strand(),
                port,
                SpeechRules.of(context.options()),
                new SystemPrograms(context.strand()));
    }
}
