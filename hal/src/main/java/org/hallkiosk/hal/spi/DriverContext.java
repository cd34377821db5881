package org.hallkiosk.hal.spi;

import java.util.Map;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.time.Strand;

/**
 * What a driver is given.
 *
 * @param deviceId the device's name
 * @param strand where the device lives
 * @param options every option of the driver, given or default, already matched against its pattern
 * @param glyphs draws characters that the device's own font lacks; may be called on the strand
 */
public record DriverContext(
        String deviceId, Strand strand, Map<String, String> options, GlyphSource glyphs) {
    public DriverContext {
        options = Map.copyOf(options);
    }
}
