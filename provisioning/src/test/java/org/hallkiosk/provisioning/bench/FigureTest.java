package org.hallkiosk.provisioning.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a benchmark's own process tells comes to the table as it was. */
class FigureTest {

    private static final Figure RATIO =
            Figure.ratio("ours ÷ theirs", new Goal.AtMost(1.3), List.of(1.5, 0.9, 1.25));

    @Test
    void aLineIsReadAsItWasWritten() {
        Figure reported = Figure.reported("start", "ms", List.of(612.5));
        Figure atLeast = Figure.ratio("commits", new Goal.AtLeast(9), List.of(8.75));
        for (Figure figure : List.of(RATIO, reported, atLeast)) {
            assertThat(Figure.ofLine(figure.line())).isEqualTo(figure);
        }
        assertThatThrownBy(() -> Figure.ofLine("ready"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMedianMeetsTheGoal() {
        assertThat(RATIO.median()).isEqualTo(1.25);
        assertThat(RATIO.goal().isMetBy(1.3)).isTrue();
        assertThat(RATIO.goal().isMetBy(1.31)).isFalse();
        assertThat(new Goal.AtLeast(9).isMetBy(8.9)).isFalse();
    }

    @Test
    void numbersAreReadable() {
        assertThat(Figure.number(0.00136)).isEqualTo("0.00136");
        assertThat(Figure.number(1.3)).isEqualTo("1.3");
        assertThat(Figure.number(9)).isEqualTo("9");
        assertThat(Figure.number(39.25)).isEqualTo("39.3");
        assertThat(Figure.number(612.5)).isEqualTo("613");
    }

    @Test
    void theTableSaysWhatWasNotMeasuredAndWhatIsNotMet() {
        StringWriter text = new StringWriter();
        FigureTable table = new FigureTable(new PrintWriter(text));
        table.figure("press", RATIO);
        table.figure("commits", Figure.ratio("durable", new Goal.AtLeast(9), List.of(8.0)));
        table.notMeasured("bus", "there is no Mosquitto");
        assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "press ours ÷ theirs 0.9 1.25 1.5 <= 1.3 met",
                        "commits durable 8 8 8 >= 9 NOT MET",
                        "bus not measured: there is no Mosquitto");
    }
}
