package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A finger on a screen of X11: the pointer of the XTEST extension (X11/extensions/XTest.h), as the
 * server itself tells its clients of it. By the C libraries that the JDK's own screens need too.
 */
// Its calls into C are what this class is for; --enable-native-access allows them.
@SuppressWarnings("restricted")
final class XTestFinger implements AutoCloseable {

    private static final String X11 = "libX11.so.6";
    private static final String XTEST = "libXtst.so.6";
    private static final int LEFT_BUTTON = 1;
    private static final long AT_ONCE = 0;

    // XTest.h: -1 is the screen on which the pointer is.
    private static final int SAME_SCREEN = -1;

    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofConfined();
    private final MethodHandle fakeMotion;
    private final MethodHandle fakeButton;
    private final MethodHandle flush;
    private final MethodHandle closeDisplay;
    private final MemorySegment display;

    /**
     * Connects to a display; from one thread only.
     *
     * @throws CannotMeasure when the libraries are not installed
     * @throws IOException when the display cannot be opened
     */
    XTestFinger(String name) throws IOException, CannotMeasure {
        try {
            SymbolLookup x11 = SymbolLookup.libraryLookup(X11, arena);
            SymbolLookup xtest = SymbolLookup.libraryLookup(XTEST, arena);
            this.fakeMotion =
                    function(
                            xtest,
                            "XTestFakeMotionEvent",
                            FunctionDescriptor.of(INT, POINTER, INT, INT, INT, LONG));
            this.fakeButton =
                    function(
                            xtest,
                            "XTestFakeButtonEvent",
                            FunctionDescriptor.of(INT, POINTER, INT, INT, LONG));
            this.flush = function(x11, "XFlush", FunctionDescriptor.of(INT, POINTER));
            this.closeDisplay = function(x11, "XCloseDisplay", FunctionDescriptor.of(INT, POINTER));
            MethodHandle open =
                    function(x11, "XOpenDisplay", FunctionDescriptor.of(POINTER, POINTER));
            this.display = (MemorySegment) call(open, arena.allocateFrom(name));
        } catch (IllegalArgumentException e) {
            arena.close();
            throw new CannotMeasure(
                    "there is no " + X11 + " or " + XTEST + " (Debian: apt-get install libxtst6)");
        }
        if (display.equals(MemorySegment.NULL)) {
            arena.close();
            throw new IOException("The display " + name + " cannot be opened");
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name)
                                .orElseThrow(() -> new IllegalArgumentException("No " + name)),
                        descriptor);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A C function threw", e);
        }
    }

    /** Moves it, up or down as it is. */
    void move(int x, int y) {
        call(fakeMotion, display, SAME_SCREEN, x, y, AT_ONCE);
        call(flush, display);
    }

    /** Puts it down where it is. */
    void press() {
        button(1);
    }

    /** Takes it up. */
    void release() {
        button(0);
    }

    private void button(int down) {
        call(fakeButton, display, LEFT_BUTTON, down, AT_ONCE);
        call(flush, display);
    }

    @Override
    public void close() {
        call(closeDisplay, display);
        arena.close();
    }
}
