"""The virtual machine: QEMU, steered by its monitor (QMP) and by the guest agent inside."""

import base64
import json
import os
import select
import socket
import subprocess
import time


class JsonLines:
    """A socket on which each line is a JSON object: QMP, or the guest agent."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.buffer = b""

    def read(self, seconds):
        end = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                raise TimeoutError("the virtual machine did not answer")
            data = self.socket.recv(65536)
            if not data:
                raise EOFError("the virtual machine has ended")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line.lstrip(b"\xff"))

    def ask(self, command, arguments=None, seconds=60):
        message = {"execute": command}
        if arguments:
            message["arguments"] = arguments
        self.socket.sendall(json.dumps(message).encode() + b"\n")
        while True:
            answer = self.read(seconds)
            if "error" in answer:
                raise RuntimeError(command + ": " + str(answer["error"].get("desc")))
            if "return" in answer:
                return answer["return"]


class Machine:
    """One virtual machine. Its root disk is never changed; its second disk is.

    The processor is always emulated (TCG). /dev/kvm alone says nothing: there are computers on
    which it opens and no ordinary kernel starts. One processor: with two, a JVM was once seen to
    crash at the entry of a compiled method, which it changes while another processor runs it.
    """

    def __init__(self, image, second_disk, work, usb_ports):
        """usb_ports: names; at WORK/NAME.usb a peripheral may then speak usbredir."""
        self.work = work
        self.process = None
        self.agent = None
        sockets = {name: os.path.join(work, name) for name in ("monitor", "agent")}
        sockets.update({name: self.usb_socket(name) for name in usb_ports})
        for path in sockets.values():
            if os.path.exists(path):
                os.remove(path)
        self.command = [
            "qemu-system-x86_64",
            "-M", "pc", "-accel", "tcg,tb-size=512", "-cpu", "max",
            "-m", "1536", "-smp", "1", "-display", "none", "-vga", "none", "-nodefaults",
            "-kernel", os.path.join(image, "vmlinux"),
            "-initrd", os.path.join(image, "initrd"),
            "-append", "console=ttyS0 root=/dev/vda rw mitigations=off quiet",
            "-drive", "file=%s,if=none,id=root,format=raw,cache=unsafe,snapshot=on"
            % os.path.join(image, "root.raw"),
            "-device", "virtio-blk-pci,drive=root",
            "-drive", "file=%s,if=none,id=second,format=raw,cache=writeback" % second_disk,
            "-device", "virtio-blk-pci,drive=second",
            "-qmp", "unix:%s,server=on,wait=off" % sockets["monitor"],
            "-chardev", "socket,id=agent,path=%s,server=on,wait=off" % sockets["agent"],
            "-device", "virtio-serial-pci",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-serial", "file:" + os.path.join(work, "console.log"),
            "-device", "virtio-rng-pci",
            "-device", "qemu-xhci,id=xhci,p2=8,p3=8",
        ]
        for name in usb_ports:
            self.command += [
                "-chardev", "socket,id=%s,path=%s,server=on,wait=off" % (name, sockets[name]),
                "-device", "usb-redir,id=usb-%s,chardev=%s,bus=xhci.0" % (name, name),
            ]

    def usb_socket(self, name):
        return os.path.join(self.work, name + ".usb")

    def start(self, seconds):
        """Returns when the system inside answers; how long that took, in seconds."""
        begin = time.monotonic()
        with open(os.path.join(self.work, "qemu.log"), "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        monitor = self._connect("monitor")
        monitor.read(60)
        monitor.ask("qmp_capabilities")
        self.agent = self._connect("agent")
        while True:
            try:
                self.agent.ask("guest-ping", seconds=2)
                break
            except TimeoutError:
                if time.monotonic() - begin > seconds:
                    raise TimeoutError(
                        "the virtual machine was not up within %d s" % seconds) from None
        # Answers to the pings that nobody waited for.
        time.sleep(0.5)
        while select.select([self.agent.socket], [], [], 0.5)[0]:
            self.agent.socket.recv(65536)
        self.agent.buffer = b""
        return time.monotonic() - begin

    def _connect(self, name):
        while True:
            try:
                return JsonLines(os.path.join(self.work, name))
            except OSError:
                if self.process.poll() is not None:
                    with open(os.path.join(self.work, "qemu.log"), encoding="utf-8") as log:
                        raise RuntimeError("QEMU has ended: " + log.read()) from None
                time.sleep(0.05)

    def run(self, script, seconds=120):
        """Runs a shell script inside as root; returns its exit code and what it wrote."""
        started = self.agent.ask(
            "guest-exec",
            {"path": "/bin/sh", "arg": ["-c", script], "capture-output": True})
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status = self.agent.ask("guest-exec-status", {"pid": started["pid"]})
            if status["exited"]:
                written = b"".join(
                    base64.b64decode(status.get(part, "")) for part in ("out-data", "err-data"))
                return status.get("exitcode", -1), written.decode(errors="replace").strip()
            time.sleep(0.1)
        raise TimeoutError("not done within %d s: %s" % (seconds, script))

    def cut_power(self):
        """Ends it as it stands: nothing inside is told."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        if self.process is not None:
            self.process.wait()
