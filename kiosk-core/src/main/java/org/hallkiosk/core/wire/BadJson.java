package org.hallkiosk.core.wire;

/** What was read cannot be understood; the way out to the codecs' methods. */
final class BadJson extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    BadJson(String field, String why) {
        // Expected of a wire, so without the cost of a stack trace.
        super(why, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }

    String why() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    <T> Decoded<T> decoded() {
        return new Decoded.Bad<>(field, why());
    }
}
