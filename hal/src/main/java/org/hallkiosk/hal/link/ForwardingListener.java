package org.hallkiosk.hal.link;

/** Tells another listener everything; whoever overrides a method sees it on its way. */
public class ForwardingListener implements Link.Listener {

    private final Link.Listener listener;

    /**
     * @param listener who is told
     */
    public ForwardingListener(Link.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void opened() {
        listener.opened();
    }

    @Override
    public void received(byte[] bytes) {
        listener.received(bytes);
    }

    @Override
    public void drained() {
        listener.drained();
    }

    @Override
    public void closed(LinkEnd end) {
        listener.closed(end);
    }
}
