package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.LongSupplier;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * The bare library, without supervisor and strand, at its best: TCP_NODELAY is set, which it does
 * not do by itself (FACTS.md).
 */
final class PahoEcho extends EchoClient {

    private static final long MILLIS = 20_000;

    private final String topic;
    private final MqttAsyncClient client;

    /**
     * Connects; blocks until it is subscribed.
     *
     * @param password empty when the broker asks for none
     */
    PahoEcho(String identity, byte[] password, int port, String topic, LongSupplier nanoTime)
            throws IOException {
        super(nanoTime);
        this.topic = topic;
        try {
            client =
                    new MqttAsyncClient(
                            "tcp://" + SmallHall.LOOPBACK + ":" + port,
                            identity,
                            new MemoryPersistence());
            client.setCallback(new Callbacks());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setAutomaticReconnect(false);
            options.setSocketFactory(new NoDelay());
            options.setUserName(identity);
            if (password.length > 0) {
                options.setPassword(password);
            }
            client.connect(options).waitForCompletion(MILLIS);
            MqttSubscription[] subscriptions = {new MqttSubscription(topic, 1)};
            client.subscribe(subscriptions, null, null, new MqttProperties())
                    .waitForCompletion(MILLIS);
        } catch (MqttException e) {
            throw new IOException("The bare client did not connect: " + e, e);
        }
    }

    @Override
    void send(byte[] payload) throws IOException {
        try {
            client.publish(topic, payload, 1, false);
        } catch (MqttException e) {
            throw new IOException("The bare client cannot send: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            client.disconnect().waitForCompletion(MILLIS);
            client.close();
        } catch (MqttException e) {
            System.getLogger(PahoEcho.class.getName())
                    .log(System.Logger.Level.DEBUG, "The bare client did not end in order", e);
        }
    }

    private final class Callbacks implements MqttCallback {
        @Override
        public void messageArrived(String from, MqttMessage message) {
            delivered();
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}
    }

    /** Paho asks for unconnected sockets only. */
    private static final class NoDelay extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int from) {
            throw new UnsupportedOperationException();
        }
    }
}
