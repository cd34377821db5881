package org.hallkiosk.core.web.hall;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.RefusalCode;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.Guard;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.hal.time.Strand;

/**
 * {@code /api/v1}: the verbs of the contract as POST with the same JSON, what a touch or a key
 * press does, and what a technician asks of a device (OUTSIDE.md, HTTP). Each verb belongs to a
 * role; what only devices do is nobody's here. The demo's identity may do everything.
 */
public final class HallApi implements WebModule {

    /** Who may send which verb; a verb that stands nowhere here is for devices alone. */
    private static final Map<String, StaffRole> VERBS =
            Stream.of(
                            verbs(
                                    StaffRole.CLERK,
                                    "ticket.take",
                                    "window.open",
                                    "window.pause",
                                    "window.close",
                                    "window.stand-back",
                                    "ticket.call-next",
                                    "ticket.call",
                                    "ticket.recall",
                                    "ticket.start",
                                    "ticket.finish",
                                    "ticket.miss",
                                    "ticket.withdraw",
                                    "ticket.park",
                                    "ticket.resume",
                                    "ticket.return",
                                    "ticket.transfer",
                                    "booking.check-in"),
                            verbs(StaffRole.BOOKING, "booking.register", "booking.cancel"),
                            verbs(StaffRole.TECHNICIAN, "config.put", "day.open"),
                            verbs(StaffRole.VIEWER, "config.get"))
                    .flatMap(verbs -> verbs.entrySet().stream())
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final HallRole hall;
    private final Strand strand;
    private final Guard guard;
    private final DeviceCommandCodec codec;
    private final Ids ids;
    private final Optional<KeyPresses> keys;

    private static Map<String, StaffRole> verbs(StaffRole role, String... verbs) {
        return Set.of(verbs).stream().collect(Collectors.toMap(verb -> verb, verb -> role));
    }

    /** Where a press on an evaluator's key goes, in the demo. */
    public interface KeyPresses {
        /** Presses; the reply comes when the hall has answered. */
        CompletionStage<DeviceReply> press(String device, UUID id, int window, int level);
    }

    /**
     * @param strand the hall's
     * @param keys present in the demo alone
     */
    public HallApi(
            HallRole hall,
            Strand strand,
            Guard guard,
            DeviceCommandCodec codec,
            Ids ids,
            Optional<KeyPresses> keys) {
        this.hall = hall;
        this.strand = strand;
        this.guard = guard;
        this.codec = codec;
        this.ids = ids;
        this.keys = keys;
    }

    @Override
    public void routes(Routes routes) {
        routes.post("/api/v1/{verb}", guard.api(StaffRole.VIEWER, strand, this::verb));
        routes.post(
                "/api/v1/dispenser/{device}/take",
                guard.api(
                        StaffRole.CLERK,
                        strand,
                        (request, who) -> send(request, "dispenser.take")));
        routes.post(
                "/api/v1/device/{device}/{verb}",
                guard.api(
                        StaffRole.TECHNICIAN,
                        strand,
                        (request, who) -> send(request, request.param("verb"))));
        routes.post(
                "/api/v1/evaluator/{device}/press",
                guard.api(StaffRole.VIEWER, strand, this::press));
    }

    private CompletionStage<Response> verb(Request request, Account who) {
        String verb = request.param("verb");
        StaffRole role = VERBS.get(verb);
        boolean allowed = who.isDemo() || (role != null && who.may(role));
        if (!allowed && hall.desk().knows(verb)) {
            byte[] refusal = hall.desk().refuse(Refusal.of(RefusalCode.NOT_ALLOWED));
            return Response.json(refusal).as(403).now();
        }
        boolean technician = who.isDemo() || who.may(StaffRole.TECHNICIAN);
        return (technician
                        ? hall.desk().technician(who.actor(), verb, request.body())
                        : hall.desk().request(who.actor(), verb, request.body()))
                .thenApply(HallApi::answer);
    }

    private CompletionStage<Response> send(Request request, String verb) {
        if (verb.equals("evaluator.open")) {
            // It bears a right to rate, and only the coordinator gives those out.
            return Response.status(403).now();
        }
        return switch (codec.decode(verb, request.body())) {
            case DeviceCommandCodec.Read.Bad bad -> reply(bad.reply()).now();
            case DeviceCommandCodec.Read.Good(UUID id, DeviceCommand wanted) ->
                    hall.devices().send(request.param("device"), id, wanted).thenApply(this::reply);
        };
    }

    /** No member of staff rates: only the demo's identity presses for a citizen. */
    private CompletionStage<Response> press(Request request, Account who) {
        if (keys.isEmpty() || !who.isDemo()) {
            return Response.status(403).now();
        }
        Optional<DeviceCommandCodec.KeyPress> press = codec.decodePress(request.body());
        if (press.isEmpty()) {
            return reply(DeviceReply.Failed.of(DeviceReply.Failure.BAD_REQUEST)).now();
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        keys.get()
                .press(
                        request.param("device"),
                        press.get().id().orElseGet(ids::next),
                        press.get().window(),
                        press.get().level())
                .whenComplete(
                        (reply, failure) ->
                                answer.complete(
                                        reply(
                                                reply == null
                                                        ? DeviceReply.Failed.of(
                                                                DeviceReply.Failure.DEVICE_GONE)
                                                        : reply)));
        return answer;
    }

    private Response reply(DeviceReply reply) {
        return answer(codec.encode(reply));
    }

    /** A refusal is a 409, so that plain HTTP tools see it; the body says everything. */
    private static Response answer(byte[] json) {
        boolean ok = new String(json, UTF_8).startsWith("{\"ok\":true");
        return Response.json(json).as(ok ? 200 : 409);
    }
}
