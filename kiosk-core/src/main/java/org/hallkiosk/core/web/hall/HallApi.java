package org.hallkiosk.core.web.hall;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.port.DeviceCommand;
import org.hallkiosk.core.port.DeviceReply;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.web.Handler;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.hal.time.Strand;

/**
 * {@code /api/v1}: the verbs of the contract as POST with the same JSON, and what a touch or a key
 * press does (OUTSIDE.md, HTTP). Only in the demo, on loopback: there it is the built-in identity
 * {@code demo}; elsewhere every path that writes answers 403, because nobody can log in yet.
 */
public final class HallApi implements WebModule {

    private final HallRole hall;
    private final Strand strand;
    private final DeviceCommandCodec codec;
    private final Ids ids;
    private final Optional<KeyPresses> keys;

    /** Where a press on an evaluator's key goes, in the demo. */
    public interface KeyPresses {
        /** Presses; the reply comes when the hall has answered. */
        CompletionStage<DeviceReply> press(String device, UUID id, int window, int level);
    }

    /**
     * @param strand the hall's
     * @param keys present in the demo alone; absent, everything that writes is refused
     */
    public HallApi(
            HallRole hall,
            Strand strand,
            DeviceCommandCodec codec,
            Ids ids,
            Optional<KeyPresses> keys) {
        this.hall = hall;
        this.strand = strand;
        this.codec = codec;
        this.ids = ids;
        this.keys = keys;
    }

    @Override
    public void routes(Routes routes) {
        routes.post("/api/v1/{verb}", Handler.on(strand, this::verb));
        routes.post("/api/v1/dispenser/{device}/take", Handler.on(strand, this::take));
        routes.post("/api/v1/evaluator/{device}/press", this::press);
        routes.post("/api/v1/device/{device}/{verb}", Handler.on(strand, this::command));
    }

    private CompletionStage<Response> verb(Request request) {
        if (keys.isEmpty()) {
            return Response.status(403).now();
        }
        return hall.desk()
                .technician(Actor.demo(), request.param("verb"), request.body())
                .thenApply(HallApi::answer);
    }

    private CompletionStage<Response> take(Request request) {
        return send(request, "dispenser.take");
    }

    private CompletionStage<Response> command(Request request) {
        return send(request, request.param("verb"));
    }

    private CompletionStage<Response> send(Request request, String verb) {
        if (keys.isEmpty() || verb.equals("evaluator.open")) {
            return Response.status(403).now();
        }
        return switch (codec.decode(verb, request.body())) {
            case DeviceCommandCodec.Read.Bad bad -> reply(bad.reply()).now();
            case DeviceCommandCodec.Read.Good(UUID id, DeviceCommand wanted) ->
                    hall.devices().send(request.param("device"), id, wanted).thenApply(this::reply);
        };
    }

    private CompletionStage<Response> press(Request request) {
        if (keys.isEmpty()) {
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
