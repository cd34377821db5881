package org.hallkiosk.core.role;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.port.HallClient;
import org.jspecify.annotations.Nullable;

/** A hall that is there and is asked nothing. */
public final class SilentHall implements HallClient {

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public void onConnection(Runnable listener) {}

    @Override
    public CompletionStage<Reply> request(
            UUID id, Command.Request command, @Nullable HandIn offline, Duration patience) {
        return new CompletableFuture<>();
    }
}
