package org.hallkiosk.hal.protocol.ssip;

import java.nio.charset.StandardCharsets;

/** What goes to the server: UTF-8, each line ended by CR LF (speech.md §1). */
public final class SsipCommands {

    private SsipCommands() {}

    /** Names this client; answered 208. Characters that have a meaning there are replaced. */
    public static byte[] clientName(String component) {
        return line(
                "SET SELF CLIENT_NAME kiosk:hall:" + component.replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    /** Calls queue in order, behind announcements of safety; answered 202. */
    public static byte[] priorityMessage() {
        return line("SET SELF PRIORITY message");
    }

    /** Asks for events of beginning, end and cancelling; answered 220. */
    public static byte[] notificationOn() {
        return line("SET SELF NOTIFICATION ALL on");
    }

    /** Chooses the synthesizer's module; answered 216. */
    public static byte[] outputModule(String module) {
        return line("SET SELF OUTPUT_MODULE " + module);
    }

    /** The language of what follows; answered 201. */
    public static byte[] language(String language) {
        return line("SET SELF LANGUAGE " + language);
    }

    /** How fast, -100 to 100; answered 203. */
    public static byte[] rate(int rate) {
        return line("SET SELF RATE " + rate);
    }

    /** How loud, -100 to 100; answered 218. */
    public static byte[] volume(int volume) {
        return line("SET SELF VOLUME " + volume);
    }

    /** A text follows once this is answered 230. */
    public static byte[] speak() {
        return line("SPEAK");
    }

    /**
     * The text and its end; answered 225 with the message's id. What would end it early or is no
     * text is taken out: a line break becomes a blank, and a full stop at the beginning is doubled.
     */
    public static byte[] text(String text) {
        String flat = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line((flat.startsWith(".") ? "." : "") + flat + "\r\n.");
    }

    /** Stops and forgets what this client gave; answered 213. */
    public static byte[] cancel() {
        return line("CANCEL SELF");
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
