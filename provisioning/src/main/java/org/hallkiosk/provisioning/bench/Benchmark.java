package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.util.List;

/** Something that is measured in one go: both sides of each ratio in turn, in this process. */
@FunctionalInterface
interface Benchmark {

    /**
     * Measures. Blocks for up to a minute or two.
     *
     * @throws CannotMeasure when something is missing on this computer
     * @throws IOException when what is measured failed
     */
    List<Figure> run() throws IOException, InterruptedException, CannotMeasure;
}
