package org.hallkiosk.core.bus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The socket of one attempt. The supervisor can close it at any moment and sees when the last bytes
 * came in.
 *
 * <p>It presents itself to Paho as a socket that is connected by {@link #connect}, where the TLS
 * handshake happens, too. Until Paho first writes, reading brings nothing, not even an end,
 * whatever has become of the wire: Paho 1.2.5 waits for ever for a thread that it has just started
 * when that thread ends within 100 ms.
 */
final class BrokerSocket extends Socket {

    private final Socket wire = new Socket();
    private final Optional<SSLContext> tls;
    private final MqttSettings.Address address;
    private final int timeoutMillis;
    private final LongSupplier nanoTime;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Socket end = wire;
    private volatile long lastRead;

    /**
     * @param nanoTime the monotonic clock; asked on whatever thread reads
     */
    BrokerSocket(
            MqttSettings.Address address,
            Optional<SSLContext> tls,
            Duration timeout,
            LongSupplier nanoTime) {
        this.address = address;
        this.tls = tls;
        this.timeoutMillis = (int) timeout.toMillis();
        this.nanoTime = nanoTime;
        this.lastRead = nanoTime.getAsLong();
    }

    /** When the last bytes came in, by the monotonic clock. Any thread. */
    long lastRead() {
        return lastRead;
    }

    /**
     * Connects to the address of the constructor and, where wanted, shakes hands. Blocks.
     *
     * @param ignored Paho's idea of the address
     * @param ignoredTimeout Paho's idea of the timeout
     * @throws IOException also for a certificate that is not trusted
     */
    @Override
    public void connect(SocketAddress ignored, int ignoredTimeout) throws IOException {
        try {
            connectWire();
        } catch (IOException e) {
            started.countDown();
            throw e;
        }
    }

    private void connectWire() throws IOException {
        // Without it the second of two quick messages waits 41 ms (FACTS.md).
        wire.setTcpNoDelay(true);
        wire.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
        if (tls.isPresent()) {
            wire.setSoTimeout(timeoutMillis);
            SSLSocket secured =
                    (SSLSocket)
                            tls.get()
                                    .getSocketFactory()
                                    .createSocket(wire, address.host(), address.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            end = secured;
        }
    }

    /**
     * Waits until Paho has started its threads or given up connecting. Before that it must not be
     * told to stop. Blocks.
     *
     * @return false when that took longer than the timeout
     */
    boolean awaitStarted(Duration timeout) throws InterruptedException {
        return started.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Closes at once and throws away what was not sent: what an abandoned attempt had to say must
     * not reach the broker after its successor. Does not block. Any thread.
     */
    void reset() {
        try {
            wire.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
        }
        try {
            close();
        } catch (IOException e) {
            // It is closed as far as it can be; its threads were told to end.
        }
    }

    /** Closes the wire itself, without TLS's farewell: never blocks. */
    @Override
    public void close() throws IOException {
        wire.close();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        wire.setSoTimeout(millis);
    }

    @Override
    public void shutdownInput() throws IOException {
        if (end == wire) {
            wire.shutdownInput();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        // Paho reads each header byte by byte.
        return new BufferedInputStream(new Input(end.getInputStream()));
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Output(end.getOutputStream());
    }

    private final class Input extends InputStream {
        private final InputStream in;

        Input(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            awaitStarted();
            int octet = in.read();
            if (octet >= 0) {
                lastRead = nanoTime.getAsLong();
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            awaitStarted();
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                lastRead = nanoTime.getAsLong();
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return started.getCount() > 0 ? 0 : in.available();
        }

        private void awaitStarted() throws IOException {
            try {
                if (!started.await(1, TimeUnit.SECONDS)) {
                    throw new SocketTimeoutException("Nothing was sent yet");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }

    private final class Output extends OutputStream {
        private final OutputStream out;

        Output(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            started.countDown();
            out.write(octet);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            started.countDown();
            out.write(buffer, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
