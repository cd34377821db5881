package org.hallkiosk.hal.api;

import java.util.Optional;

/** How a document ended. */
public sealed interface PrintOutcome {

    /** As good as this printer can prove, or as good as it got within its deadline. */
    record Proved(PrintProof proof) implements PrintOutcome {}

    /**
     * It certainly did not come out whole.
     *
     * @param reached the highest proof before it failed, if any
     */
    record Failed(Fault fault, Optional<PrintProof> reached) implements PrintOutcome {}

    /**
     * Bytes were sent and then the printer fell silent: paper may exist.
     *
     * @param reached the highest proof before the silence, if any
     */
    record Unknown(Fault fault, Optional<PrintProof> reached) implements PrintOutcome {}
}
