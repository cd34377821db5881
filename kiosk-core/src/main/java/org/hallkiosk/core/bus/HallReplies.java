package org.hallkiosk.core.bus;

import org.hallkiosk.core.domain.RefusalCode;
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
            // Every request of ours has an expiry. Mosquitto leaves it out when it delivers within
            // the last second (2.0.11): the request was late, and is as good as not answered.
            case Decoded.Good<Reply>(Reply.Refused late)
                    when late.refusal().code() == RefusalCode.NO_EXPIRY ->
                    new HallClient.Reply.NoAnswer("the request came to the hall too late");
            case Decoded.Good<Reply>(Reply.Refused error) ->
                    new HallClient.Reply.Refused(error.refusal());
            case Decoded.Bad<Reply> bad ->
                    new HallClient.Reply.NoAnswer("the hall's answer cannot be read: " + bad.why());
        };
    }
}
