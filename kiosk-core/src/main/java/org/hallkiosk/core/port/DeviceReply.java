package org.hallkiosk.core.port;

import java.util.Map;
import org.hallkiosk.core.domain.Refusal;

/** What a device answers to a {@link DeviceCommand}. */
public sealed interface DeviceReply {

    /**
     * It was done.
     *
     * @param fields what else there is to say: strings, numbers, booleans
     */
    record Done(Map<String, Object> fields) implements DeviceReply {
        public Done {
            fields = Map.copyOf(fields);
        }

        /** It was done, and there is nothing else to say. */
        public static Done plain() {
            return new Done(Map.of());
        }
    }

    /**
     * The hall had refused what the device asked for on the command's behalf.
     *
     * @param refusal as the hall gave it
     */
    record Refused(Refusal refusal) implements DeviceReply {}

    /** The device could not do it; nothing has changed there. */
    record Failed(Failure failure, Map<String, String> args) implements DeviceReply {
        public Failed {
            args = Map.copyOf(args);
        }

        /** Failed, with nothing else to say. */
        public static Failed of(Failure failure) {
            return new Failed(failure, Map.of());
        }
    }

    /** Why a device could not do what was asked. The words are part of the contract. */
    enum Failure {
        /** No device of this name, or it is not connected. */
        DEVICE_GONE("device-gone"),
        /** The device did not answer in time; whether it acted is not known. */
        DEVICE_SILENT("device-silent"),
        /** This device does not know the command. */
        UNKNOWN_VERB("unknown-verb"),
        /** A field is missing or cannot be. */
        BAD_REQUEST("bad-request"),
        /** The device does not serve that window, or has no such unit. */
        NOT_YOURS("not-yours"),
        /** The printer cannot print now. */
        PRINTER("printer-not-ready"),
        /** A display did not accept what it was to show. */
        DISPLAY("display-not-ready"),
        /** The hall cannot be reached and no leased number is left. */
        NO_NUMBERS("no-numbers"),
        /** The device's own disk refuses. */
        DISK("disk"),
        /** The hall cannot be reached, and it alone knows the bookings. */
        NO_BOOKINGS("no-bookings"),
        /** What was held before the scanner is no code that can be read. */
        UNREADABLE_CODE("unreadable-code"),
        /** No evaluation is open at the window. */
        EVALUATOR_CLOSED("evaluator-closed"),
        /** The unit is a real device: nothing can make it misbehave. */
        NOT_SIMULATED("not-simulated"),
        /** The command's time was over when it arrived. */
        EXPIRED("expired");

        private final String word;

        Failure(String word) {
            this.word = word;
        }

        /** The stable name in messages. */
        public String word() {
            return word;
        }
    }
}
