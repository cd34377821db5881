package org.hallkiosk.core.bus;

/** A topic of one hall, read by {@link Topics#parse}; {@link Topics} makes its text. */
public sealed interface Topic {

    /** A device's retained status. */
    record DeviceStatus(String device) implements Topic {}

    /** A device asks the hall. */
    record DeviceRequest(String device, String verb) implements Topic {}

    /** The hall answers a device. */
    record DeviceResponse(String device, String id) implements Topic {}

    /** The hall asks a device. */
    record DeviceCommand(String device, String verb) implements Topic {}

    /** A device answers the hall. */
    record DeviceReply(String device, String id) implements Topic {}

    /** A device's telemetry. */
    record DeviceTelemetry(String device) implements Topic {}

    /** A window's retained state; the number is 1–999. */
    record WindowState(int window) implements Topic {}

    /** The queue's retained state and beat. */
    record QueueState() implements Topic {}

    /** The retained version of the hall's configuration. */
    record Config() implements Topic {}

    /** A line to be spoken in a zone. */
    record ZoneSay(String zone) implements Topic {}

    /** A client without credentials asks the hall, in the demo alone. */
    record DemoRequest(String verb) implements Topic {}

    /** An event of the hall's journal, at the center's broker. */
    record Event() implements Topic {}

    /** How far the center has committed. */
    record CenterAck() implements Topic {}

    /** The hall asks the center. */
    record CenterRequest(String verb) implements Topic {}

    /** The center answers the hall. */
    record CenterResponse(String id) implements Topic {}

    /** Whether the hall is connected to the center's broker. */
    record Link() implements Topic {}
}
