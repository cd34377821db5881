#!/usr/bin/env python3
"""./kiosk test --lab: the program in a virtual machine, on the drivers of a real kernel.

    lab.py ROOT JDK      the project's folder, built; and a JDK for the virtual machine

The image is made once for each recipe (make-image), in ROOT/target/lab/image. Everything else is in
ROOT/target/lab/run, from the last run. docs/lab.md says what is checked and why so.
"""

import dataclasses
import filecmp
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import uuid

import machine
import usb

HERE = os.path.dirname(os.path.abspath(__file__))

# Deadlines in seconds. Without KVM everything is five to ten times slower, a loaded computer slower
# still; nothing here measures speed.
BOOT = 600
PROGRAM_UP = 600
SOON = 180

HALL, DEVICE, HTTP_PORT = "lab", "hall-1", 8081
PRINTER, PADS = "/dev/usb/lp0", "/dev/serial/by-id/usb-Lab_Serial_1-if00"
CUT = b"\x1dVB\x00"  # GS V 42 0, what the driver ends a ticket with

DEVICE_YAML = """\
identity: {device: %(device)s, hall: %(hall)s}
data: data
roles: [hall, dispenser, window]
bus:
  addresses: ["mqtt://127.0.0.1:1884"]
  passwordFile: secrets/%(device)s
http: {port: %(port)d, usersFile: secrets/users}
links:
  printer: file:%(printer)s
  pads: serial:%(pads)s?baud=9600
units:
  - {id: printer, driver: escpos, link: printer, place: 一楼入口}
  - {id: pad-1, driver: ff68, link: pads, address: "1", window: 1}
hall:
  login: {passwordFile: secrets/%(hall)s}
  broker: {port: 1884, passwordsFile: secrets/broker}
  initial:
    name: 青山县政务服务中心
    areas: [{id: general, name: 综合服务区, floor: 1F}]
    categories: [{id: general, name: 综合业务, prefix: A, area: general}]
    windows:
      - {no: 1, label: "1", area: general, device: %(device)s, categories: [general]}
    staff: [{no: "1001", name: 王芳, title: 综合窗口, department: 政务服务中心}]
"""


class Failed(Exception):
    """A check that did not hold; what was seen."""


@dataclasses.dataclass(frozen=True)
class Event:
    """An event of the journal: the exact bytes, and the hash that is stored with them."""

    hash: bytes
    content: bytes

    def json(self):
        return json.loads(self.content)


def wait_for(what, seconds, look):
    """The first true value of look(), asked twice a second."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise Failed("%s: not within %d s" % (what, seconds))
        time.sleep(0.5)


class Emulator:
    """One of the program's own emulated peripherals, on this computer, behind a terminal."""

    def __init__(self, root, work, wire):
        self.terminal = os.path.join(work, wire)
        self.log_file = os.path.join(work, wire + ".log")
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(root, "kiosk"), "emulate", wire, "--link", "pty:" + self.terminal,
                 "--out", os.path.join(work, "out")],
                stdin=subprocess.PIPE, stdout=log, stderr=log)
        wait_for("the emulated " + wire, SOON, self._is_ready)

    def _is_ready(self):
        with open(self.log_file, encoding="utf-8") as log:
            text = log.read()
        if self.process.poll() is not None:
            raise Failed("the emulator has ended: " + text)
        return "ready" in text and os.path.exists(self.terminal)

    def type(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def make_disk(root, jdk, work):
    """The second disk: the built project as the launcher wants it, a JDK, one device's files.

    Returns the password of its page users.
    """
    tree = os.path.join(work, "disk")
    project = os.path.join(tree, "kiosk")
    os.makedirs(project)
    for name in ("kiosk", "pom.xml"):
        shutil.copy2(os.path.join(root, name), project)
    for module in sorted(os.listdir(root)):
        if os.path.isfile(os.path.join(root, module, "pom.xml")):
            os.makedirs(os.path.join(project, module, "src"))
            shutil.copy2(os.path.join(root, module, "pom.xml"), os.path.join(project, module))
            shutil.copytree(os.path.join(root, module, "src", "main"),
                            os.path.join(project, module, "src", "main"))
    app = os.path.join("provisioning", "target", "app")
    shutil.copytree(os.path.join(root, app), os.path.join(project, app),
                    ignore=shutil.ignore_patterns("*.aot", "tmp"))
    shutil.copytree(jdk, os.path.join(tree, "jdk"), symlinks=True,
                    ignore=shutil.ignore_patterns("jmods", "src.zip", "man", "demo"))
    device = os.path.join(tree, "device")
    os.makedirs(os.path.join(device, "secrets"))
    with open(os.path.join(device, "device.yaml"), "w", encoding="utf-8") as file:
        file.write(DEVICE_YAML % {
            "device": DEVICE, "hall": HALL, "port": HTTP_PORT, "printer": PRINTER, "pads": PADS})
    broker = os.path.join(device, "secrets", "broker")
    open(broker, "w", encoding="ascii").close()
    tool = shutil.which("mosquitto_passwd", path=os.environ["PATH"] + ":/usr/sbin")
    for name in (HALL, DEVICE):
        password = secrets.token_urlsafe(18)
        with open(os.path.join(device, "secrets", name), "w", encoding="ascii") as file:
            file.write(password)
        subprocess.run([tool, "-b", broker, name, password], check=True, capture_output=True)
    password = secrets.token_urlsafe(18)
    for name, roles in (("clerk", ["clerk", "--staff", "1001"]), ("technician", ["technician"])):
        subprocess.run(
            [os.path.join(root, "kiosk"), "user", "--file",
             os.path.join(device, "secrets", "users"), name, "--role", *roles],
            input=password.encode(), check=True, capture_output=True)
    for name in os.listdir(os.path.join(device, "secrets")):
        os.chmod(os.path.join(device, "secrets", name), 0o600)
    disk = os.path.join(work, "second.raw")
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", tree, disk, "1200M"],
                   check=True, capture_output=True)
    shutil.rmtree(tree)
    return password


