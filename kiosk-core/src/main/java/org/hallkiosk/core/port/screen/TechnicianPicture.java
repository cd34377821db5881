package org.hallkiosk.core.port.screen;

/** What a technician has asked to see on a screen for a few seconds. */
public sealed interface TechnicianPicture {

    /** The device whose screen it is. */
    String device();

    /**
     * A technician looks for this screen: its device's name stands over the head of it. Everything
     * else stays as it is and can be touched.
     */
    record Identify(String device) implements TechnicianPicture {}

    /** A test picture covers the screen: colours, greys, type. Nothing below it can be touched. */
    record Test(String device) implements TechnicianPicture {}
}
