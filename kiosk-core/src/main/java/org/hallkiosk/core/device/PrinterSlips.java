package org.hallkiosk.core.device;

import java.time.ZoneId;
import java.util.Locale;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.TicketSlip;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintOutcome;
import org.hallkiosk.hal.api.PrintProof;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.time.Strand;

/**
 * A ticket printer as its role sees it. The role and the printer live on strands of their own; this
 * carries calls to the one and news to the other.
 */
public final class PrinterSlips implements SlipPrinter {

    private final TicketPrinter printer;
    private final Strand printerStrand;
    private final Strand roleStrand;
    private final ZoneId zone;
    private final Locale language;
    private volatile Runnable listener = () -> {};

    /**
     * @param printer whose status listener nobody else needs; see {@link #statusChanged}
     * @param printerStrand where the printer lives
     * @param roleStrand where the role lives
     */
    public PrinterSlips(
            TicketPrinter printer,
            Strand printerStrand,
            Strand roleStrand,
            ZoneId zone,
            Locale language) {
        this.printer = printer;
        this.printerStrand = printerStrand;
        this.roleStrand = roleStrand;
        this.zone = zone;
        this.language = language;
    }

    @Override
    public void print(TicketSlip slip, Progress progress) {
        print(TicketLayout.of(slip), progress);
    }

    @Override
    public void printTestPage(Progress progress) {
        print(TicketLayout.testPage(printer.id(), roleStrand.now(), zone, language), progress);
    }

    private void print(PrintDocument document, Progress progress) {
        printerStrand.execute(() -> printer.print(document, new Relay(progress)));
    }

    @Override
    public Readiness readiness() {
        DeviceStatus status = printer.status();
        if (status.connection().value() != DeviceStatus.Connection.CONNECTED) {
            return Readiness.GONE;
        }
        return switch (status.operation().value()) {
            case OFFLINE -> Readiness.NEEDS_CARE;
            case UNKNOWN, NOT_SUPPORTED, READY, BUSY -> Readiness.READY;
        };
    }

    @Override
    public void onReadiness(Runnable newListener) {
        listener = newListener;
    }

    /** To be called, from any thread, when the printer's status has changed. */
    public void statusChanged() {
        roleStrand.execute(listener);
    }

    private final class Relay implements TicketPrinter.PrintListener {
        private final Progress progress;

        Relay(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void reached(PrintProof proof) {
            roleStrand.execute(() -> progress.reached(level(proof)));
        }

        @Override
        public void ended(PrintOutcome outcome) {
            ProofLevel level =
                    switch (outcome) {
                        case PrintOutcome.Proved proved -> level(proved.proof());
                        case PrintOutcome.Failed failed -> ProofLevel.FAILED;
                        case PrintOutcome.Unknown unknown -> ProofLevel.UNKNOWN;
                    };
            roleStrand.execute(() -> progress.ended(level));
        }
    }

    private static ProofLevel level(PrintProof proof) {
        return switch (proof) {
            case SENT -> ProofLevel.SENT;
            case ACCEPTED -> ProofLevel.ACCEPTED;
            case PRINTED -> ProofLevel.PRINTED;
            case CUT -> ProofLevel.CUT;
            case AT_MOUTH -> ProofLevel.AT_MOUTH;
            case TAKEN -> ProofLevel.TAKEN;
        };
    }
}