class Kiosk:
    """The program inside, as its users and the technician reach it."""

    def __init__(self, vm, password):
        self.vm = vm
        self.password = password

    def launcher(self, command):
        """Runs ./kiosk COMMAND on the device's file as the program's own user."""
        return self.vm.run(
            "runuser -u hallkiosk -- env JAVA_HOME=/opt/lab/jdk"
            " /opt/lab/kiosk/kiosk %s --config /opt/lab/device/device.yaml" % command, PROGRAM_UP)

    def start(self):
        """Starts ./kiosk run, waits until the hall is ready and logs in."""
        self.vm.run(
            "systemd-run --quiet --unit=hallkiosk --uid=hallkiosk --setenv=JAVA_HOME=/opt/lab/jdk"
            " --property=StandardOutput=append:/opt/lab/device/log"
            " --property=StandardError=append:/opt/lab/device/log"
            " /opt/lab/kiosk/kiosk run --config /opt/lab/device/device.yaml")
        try:
            wait_for("the program is ready", PROGRAM_UP, self._is_ready)
        except Failed as failure:
            raise Failed("%s; its log: %s" % (failure, self.log())) from None
        for user in ("clerk", "technician"):
            self._curl("/login", "-c /tmp/%s --data-urlencode name=%s"
                       " --data-urlencode password=%s" % (user, user, self.password))

    def _is_ready(self):
        running, _ = self.vm.run("systemctl is-active --quiet hallkiosk")
        if running != 0:
            raise Failed("the program has ended")
        return self.vm.run(
            "curl -sf -m 20 -o /dev/null http://127.0.0.1:%d/health/ready" % HTTP_PORT)[0] == 0

    def _curl(self, path, options):
        return self.vm.run(
            "curl -s -m 90 %s http://127.0.0.1:%d%s" % (options, HTTP_PORT, path), SOON)[1]

    def post(self, user, path, body):
        body = {"id": str(uuid.uuid4()), **body}
        text = self._curl(path, "-b /tmp/%s -H 'Content-Type: application/json' -d '%s'"
                          % (user, json.dumps(body)))
        try:
            return json.loads(text)
        except ValueError:
            raise Failed("%s answered: %s" % (path, text[:300])) from None

    def take(self):
        return self.post("clerk", "/api/v1/dispenser/%s/take" % DEVICE, {"category": "general"})

    def faults(self, unit):
        """What the technician's page says is wrong with a unit: code and sentence of each."""
        page = self._curl("/technician", "-b /tmp/technician -H 'Accept-Language: zh-CN'")
        if 'id="device-%s"' % DEVICE not in page:
            raise Failed("the technician's page does not show the device: " + page[:300])
        issues = re.findall(
            r"<strong>([^<]*)</strong> <code>([^<]*)</code>.*?</p>\s*<p>([^<]*)</p>", page)
        return [code + " " + meaning for name, code, meaning in issues
                if name == DEVICE + " · " + unit]

    def journal(self):
        """The hall's events as they are on the disk, oldest first."""
        code, text = self.vm.run(
            "sqlite3 -readonly -separator ' ' \"$(find /opt/lab/device/data -name journal.db)\""
            " 'SELECT hex(hash), hex(bytes) FROM event ORDER BY position'")
        if code != 0:
            raise Failed("the journal cannot be read: " + text)
        rows = [line.split(" ") for line in text.splitlines()]
        return [Event(bytes.fromhex(row[0]), bytes.fromhex(row[1])) for row in rows]

    def proofs(self, ticket_id):
        """What is proved of a ticket, in the journal's order."""
        return [event.json()["data"]["level"] for event in self.journal()
                if event.json()["type"] == "TicketProved"
                and event.json()["data"]["ticketId"] == ticket_id]

    def log(self):
        return self.vm.run("tail -n 15 /opt/lab/device/log")[1]


