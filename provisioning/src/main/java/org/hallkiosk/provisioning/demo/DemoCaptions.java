package org.hallkiosk.provisioning.demo;

import java.util.List;
import org.hallkiosk.core.boot.DeviceApp;
import org.hallkiosk.core.port.CaptionView;
import org.hallkiosk.core.role.speaker.ZoneSpeaker;
import org.hallkiosk.core.web.Handler;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.wire.SayCodec;

/** What is said in the demo's speaker zones, as JSON. */
final class DemoCaptions implements WebModule {

    private final DeviceApp owner;
    private final SayCodec codec;

    /**
     * @param owner the device that owns the zones
     */
    DemoCaptions(DeviceApp owner, SayCodec codec) {
        this.owner = owner;
        this.codec = codec;
    }

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/api/v1/captions",
                Handler.on(owner.strand(), request -> Response.json(captions()).now()));
    }

    private byte[] captions() {
        List<CaptionView> views = owner.speakers().stream().map(ZoneSpeaker::captions).toList();
        return codec.encode(views);
    }
}
