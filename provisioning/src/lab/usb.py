"""USB peripherals in this process, plugged into a virtual machine through usbredir.

The guest sees ordinary USB devices and uses its own drivers for them. What a peripheral does with
its bytes is not decided here: each has a terminal (a pty) behind it, to which its bytes go and from
which its answers come. A full-speed device (USB 2.0 §5.5 to §5.8); the protocol is usbredir 0.7.
"""

import collections
import os
import socket
import struct
import threading

BULK, INTERRUPT, NO_ENDPOINT = 2, 3, 255
STALL = None

# usbredir's packet types
HELLO, DEVICE_CONNECT, DEVICE_DISCONNECT, INTERFACES, ENDPOINTS = 0, 1, 2, 4, 5
SET_CONFIGURATION, GET_CONFIGURATION, CONFIGURATION_STATUS = 6, 7, 8
SET_ALTERNATIVE, GET_ALTERNATIVE, ALTERNATIVE_STATUS = 9, 10, 11
START_INTERRUPTS, STOP_INTERRUPTS, INTERRUPT_STATUS = 15, 16, 17
CANCEL, CONTROL, BULK_DATA, INTERRUPT_DATA = 21, 100, 101, 103

# Its capabilities that xHCI asks for: sizes of endpoints, ids of 64 bits, long bulk transfers.
CAPABILITIES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6

# usbredir's status of a transfer
DONE, CANCELLED, STALLED = 0, 1, 4


def descriptor(kind, *content):
    return bytes([len(content) + 2, kind, *content])


def two_bytes(value):
    return value & 255, value >> 8


class Peripheral:
    """A USB device whose bytes go to and come from a terminal."""

    device_class = (0, 0, 0)
    product = 0
    name = ""
    # Each: class, subclass, protocol, further descriptors, endpoints (address, type, packet,
    # interval).
    interfaces = ()
    data_in = 0

    def __init__(self, terminal):
        self.terminal = os.open(terminal, os.O_RDWR | os.O_NOCTTY)
        self.received = bytearray()
        self.answers = collections.deque()
        self.waiting = collections.deque()
        self.lock = threading.Lock()
        self.plugged = False
        threading.Thread(target=self._read_answers, daemon=True).start()

    def _read_answers(self):
        while True:
            try:
                data = os.read(self.terminal, 32)
            except OSError:
                return
            with self.lock:
                # What it says while it is not plugged in, nobody hears.
                if not self.plugged:
                    continue
                if self.waiting:
                    self.waiting.popleft()[1](DONE, data)
                else:
                    self.answers.append(data)

    def wanted(self, packet, reply):
        """The host wants data; it gets them as soon as there are any."""
        with self.lock:
            if self.answers:
                reply(DONE, self.answers.popleft())
            else:
                self.waiting.append((packet, reply))

    def cancelled(self, packet):
        with self.lock:
            for entry in list(self.waiting):
                if entry[0] == packet:
                    self.waiting.remove(entry)
                    entry[1](CANCELLED, b"")

    def set_plugged(self, plugged):
        with self.lock:
            self.plugged = plugged
            self.answers.clear()
            self.waiting.clear()

    def sent(self, data):
        """The host has sent data."""
        self.received += data
        rest = data
        while rest:
            rest = rest[os.write(self.terminal, rest):]

    def device_descriptor(self):
        return descriptor(1, *two_bytes(0x0200), *self.device_class, 64, *two_bytes(0x1209),
                          *two_bytes(self.product), *two_bytes(0x0100), 1, 2, 3, 1)

    def configuration(self):
        body = b""
        for number, (kind, sub, protocol, more, endpoints) in enumerate(self.interfaces):
            body += descriptor(4, number, 0, len(endpoints), kind, sub, protocol, 0) + more
            for address, transfer, packet, interval in endpoints:
                body += descriptor(5, address, transfer, *two_bytes(packet), interval)
        head = bytes([9, 2, *two_bytes(9 + len(body)), len(self.interfaces), 1, 0, 0x80, 50])
        return head + body

    def string(self, index):
        if index == 0:
            return descriptor(3, *two_bytes(0x0409))
        texts = ("Lab", self.name, "1")
        if index > len(texts):
            return STALL
        return descriptor(3, *texts[index - 1].encode("utf-16-le"))

    def control(self, kind, request, value, length):
        """A request on endpoint 0: the answer, or STALL."""
        if (kind, request) == (0x80, 6):
            if value >> 8 == 1:
                answer = self.device_descriptor()
            elif value >> 8 == 2:
                answer = self.configuration()
            elif value >> 8 == 3:
                answer = self.string(value & 255)
            else:
                answer = STALL
        elif (kind, request) == (0x80, 0):
            answer = b"\0\0"
        elif kind in (0, 1, 2):
            answer = b""
        else:
            answer = self.class_request(kind, request)
        return STALL if answer is STALL else answer[:length]

    def class_request(self, kind, request):
        return STALL


class Printer(Peripheral):
    """A printer, bidirectional (USB printer class 1.1)."""

    product, name = 1, "Ticket printer"
    interfaces = ((7, 1, 2, b"", ((0x01, BULK, 64, 0), (0x82, BULK, 64, 0))),)
    identity = b"MFG:Lab;MDL:Ticket printer;CLS:PRINTER;CMD:ESC/POS;"

    def class_request(self, kind, request):
        if (kind, request) == (0xA1, 0):
            return struct.pack(">H", len(self.identity) + 2) + self.identity
        if (kind, request) == (0xA1, 1):
            return b"\x18"  # selected, no error, paper
        return b"" if (kind, request) == (0x21, 2) else STALL


