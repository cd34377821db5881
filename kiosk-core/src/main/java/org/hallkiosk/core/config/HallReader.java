package org.hallkiosk.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.hallkiosk.core.domain.ConfigRules;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.HallConfigCodec;
import org.hallkiosk.core.wire.HallConfigCodec.Document;
import org.hallkiosk.core.wire.Json;

/**
 * Reads a hall's configuration from YAML. Its form is that on the bus and its rules are the
 * domain's; what is added here is that a key which would be ignored is a problem with its line.
 */
final class HallReader {

    /** A configuration holds no instant, so that the zone plays no part. */
    private static final HallConfigCodec CODEC = new HallConfigCodec(new Json(ZoneId.of("UTC")));

    private static final Document NOTHING = new Document(HallConfig.empty(), List.of());

    private static final String SEE_SCHEMA =
            "docs/contract/schemas/config/hall.json says what may stand here.";

    private HallReader() {}

    static Document read(Section hall) {
        return switch (CODEC.decode(hall.json())) {
            case Decoded.Bad<Document>(String field, String why) -> {
                hall.problem(field, "It cannot be understood: " + why + ".", SEE_SCHEMA);
                yield NOTHING;
            }
            case Decoded.Good<Document>(Document document) -> {
                hall.refuseKeysBeyond(understood(document));
                Refusal refusal = ConfigRules.problem(document.config(), document.staff());
                if (refusal != null) {
                    hall.problem(
                            refusal.args().getOrDefault("field", ""),
                            "It breaks a rule of the hall: " + refusal.args().get("why") + ".",
                            SEE_SCHEMA);
                }
                yield document;
            }
        };
    }

    private static Node understood(Document document) {
        try {
            // JSON is YAML.
            return Node.parse(new String(CODEC.encode(document), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("What was just written cannot be read", e);
        }
    }
}