class Lab:
    """The checks, in the order in which they build on each other."""

    def __init__(self, root):
        self.root = root
        self.image = os.path.join(root, "target", "lab", "image")
        self.work = os.path.join(root, "target", "lab", "run")
        self.emulators = {}
        self.printer = None
        self.pad = None
        self.password = None
        self.vm = None
        self.kiosk = None
        self.printer_cable = None

    def prepare(self, jdk):
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.password = make_disk(self.root, jdk, self.work)
        for wire in ("escpos", "ff68"):
            self.emulators[wire] = Emulator(self.root, self.work, wire)
        self.printer = usb.Printer(self.emulators["escpos"].terminal)
        self.pad = usb.SerialPort(self.emulators["ff68"].terminal)

    def checks(self):
        return (
            ("it starts on a distribution's kernel", self.boot),
            ("check misses the printer that is not there", self.check_without_peripherals),
            ("check is content with USB printer and USB serial port", self.check_with_peripherals),
            ("the hall and its dispenser run", self.start),
            ("a ticket is printed through usblp, and its cut is proved", self.print_ticket),
            ("the printer's cable is pulled in the middle of a ticket", self.unplug),
            ("plugged in again it prints", self.replug),
            ("a key of the pad at the USB serial port calls", self.call),
        )

    def boot(self):
        self.vm = machine.Machine(self.image, os.path.join(self.work, "second.raw"), self.work,
                                  ("printer", "pad"))
        seconds = self.vm.start(BOOT)
        code, text = self.vm.run(
            "mountpoint -q /opt/lab && chown -R hallkiosk /opt/lab/kiosk/provisioning/target"
            " /opt/lab/device && uname -r")
        if code != 0:
            raise Failed(text)
        self.kiosk = Kiosk(self.vm, self.password)
        return "Linux %s after %.0f s" % (text, seconds)

    def check_without_peripherals(self):
        code, text = self.kiosk.launcher("check")
        if code != 1 or PRINTER not in text:
            raise Failed("exit %d: %s" % (code, text))
        return next(line for line in text.splitlines() if PRINTER in line)

    def check_with_peripherals(self):
        self._plug_in()
        code, text = self.kiosk.launcher("check")
        if code != 0:
            raise Failed("exit %d: %s" % (code, text))
        return text.splitlines()[-1]

    def _plug_in(self):
        self.printer_cable = usb.Cable(self.printer, self.vm.usb_socket("printer"))
        usb.Cable(self.pad, self.vm.usb_socket("pad"))
        wait_for("%s and %s" % (PRINTER, PADS), SOON, self._nodes_are_there)

    def _nodes_are_there(self):
        return self.vm.run("test -c %s -a -c %s" % (PRINTER, PADS))[0] == 0

    def start(self):
        self.kiosk.start()
        wait_for("the printer without a fault", SOON, lambda: not self.kiosk.faults("printer"))
        return "ready, and the printer has no fault"

    def print_ticket(self):
        seen = len(self.printer.received)
        answer = self.kiosk.take()
        if not answer.get("ok"):
            raise Failed("the take was answered " + json.dumps(answer, ensure_ascii=False))
        wait_for("the proof of the cut of " + answer["ticket"], SOON,
                 lambda: "cut" in self.kiosk.proofs(answer["ticketId"]))
        return self._read_paper(seen, answer["ticket"])

    def _read_paper(self, seen, ticket):
        """What came over the cable since: the ticket's text, and a cut at its end."""
        paper = bytes(self.printer.received[seen:])
        number = paper.find(ticket.encode())
        if number < 0:
            raise Failed("%s is not among the %d bytes that came" % (ticket, len(paper)))
        cut = paper.find(CUT, number)
        if cut < 0:
            raise Failed("no cut follows %s in the %d bytes that came" % (ticket, len(paper)))
        name = "青山县政务服务中心"
        if name.encode("gb18030") not in paper[:cut]:
            raise Failed("the hall's name is not on the paper of " + ticket)
        return "%s, %d bytes of paper, proof cut" % (ticket, len(paper))

    def unplug(self):
        self.printer_cable.unplug_after(100)
        answer = self.kiosk.take()
        begin = time.monotonic()
        faults = wait_for("a fault of the printer", SOON, lambda: self.kiosk.faults("printer"))
        seconds = time.monotonic() - begin
        if self.printer.plugged:
            raise Failed("the cable is still in: too little came for " + json.dumps(answer))
        said = answer.get("ticket", "no ticket")
        if "ticketId" in answer:
            proofs = self.kiosk.proofs(answer["ticketId"])
            if not {"printed", "cut"}.isdisjoint(proofs):
                raise Failed("%s claims %s" % (said, ", ".join(proofs)))
            said += ", proofs: " + (", ".join(proofs) or "none")
        return "%s; the page says after %.0f s: %s" % (said, seconds, "; ".join(faults))

    def replug(self):
        self.printer_cable.plug()
        begin = time.monotonic()
        wait_for("the printer without a fault", SOON, lambda: not self.kiosk.faults("printer"))
        seconds = time.monotonic() - begin
        return "well after %.0f s, then %s" % (seconds, self.print_ticket())

    def call(self):
        opened = self.kiosk.post("clerk", "/api/v1/window.open", {"window": 1, "staff": "1001"})
        if not opened.get("ok"):
            raise Failed("the window cannot be opened: " + json.dumps(opened, ensure_ascii=False))
        # The pad is sent its figures when the device knows that the window is open.
        self._await_figures()
        shown = len(self.pad.received)
        self.emulators["ff68"].type("pad-1 next")
        call = wait_for("a call in the journal", SOON, lambda: [
            event.json() for event in self.kiosk.journal()
            if event.json()["type"] == "TicketCalled"])[0]
        wait_for("figures at the pad", SOON, lambda: len(self.pad.received) > shown)
        return "window %d calls a ticket, by %s %s; %d bytes to the pad" % (
            call["data"]["window"], call["actor"]["kind"], call["actor"]["id"],
            len(self.pad.received) - shown)

    def _await_figures(self):
        shown = len(self.pad.received)
        wait_for("figures at the pad", SOON, lambda: len(self.pad.received) > shown)

    def stop(self):
        if self.vm is not None:
            self.vm.cut_power()
        for emulator in self.emulators.values():
            emulator.stop()