class SerialPort(Peripheral):
    """A USB serial adapter (CDC-ACM: PSTN 1.2)."""

    device_class, product = (2, 0, 0), 2
    name = "Serial"
    interfaces = (
        (2, 2, 1, bytes([5, 36, 0, 0x10, 1, 5, 36, 1, 0, 1, 4, 36, 2, 2, 5, 36, 6, 0, 1]),
         ((0x83, INTERRUPT, 16, 10),)),
        (10, 0, 0, b"", ((0x81, BULK, 64, 0), (0x02, BULK, 64, 0))),
    )

    def class_request(self, kind, request):
        if (kind, request) == (0xA1, 0x21):
            return struct.pack("<IBBB", 9600, 0, 0, 8)
        return b"" if kind == 0x21 and request in (0x20, 0x22, 0x23) else STALL


class Cable:
    """Between a peripheral and a port of the virtual machine; it begins plugged in."""

    def __init__(self, peripheral, port):
        self.peripheral = peripheral
        self.head = "<III"
        self.left = None
        self.writing = threading.Lock()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(port)
        self._send(HELLO, 0, b"lab".ljust(64, b"\0") + struct.pack("<I", CAPABILITIES))
        threading.Thread(target=self._serve, daemon=True).start()

    def plug(self):
        kinds, intervals, owners, sizes = [NO_ENDPOINT] * 32, [0] * 32, [0] * 32, [0] * 32
        kinds[0] = kinds[16] = 0
        sizes[0] = sizes[16] = 64
        for number, interface in enumerate(self.peripheral.interfaces):
            for address, transfer, packet, interval in interface[4]:
                place = (address & 0x80) >> 3 | address & 15
                kinds[place], intervals[place] = transfer, interval
                owners[place], sizes[place] = number, packet
        count = len(self.peripheral.interfaces)
        content = struct.pack("<I", count) + bytes(range(count)).ljust(32, b"\0")
        for column in range(3):
            content += bytes(i[column] for i in self.peripheral.interfaces).ljust(32, b"\0")
        self._send(INTERFACES, 0, content)
        self._send(ENDPOINTS, 0,
                   bytes(kinds) + bytes(intervals) + bytes(owners) + struct.pack("<32H", *sizes))
        self.peripheral.set_plugged(True)
        full_speed = 1
        self._send(DEVICE_CONNECT, 0, struct.pack(
            "<BBBBHHH", full_speed, *self.peripheral.device_class, 0x1209,
            self.peripheral.product, 0x0100))

    def unplug(self):
        self.peripheral.set_plugged(False)
        self._send(DEVICE_DISCONNECT, 0, b"")

    def unplug_after(self, count):
        """Pulls the cable when so many more bytes have reached the peripheral."""
        self.left = count

    def _send(self, kind, packet, content):
        with self.writing:
            try:
                self.socket.sendall(struct.pack(self.head, kind, len(content), packet) + content)
            except OSError:
                pass  # the virtual machine has ended, which the reading side notices

    def _receive(self, length):
        data = b""
        while len(data) < length:
            part = self.socket.recv(length - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def _serve(self):
        try:
            while True:
                head = self._receive(struct.calcsize(self.head))
                kind, length, packet = struct.unpack(self.head, head)
                self._handle(kind, packet, self._receive(length))
        except (EOFError, OSError):
            self.peripheral.set_plugged(False)  # the virtual machine has ended

    def _handle(self, kind, packet, content):
        if kind == HELLO:
            self.head = "<IIQ"  # both sides have said that ids have 64 bits
            self.plug()
        elif kind == SET_CONFIGURATION:
            self._send(CONFIGURATION_STATUS, packet, bytes([DONE, content[0]]))
        elif kind == GET_CONFIGURATION:
            self._send(CONFIGURATION_STATUS, packet, bytes([DONE, 1]))
        elif kind == SET_ALTERNATIVE:
            self._send(ALTERNATIVE_STATUS, packet, bytes([DONE, content[0], content[1]]))
        elif kind == GET_ALTERNATIVE:
            self._send(ALTERNATIVE_STATUS, packet, bytes([DONE, content[0], 0]))
        elif kind in (START_INTERRUPTS, STOP_INTERRUPTS):
            self._send(INTERRUPT_STATUS, packet, bytes([DONE, content[0]]))
        elif kind == CANCEL:
            self.peripheral.cancelled(packet)
        elif kind == CONTROL:
            self._control(packet, content)
        elif kind == BULK_DATA:
            self._bulk(packet, content)

    def _control(self, packet, content):
        endpoint, request, kind, _, value, index, length = struct.unpack("<BBBBHHH", content[:10])
        answer = self.peripheral.control(kind, request, value, length)
        status = STALLED if answer is STALL else DONE
        answer = answer or b""
        if not kind & 0x80:
            answer, length = b"", length if status == DONE else 0
        else:
            length = len(answer)
        self._send(CONTROL, packet, struct.pack(
            "<BBBBHHH", endpoint, request, kind, status, value, index, length) + answer)

    def _bulk(self, packet, content):
        endpoint, _, low, stream, high = struct.unpack("<BBHIH", content[:10])

        def reply(status, data):
            self._send(BULK_DATA, packet, struct.pack(
                "<BBHIH", endpoint, status, len(data), stream, 0) + data)

        if endpoint & 0x80:
            self.peripheral.wanted(packet, reply)
            return
        data = content[10:]
        if self.left is not None and len(data) >= self.left:
            data, self.left = data[:self.left], None
            self.peripheral.sent(data)
            self.unplug()
            return
        if self.left is not None:
            self.left -= len(data)
        self.peripheral.sent(data)
        self._send(BULK_DATA, packet, struct.pack("<BBHIH", endpoint, DONE, low, stream, high))
