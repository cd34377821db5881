package org.hallkiosk.hal.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.util.Arrays;
import org.hallkiosk.hal.link.LinkEnd.Reason;
import org.hallkiosk.hal.link.Posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes through a serial port, by jSerialComm. It is configured once, while it is opened:
 * reconfiguring sleeps 200 ms (FACTS.md, Serial). Reading returns ten times a second to see whether
 * the wire has been woken, because jSerialComm offers no way to interrupt it.
 */
final class SerialWire implements Wire {

    private static final int READ_MILLIS = 100;

    /** Written at a time, so that a line that somebody holds back lets go between two pieces. */
    private static final int PIECE = 512;

    private final LinkAddress address;
    private final byte[] in = new byte[4096];
    private @Nullable SerialPort port;
    private volatile boolean woken;

    SerialWire(LinkAddress address) {
        this.address = address;
    }

    @Override
    public void open() throws CannotOpenException {
        SerialPort made;
        try {
            made = SerialPort.getCommPort(address.target());
        } catch (SerialPortInvalidPortException e) {
            throw new CannotOpenException(
                    Reason.NOT_THERE, "There is no serial port " + address.target() + ".");
        }
        made.setComPortParameters(
                address.baud(),
                Integer.parseInt(address.option("data")),
                stopBits(address.option("stop")),
                parity(address.option("parity")));
        made.setFlowControl(flow(address.option("flow")));
        made.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        if (!made.openPort(0)) {
            throw whyNotOpened();
        }
        hold(made);
    }

    /** Asks the system itself: the library's error number is that of whichever port failed last. */
    private CannotOpenException whyNotOpened() {
        try {
            int fd = Posix.open(address.target());
            try {
                Posix.lock(fd);
            } finally {
                Posix.close(fd);
            }
            return new CannotOpenException(
                    Reason.UNSUITABLE, address + " is there, and cannot be set as a serial port.");
        } catch (PosixException e) {
            return new CannotOpenException(address, e);
        }
    }

    private synchronized void hold(SerialPort opened) {
        port = opened;
    }

    private synchronized @Nullable SerialPort held() {
        return port;
    }

    @Override
    public byte @Nullable [] read() {
        SerialPort from = held();
        while (from != null && !woken) {
            int count = from.readBytes(in, in.length);
            if (count > 0) {
                return Arrays.copyOf(in, count);
            }
            if (count < 0) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        SerialPort to = held();
        int at = 0;
        while (to != null && at < bytes.length && !woken) {
            int count = to.writeBytes(bytes, Math.min(PIECE, bytes.length - at), at);
            if (count < 0) {
                throw new IOException("error " + to.getLastErrorCode() + " of the system");
            }
            at += count;
        }
    }

    @Override
    public void wake() {
        woken = true;
        SerialPort stuck = held();
        if (stuck != null) {
            // What has not left is dropped: a writer that a flow control holds back gets away.
            stuck.flushIOBuffers();
        }
    }

    @Override
    public void release() {
        SerialPort open = held();
        if (open != null) {
            open.closePort();
        }
    }

    private static int stopBits(String stop) {
        return switch (stop) {
            case "2" -> SerialPort.TWO_STOP_BITS;
            case "1.5" -> SerialPort.ONE_POINT_FIVE_STOP_BITS;
            default -> SerialPort.ONE_STOP_BIT;
        };
    }

    private static int parity(String parity) {
        return switch (parity) {
            case "odd" -> SerialPort.ODD_PARITY;
            case "even" -> SerialPort.EVEN_PARITY;
            case "mark" -> SerialPort.MARK_PARITY;
            case "space" -> SerialPort.SPACE_PARITY;
            default -> SerialPort.NO_PARITY;
        };
    }

    private static int flow(String flow) {
        return switch (flow) {
            case "rtscts" ->
                    SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
            case "xonxoff" ->
                    SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED
                            | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
            default -> SerialPort.FLOW_CONTROL_DISABLED;
        };
    }
}
