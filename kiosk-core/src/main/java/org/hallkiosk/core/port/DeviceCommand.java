package org.hallkiosk.core.port;

import java.time.Duration;
import java.util.UUID;
import org.hallkiosk.core.domain.Priority;
import org.jspecify.annotations.Nullable;

/** What the hall asks of a device ({@code device/{device}/command/{verb}}, OUTSIDE.md). */
public sealed interface DeviceCommand {

    /** The verb's name in the contract. */
    String verb();

    /**
     * Opens the evaluator (评价器) of a window for one ticket.
     *
     * @param token the right to evaluate it; only this command carries it
     */
    record EvaluatorOpen(int window, UUID ticketId, String token, Duration expiresIn)
            implements DeviceCommand {
        @Override
        public String verb() {
            return "evaluator.open";
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "EvaluatorOpen[window=" + window + ", ticketId=" + ticketId + "]";
        }
    }

    /** Takes and prints a ticket, as a touch on the dispenser's screen does. */
    record DispenserTake(String category, Priority priority) implements DeviceCommand {
        @Override
        public String verb() {
            return "dispenser.take";
        }
    }

    /** Prints a test page. */
    record TestPrint() implements DeviceCommand {
        @Override
        public String verb() {
            return "test.print";
        }
    }

    /**
     * Shows a test picture for ten seconds.
     *
     * @param window whose display; null = all of the device's
     */
    record TestShow(@Nullable Integer window) implements DeviceCommand {
        @Override
        public String verb() {
            return "test.show";
        }
    }

    /** Lets the device show which one it is. */
    record Identify() implements DeviceCommand {
        @Override
        public String verb() {
            return "identify";
        }
    }

    /**
     * Makes the emulator behind one of the device's units misbehave. Refused where the unit is
     * real.
     *
     * @param unit the unit's id in the device's configuration
     * @param fault the emulator's word for it
     */
    record EmulatorFault(String unit, String fault) implements DeviceCommand {
        @Override
        public String verb() {
            return "emulator.fault";
        }
    }

    /**
     * Presses a key of the emulator behind one of the device's units. Refused where the unit is
     * real.
     *
     * @param unit the unit's id in the device's configuration
     * @param key the emulator's word for it
     */
    record EmulatorPress(String unit, String key) implements DeviceCommand {
        @Override
        public String verb() {
            return "emulator.press";
        }
    }

    /**
     * Holds a code before an emulated scanner. Refused where the unit is real.
     *
     * @param unit the unit's id in the device's configuration
     * @param code what the code holds, at most {@link #MAX_CODE} characters
     */
    record EmulatorScan(String unit, String code) implements DeviceCommand {
        /** As long as a code may be (scanner.md §1). */
        public static final int MAX_CODE = 4096;

        @Override
        public String verb() {
            return "emulator.scan";
        }

        /** Without the code. */
        @Override
        public String toString() {
            return "EmulatorScan[" + unit + "]";
        }
    }
}