def ensure_image(root):
    """Makes the image unless it was made, to its end, by the recipe as it is now."""
    recipe = os.path.join(HERE, "make-image")
    image = os.path.join(root, "target", "lab", "image")
    made_by = os.path.join(image, "made-by")
    if os.path.exists(made_by) and filecmp.cmp(made_by, recipe, shallow=False):
        return
    print("making the image (once; some minutes)…", flush=True)
    shutil.rmtree(image, ignore_errors=True)
    os.makedirs(image)
    log_file = os.path.join(root, "target", "lab", "image.log")
    with open(log_file, "wb") as log:
        made = subprocess.run([recipe, image], stdout=log, stderr=log, check=False)
    if made.returncode != 0:
        sys.exit("The image could not be made; %s says why." % log_file)
    shutil.copy(recipe, made_by)


def main():
    root, jdk = sys.argv[1:]
    begin = time.monotonic()
    ensure_image(root)
    lab = Lab(root)
    failed = False
    checks = lab.checks()
    try:
        lab.prepare(jdk)
        for number, (title, check) in enumerate(checks):
            try:
                print("ok      %s: %s" % (title, check()), flush=True)
            except Exception as problem:  # whatever it is, it is this check's failure
                failed = True
                print("FAILED  %s: %r" % (title, problem), flush=True)
                left = len(checks) - number - 1
                if left:
                    print("        not tried, since they build on it: %d" % left)
                break
    finally:
        lab.stop()
    print("%.0f s" % (time.monotonic() - begin))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
