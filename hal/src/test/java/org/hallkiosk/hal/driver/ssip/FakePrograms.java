package org.hallkiosk.hal.driver.ssip;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hallkiosk.hal.time.Strand;

/** Programs that take a second each and remember what they were given. */
final class FakePrograms implements Programs {

    final Set<String> installed = new TreeSet<>(Set.of("/usr/bin/espeak-ng", "/usr/bin/aplay"));
    final Set<String> broken = new TreeSet<>();
    final List<List<String>> commands = new ArrayList<>();
    final List<String> inputs = new ArrayList<>();
    int running;
    private final Set<Integer> ended = new TreeSet<>();
    private final Strand strand;

    FakePrograms(Strand strand) {
        this.strand = strand;
    }

    @Override
    public boolean there(Path program) {
        return installed.contains(program.toString());
    }

    @Override
    public Run run(
            List<String> command,
            byte[] input,
            int mostOutput,
            Duration deadline,
            Consumer<Ended> done) {
        commands.add(command);
        inputs.add(new String(input, StandardCharsets.UTF_8));
        running++;
        int mine = commands.size();
        Strand.Timer timer =
                strand.after(
                        Duration.ofSeconds(1),
                        () -> {
                            running--;
                            ended.add(mine);
                            boolean ok = !broken.contains(command.getFirst());
                            byte[] made =
                                    ("sound of " + inputs.getLast())
                                            .getBytes(StandardCharsets.UTF_8);
                            done.accept(
                                    new Ended(
                                            ok,
                                            ok && mostOutput > 0 ? made : new byte[0],
                                            "broken"));
                        });
        return () -> {
            timer.cancel();
            if (!ended.contains(mine)) {
                running--;
            }
        };
    }
}
