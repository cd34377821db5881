package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.api.TicketPrinter;
import org.junit.jupiter.api.Test;

/** What every ticket printer must do. */
public abstract class TicketPrinterContract extends DeviceContract<TicketPrinter> {

    /** The text of all that has come out of the emulated printer so far, oldest first. */
    protected abstract String paper();

    /** How long a ticket of one line may take on a well printer. */
    protected Duration oneTicket() {
        return Duration.ofSeconds(20);
    }

    @Override
    protected final Class<TicketPrinter> role() {
        return TicketPrinter.class;
    }

    @Override
    protected void assertWorks() {
        Hearer hearer = print("works");
        time.advance(oneTicket());
        assertThat(hearer.outcome()).isInstanceOf(PrintOutcome.Proved.class);
        assertThat(paper()).contains("works");
    }

    @Test
    void proofRisesAndTheOutcomeIsTheHighest() {
        openAndRest();
        Hearer hearer = print("proof");
        time.advance(oneTicket());
        PrintOutcome.Proved proved = (PrintOutcome.Proved) hearer.outcome();
        assertThat(hearer.reached).isSorted().doesNotHaveDuplicates().isNotEmpty();
        assertThat(hearer.reached.getLast()).isEqualTo(proved.proof());
    }

    @Test
    void documentsComeOutInOrder() {
        openAndRest();
        Hearer first = print("erstens");
        Hearer second = print("zweitens");
        time.advance(oneTicket().multipliedBy(2));
        assertThat(first.outcome()).isInstanceOf(PrintOutcome.Proved.class);
        assertThat(second.outcome()).isInstanceOf(PrintOutcome.Proved.class);
        assertThat(paper().indexOf("erstens")).isBetween(0, paper().indexOf("zweitens") - 1);
    }

    @Test
    void aDocumentThatWaitsCanBeTakenBack() {
        openAndRest();
        Hearer first = print("erstens");
        Hearer second = print("zweitens");
        assertThat(second.job().cancel()).isTrue();
        assertThat(second.job().cancel()).as("taken back already").isFalse();
        time.advance(oneTicket().multipliedBy(2));
        assertThat(first.outcome()).isInstanceOf(PrintOutcome.Proved.class);
        assertThat(first.job().cancel()).as("over already").isFalse();
        assertThat(second.outcomes).isEmpty();
        assertThat(paper()).doesNotContain("zweitens");
    }

    @Test
    void withoutAPrinterADocumentFailsAtOnceAndNeverComesOutLater() {
        Hearer closed = print("closed");
        time.runUntilIdle();
        assertThat(closed.outcome()).isInstanceOf(PrintOutcome.Failed.class);

        cable.unplug();
        device().open();
        time.advance(patience());
        Hearer unplugged = print("unplugged");
        time.runUntilIdle();
        assertThat(unplugged.outcome()).isInstanceOf(PrintOutcome.Failed.class);

        plugAndRest();
        time.advance(oneTicket());
        assertThat(paper()).doesNotContain("closed").doesNotContain("unplugged");
        assertWorks();
    }

    @Test
    void unpluggedInMidPrintTheDocumentEndsOnceAndInTime() {
        openAndRest();
        for (int after = 0; after < 1000; after += 40) {
            Hearer first = print("half " + after);
            Hearer second = print("next " + after);
            time.advance(Duration.ofMillis(after));
            cable.unplug();
            time.advance(patience());
            assertThat(first.outcomes).as("unplugged after %d ms", after).hasSize(1);
            assertThat(second.outcomes).as("unplugged after %d ms", after).hasSize(1);
            plugAndRest();
        }
        time.advance(oneTicket());
        assertWorks();
    }

    @Test
    void closedInMidPrintTheDocumentHasEndedBeforeCloseReturns() {
        for (int after = 0; after < 200; after += 20) {
            openAndRest();
            Hearer first = print("half " + after);
            Hearer second = print("next " + after);
            time.advance(Duration.ofMillis(after));
            device().close();
            assertThat(first.outcomes).as("closed after %d ms", after).hasSize(1);
            assertThat(second.outcomes).as("closed after %d ms", after).hasSize(1);
            time.advance(oneTicket());
            assertThat(first.outcomes).hasSize(1);
            assertThat(second.outcomes).hasSize(1);
        }
    }

    /** Prints a ticket of one line. */
    protected final Hearer print(String line) {
        Hearer hearer = new Hearer();
        hearer.job(
                device().print(
                                new PrintDocument(List.of(PrintDocument.Element.Line.of(line))),
                                hearer));
        return hearer;
    }

    /** Hears how a document fares. */
    protected static final class Hearer implements TicketPrinter.PrintListener {
        final List<PrintProof> reached = new ArrayList<>();
        final List<PrintOutcome> outcomes = new ArrayList<>();
        private final List<TicketPrinter.PrintJob> jobs = new ArrayList<>();

        void job(TicketPrinter.PrintJob job) {
            jobs.add(job);
        }

        TicketPrinter.PrintJob job() {
            return jobs.getFirst();
        }

        /** How it ended; fails when it has not, or twice. */
        public PrintOutcome outcome() {
            assertThat(outcomes).hasSize(1);
            return outcomes.getFirst();
        }

        @Override
        public void reached(PrintProof proof) {
            assertThat(outcomes).as("proof after the end").isEmpty();
            reached.add(proof);
        }

        @Override
        public void ended(PrintOutcome outcome) {
            outcomes.add(outcome);
        }
    }
}
