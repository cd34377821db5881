package org.hallkiosk.provisioning.center;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.Position;

/**
 * As much of an event as storing and chaining it needs. Everything else may be as a later version
 * wrote it.
 *
 * @param position its epoch and sequence number, both from 1
 * @param type its type; empty when it has none
 * @param continues of an EpochOpened: after what the epoch goes on
 */
record Envelope(Position position, String type, Optional<Position> continues) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    /** Bytes that are not an event of this hall: they cannot even be numbered. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }

    /**
     * Reads the envelope.
     *
     * @param hall whose topic the bytes came on
     */
    static Envelope read(String hall, byte[] bytes) throws Malformed {
        if (bytes.length > Batch.MAX_EVENT_BYTES) {
            throw new Malformed("larger than an event may be");
        }
        JsonNode event;
        try {
            event = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new Malformed("not JSON");
        }
        if (!event.isObject()) {
            throw new Malformed("not a JSON object");
        }
        if (!hall.equals(event.path("hall").textValue())) {
            throw new Malformed("not of the hall on whose topic it came");
        }
        Position position =
                position(event.path("epoch"), event.path("seq"))
                        .filter(p -> p.epoch() >= 1 && p.seq() >= 1)
                        .orElseThrow(() -> new Malformed("without epoch or sequence number"));
        String type = event.path("type").asText("");
        JsonNode data = event.path("data");
        Optional<Position> continues =
                type.equals("EpochOpened")
                        ? position(data.path("previousEpoch"), data.path("previousSeq"))
                        : Optional.empty();
        return new Envelope(position, type, continues);
    }

    private static Optional<Position> position(JsonNode epoch, JsonNode seq) {
        if (!epoch.isIntegralNumber()
                || !seq.isIntegralNumber()
                || !epoch.canConvertToLong()
                || !seq.canConvertToLong()) {
            return Optional.empty();
        }
        long e = epoch.longValue();
        long s = seq.longValue();
        boolean inRange = e >= 0 && e <= Position.MAX_EPOCH && s >= 0 && s <= Position.MAX_SEQ;
        return inRange ? Optional.of(new Position(e, s)) : Optional.empty();
    }
}
