package org.hallkiosk.core.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.port.Bus;

/** The bus of a hall that reports to no center: events stay in the journal. */
public final class NoBus implements Bus {

    @Override
    public void open(Setup setup, Handler handler) {}

    @Override
    public CompletionStage<Void> publish(Message message) {
        return CompletableFuture.failedStage(new NotSent("There is no center configured"));
    }

    @Override
    public void retain(String topic, byte[] payload) {}

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }
}
