"""Runs a command where no network is, and counts what it tried to send: `python -m tests.hostile.cut_off COUNTS COMMAND`.

Meant for a network namespace of its own (`unshare -rn`). A listener stands at the port that every remote address of the
samples names; the kernel's counters see what was tried beside it: connections opened, datagrams, packets without a way.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import socket
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Thread

PORT = 18999
_SET_FLAGS, _UP = 0x8914, 0x1 | 0x40
COUNTERS = (("Tcp", "ActiveOpens"), ("Udp", "OutDatagrams"), ("Ip", "OutNoRoutes"))
_UNSHARE = ("unshare", "--map-root-user", "--net")


@cache
def possible():
    """Whether this system lets us run a command without a network."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


def cut_off(command, counts):
    """A command that runs another without a network and leaves the counts in a file."""
    return [*_UNSHARE, sys.executable, "-m", "tests.hostile.cut_off", str(counts), *map(str, command)]


def raise_loopback():
    """Brings the namespace's loopback up (netdevice(7): SIOCSIFFLAGS)."""
    request = struct.pack("16sh14x", b"lo", _UP)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        buffer = ctypes.create_string_buffer(request, 40)
        if ctypes.CDLL(None, use_errno=True).ioctl(door.fileno(), _SET_FLAGS, buffer):
            raise OSError(ctypes.get_errno(), "loopback cannot be raised")


def counters():
    """What was sent in this namespace, by the kernel's names (/proc/net/snmp)."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines()]
    table = {names[0].rstrip(":"): dict(zip(names[1:], map(int, values[1:]), strict=True))
             for names, values in zip(lines[::2], lines[1::2], strict=True)}  # fmt: skip
    return {f"{protocol}.{name}": table[protocol][name] for protocol, name in COUNTERS}


def listen(heard):
    """Takes every connection to PORT and notes its first line."""
    door = socket.create_server(("127.0.0.1", PORT))

    def take():
        while True:
            with door.accept()[0] as caller:
                heard.append(caller.recv(200).split(b"\n")[0].decode("ascii", "replace"))

    Thread(target=take, daemon=True).start()


def main(counts, command):
    raise_loopback()
    heard = []
    listen(heard)
    before = counters()
    code = subprocess.run(command, check=False).returncode
    after = counters()
    sent = {name: after[name] - before[name] for name in after}
    Path(counts).write_text(json.dumps({"heard": heard, **sent}), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
