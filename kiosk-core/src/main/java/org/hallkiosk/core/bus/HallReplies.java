package org.hallkiosk.core.bus;

import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.Reply;

/** What the hall wrote, as roles see it. */
final class HallReplies {

    private HallReplies() {}

    static HallClient.Reply read(Decoded<Reply> decoded) {
        return switch (decoded) {
            case Decoded.Good<Reply>(Reply.Answered ok) ->
                    new HallClient.Reply.Accepted(ok.answer());
            case Decoded.Good<Reply>(Reply.Refused error) ->
                    new HallClient.Reply.Refused(error.refusal());
            case Decoded.Bad<Reply> bad ->
                    new HallClient.Reply.NoAnswer("the hall's answer cannot be read: " + bad.why());
        };
    }
}
