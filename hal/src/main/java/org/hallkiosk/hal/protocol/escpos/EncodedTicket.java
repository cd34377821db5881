package org.hallkiosk.hal.protocol.escpos;

/**
 * A document as bytes, from initialising to the cut.
 *
 * @param bytes whole commands only
 * @param heightDots how much paper it takes, estimated, in dots of 1/8 mm
 */
public record EncodedTicket(byte[] bytes, int heightDots) {}
