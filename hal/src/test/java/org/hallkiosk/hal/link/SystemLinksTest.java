package org.hallkiosk.hal.link;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hallkiosk.hal.link.Links.Side;
import org.hallkiosk.hal.time.ThreadStrand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemLinksTest {

    private static final long GENEROUS = 20;

    private final ThreadStrand strand = new ThreadStrand("links-test", InstantSource.system());
    private final ThreadStrand deviceStrand =
            new ThreadStrand("links-test-device", InstantSource.system());
    private final SystemLinks links = new SystemLinks(new LocalLinks(deviceStrand));
    private @TempDir @Nullable Path folder;

    @AfterEach
    void stop() {
        links.close();
        strand.close();
        deviceStrand.close();
    }

    @Test
    void tcpCarriesBytesBothWaysAndThePortStaysBoundForTheNextPeer() throws Exception {
        LinkAddress here = LinkAddress.parse("tcp-listen:127.0.0.1:0");
        int port = 0;
        for (int i = 0; i < 3; i++) {
            End device = open(here, Side.DEVICE);
            int bound = links.boundPort(here).orElseThrow();
            assertThat(bound).isPositive();
            assertThat(i == 0 || bound == port).isTrue();
            port = bound;
            End host = open("tcp:127.0.0.1:" + port, Side.HOST);
            host.expect("opened");
            device.expect("opened");
            talk(host, device);
            if (i == 1) {
                device.link().close();
                device.expect("closed CLOSED_HERE");
                host.expect("closed CLOSED_THERE");
            } else {
                host.link().close();
                host.expect("closed CLOSED_HERE");
                device.expect("closed CLOSED_THERE");
            }
        }
    }

    @Test
    void whereNobodyListensNothingIsThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        open("tcp:127.0.0.1:" + free, Side.HOST).expect("closed NOBODY_LISTENS");
        open("unix:" + path("none"), Side.HOST).expect("closed NOBODY_LISTENS");
        open("tcp:" + "x".repeat(300) + ":" + free, Side.HOST).expect("closed HOST_UNKNOWN");
        open("serial:/dev/tty-none", Side.HOST).expect("closed NOT_THERE");
        open("file:/dev/usb/lp-none", Side.HOST).expect("closed NOT_THERE");
        open("pty:" + path("none"), Side.HOST).expect("closed NOT_THERE");
    }

    /** Numbers of asm-generic/errno-base.h; a test that runs as root is forbidden nothing. */
    @Test
    void theSystemsErrorSaysWhyANodeCannotBeOpened() {
        assertThat(Stream.of(2, 6, 19).map(Posix::whyNotOpened))
                .containsOnly(LinkEnd.Reason.NOT_THERE);
        assertThat(Stream.of(1, 13).map(Posix::whyNotOpened))
                .containsOnly(LinkEnd.Reason.FORBIDDEN);
        assertThat(Stream.of(11, 16).map(Posix::whyNotOpened)).containsOnly(LinkEnd.Reason.HELD);
        assertThat(Stream.of(21, 22, 25).map(Posix::whyNotOpened))
                .containsOnly(LinkEnd.Reason.UNSUITABLE);
        assertThat(Posix.whyNotOpened(5)).isEqualTo(LinkEnd.Reason.FAILED);
    }

    @Test
    void whatSomebodyElseHoldsIsRefused() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            open("tcp-listen:127.0.0.1:" + socket.getLocalPort(), Side.DEVICE)
                    .expect("closed CANNOT_LISTEN");
        }
        LinkAddress listen = LinkAddress.parse("tcp-listen:127.0.0.1:0");
        End first = open(listen, Side.DEVICE);
        End host = open("tcp:127.0.0.1:" + links.boundPort(listen).orElseThrow(), Side.HOST);
        first.expect("opened");
        host.expect("opened");
        open(listen, Side.DEVICE).expect("closed HELD");

        open("pty:" + path("led"), Side.DEVICE).expect("opened");
        open("serial:" + path("led"), Side.HOST).expect("opened");
        open("serial:" + path("led"), Side.HOST).expect("closed HELD");

        open("pty:" + path("lp"), Side.DEVICE).expect("opened");
        open("file:" + path("lp"), Side.HOST).expect("opened");
        open("file:" + path("lp"), Side.HOST).expect("closed HELD");

        Files.writeString(Path.of(path("paper")), "not a terminal");
        open("pty:" + path("paper"), Side.DEVICE).expect("closed UNSUITABLE");
        assertThat(Path.of(path("paper"))).hasContent("not a terminal");
        open("serial:" + path("paper"), Side.HOST).expect("closed UNSUITABLE");
        open("file:" + requireNonNull(folder), Side.HOST).expect("closed UNSUITABLE");
        open("pty:" + path("no/such/folder"), Side.DEVICE).expect("closed NOT_THERE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "file", "pty"})
    void aPseudoTerminalCarriesEveryByteAndIsThereAgainAfterReplug(String scheme) throws Exception {
        for (int i = 0; i < 3; i++) {
            End device = open("pty:" + path("tty"), Side.DEVICE);
            device.expect("opened");
            for (int j = 0; j < 2; j++) {
                End host = open(scheme + ":" + path("tty"), Side.HOST);
                host.expect("opened");
                talk(host, device);
                host.link().close();
                host.expect("closed CLOSED_HERE");
            }
            End host = open(scheme + ":" + path("tty"), Side.HOST);
            host.expect("opened");
            device.link().close();
            device.expect("closed CLOSED_HERE");
            assertThat(host.next()).isIn("closed CLOSED_THERE", "closed FAILED");
            assertThat(Files.exists(Path.of(path("tty")), LinkOption.NOFOLLOW_LINKS)).isFalse();
        }
    }

    @Test
    void aLinkThatAKilledProcessLeftIsReplaced() throws Exception {
        Files.createSymbolicLink(Path.of(path("old")), Path.of("/dev/pts/123456"));
        open("pty:" + path("old"), Side.DEVICE).expect("opened");
        open("serial:" + path("old"), Side.HOST).expect("opened");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "file", "tcp"})
    void aLinkWhoseOtherSideTakesNothingIsClosedAllTheSame(String scheme) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try {
            End device = device(scheme);
            End host = open(hostAddress(scheme), Side.HOST);
            host.expect("opened");
            device.expect("opened");
            deviceStrand.execute(
                    () -> {
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            // The system's buffers take a few mebibytes; what is beyond them waits.
            while (host.link().unsent() < 2 << 20) {
                host.link().write(new byte[512 * 1024]);
            }
            host.link().close();
            host.expectSometime("closed CLOSED_HERE");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void moreThanFourMebibytesUnsentEndTheLink() throws Exception {
        End device = open("pty:" + path("full"), Side.DEVICE);
        device.expect("opened");
        for (int i = 0; i < 5; i++) {
            device.link().write(new byte[1 << 20]);
        }
        device.expect("closed STALLED");
    }

    @Test
    void aSlowListenerGetsEverythingInOrder() throws Exception {
        End device = device("tcp");
        End host = open(hostAddress("tcp"), Side.HOST);
        host.expect("opened");
        device.expect("opened");
        byte[] much = new byte[3 << 20];
        new Random(7).nextBytes(much);
        host.link().write(Arrays.copyOfRange(much, 0, 1 << 20));
        host.link().write(Arrays.copyOfRange(much, 1 << 20, much.length));
        assertThat(device.bytes(much.length)).isEqualTo(much);
        host.expect("drained");
        assertThat(host.link().unsent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "file", "tcp"})
    void aHundredOpensAndClosesLeaveNothing(String scheme) throws Exception {
        boolean tcp = scheme.equals("tcp");
        End device = opened(scheme, device(scheme), true);
        if (tcp) {
            stopListening(device);
        }
        Set<Thread> threads = linkThreads();
        long descriptors = descriptors();
        if (tcp) {
            device = device(scheme);
        }
        for (int i = 0; i < 100; i++) {
            device = opened(scheme, device, i % 2 == 0);
        }
        if (tcp) {
            stopListening(device);
        }
        assertEnded(linkThreads(), threads);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        links.close();
        assertEnded(linkThreads(), Set.of());
        open("tcp:127.0.0.1:1", Side.HOST).expect("closed CLOSED_HERE");
    }

    /** Opens a link and closes it again, when it is open or while it is being opened. */
    private End opened(String scheme, End device, boolean whole) throws Exception {
        boolean tcp = scheme.equals("tcp");
        if (tcp && !whole) {
            stopListening(device);
            return device("tcp");
        }
        End host = open(hostAddress(scheme), Side.HOST);
        if (whole) {
            host.expect("opened");
        }
        host.link().close();
        host.expectSometime("closed CLOSED_HERE");
        if (!tcp) {
            return device;
        }
        device.expect("opened");
        device.expect("closed CLOSED_THERE");
        return device("tcp");
    }

    private static void stopListening(End device) throws InterruptedException {
        device.link().close();
        device.expect("closed CLOSED_HERE");
    }

    private End device(String scheme) throws Exception {
        if (scheme.equals("tcp")) {
            return open("tcp-listen:127.0.0.1:0", Side.DEVICE);
        }
        End device = open("pty:" + path("device"), Side.DEVICE);
        if (scheme.equals("file") || scheme.equals("serial")) {
            device.expectFirst("opened");
        }
        return device;
    }

    private String hostAddress(String scheme) {
        return scheme.equals("tcp")
                ? "tcp:127.0.0.1:"
                        + links.boundPort(LinkAddress.parse("tcp-listen:127.0.0.1:0")).orElseThrow()
                : scheme + ":" + path("device");
    }

    private String path(String name) {
        return requireNonNull(folder).resolve(name).toString();
    }

    private static void talk(End host, End device) throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        host.link().write(all);
        assertThat(device.bytes(all.length)).isEqualTo(all);
        device.link().write(all);
        assertThat(host.bytes(all.length)).isEqualTo(all);
        host.expect("drained");
        device.expect("drained");
    }

    private static Set<Thread> linkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("link-"))
                .collect(Collectors.toSet());
    }

    /** A thread that has told its end needs a moment to be gone. */
    private static void assertEnded(Set<Thread> now, Set<Thread> before)
            throws InterruptedException {
        for (Thread thread : now) {
            if (!before.contains(thread)) {
                assertThat(thread.join(Duration.ofSeconds(GENEROUS)))
                        .as(thread.getName() + " has ended")
                        .isTrue();
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private End open(String address, Side side) throws Exception {
        return open(LinkAddress.parse(address), side);
    }

    private End open(LinkAddress address, Side side) throws Exception {
        ThreadStrand where = side == Side.HOST ? strand : deviceStrand;
        End end = new End();
        CountDownLatch opening = new CountDownLatch(1);
        where.execute(
                () -> {
                    end.link = links.open(address, side, where, end);
                    opening.countDown();
                });
        assertThat(opening.await(GENEROUS, TimeUnit.SECONDS)).isTrue();
        return end;
    }

    private static final class End implements Link.Listener {
        volatile @Nullable Link link;
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Link link() {
            return requireNonNull(link);
        }

        String next() throws InterruptedException {
            String what = told.poll(GENEROUS, TimeUnit.SECONDS);
            return what == null ? "nothing" : what;
        }

        void expect(String what) throws InterruptedException {
            assertThat(next()).isEqualTo(what);
        }

        void expectFirst(String what) throws InterruptedException {
            expect(what);
            told.add(what);
        }

        void expectSometime(String what) throws InterruptedException {
            String heard = next();
            while (!heard.startsWith(what)) {
                assertThat(heard).isNotEqualTo("nothing");
                heard = next();
            }
        }

        byte[] bytes(int count) throws InterruptedException {
            while (bytes.size() < count) {
                byte[] more = received.poll(GENEROUS, TimeUnit.SECONDS);
                if (more == null) {
                    break;
                }
                bytes.writeBytes(more);
            }
            byte[] all = bytes.toByteArray();
            bytes.reset();
            return all;
        }

        @Override
        public void opened() {
            told.add("opened");
        }

        @Override
        public void received(byte[] piece) {
            received.add(piece);
        }

        @Override
        public void drained() {
            told.add("drained");
        }

        @Override
        public void closed(LinkEnd end) {
            assertThat(end.detail()).isNotBlank();
            told.add("closed " + end.reason().name());
        }
    }
}
