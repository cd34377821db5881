package org.hallkiosk.hal.driver.escpos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.PrintProof;

/**
 * A dialect of the wire: how the printer tells its state, how it says that a ticket is done, and
 * how far that proves it (printer-escpos.md §7). Nothing is found out by trying: a board that
 * answers by chance must not promise more than its manual.
 */
enum Profile {
    /**
     * Epson TM class: automatic status back and process id. Read in Epson's documents; not yet seen
     * on a device of this project.
     */
    EPSON("epson", Health.AUTOMATIC, Completion.PROCESS_ID, false, PrintProof.CUT),
    /**
     * Boards that answer DLE EOT 1 to 4 and GS r 1 in order. Unverified per board: some answer GS r
     * before the paper has moved.
     */
    GS_R("gs-r", Health.REAL_TIME, Completion.IN_ORDER, false, PrintProof.PRINTED),
    /** Boards that answer DLE EOT only; on the cheapest only paper is truthful. */
    BARE("bare", Health.REAL_TIME, Completion.NONE, false, PrintProof.ACCEPTED),
    /** Boards that answer nothing, or links that carry nothing back. */
    MUTE("mute", Health.NONE, Completion.NONE, false, PrintProof.SENT),
    /**
     * Pyramid presenters: full status, GS e to present and retract. Read in Pyramid's documents;
     * the order of GS r 1 after GS e 3 is unverified.
     */
    PYRAMID("pyramid", Health.FULL_STATUS, Completion.IN_ORDER, true, PrintProof.TAKEN),
    /**
     * CUSTOM presenters: full status. That the ticket comes to the mouth after a cut without a
     * further command depends on the printer's setup and is unverified.
     */
    CUSTOM("custom", Health.FULL_STATUS, Completion.IN_ORDER, true, PrintProof.TAKEN);

    /** How the printer tells its state. */
    enum Health {
        /** GS a: by itself, at every change. */
        AUTOMATIC,
        /** DLE EOT 1 to 4, when asked. */
        REAL_TIME,
        /** DLE EOT 20, when asked. */
        FULL_STATUS,
        NONE
    }

    /** How the printer says that everything before has been done. */
    enum Completion {
        /** GS ( H, with an id of its own. */
        PROCESS_ID,
        /** GS r 1, in the order of the data. */
        IN_ORDER,
        NONE
    }

    private final String option;
    private final Health health;
    private final Completion completion;
    private final boolean presents;
    private final PrintProof best;

    Profile(
            String option,
            Health health,
            Completion completion,
            boolean presents,
            PrintProof best) {
        this.option = option;
        this.health = health;
        this.completion = completion;
        this.presents = presents;
        this.best = best;
    }

    static Profile of(String option) {
        return Arrays.stream(values())
                .filter(profile -> profile.option.equals(option))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no printer profile \"" + option + "\"."));
    }

    String option() {
        return option;
    }

    Health health() {
        return health;
    }

    Completion completion() {
        return completion;
    }

    /** Whether it sees a ticket at its mouth. */
    boolean presents() {
        return presents;
    }

    Set<Capability> capabilities() {
        Set<Capability> set = EnumSet.of(Capability.RASTER);
        if (best.compareTo(PrintProof.PRINTED) >= 0) {
            set.add(Capability.PROVES_PRINTED);
        }
        if (best.compareTo(PrintProof.CUT) >= 0) {
            set.add(Capability.PROVES_CUT);
        }
        if (best.compareTo(PrintProof.TAKEN) >= 0) {
            set.add(Capability.PROVES_TAKEN);
        }
        if (health != Health.NONE) {
            set.add(Capability.TELLS_SUPPLY_LOW);
        }
        return Set.copyOf(set);
    }
}
