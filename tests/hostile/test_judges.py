"""The judges themselves: what they are there to find is found."""

from __future__ import annotations

import json
import sys
import zipfile

import pytest

from tests.hostile import cut_off
from tests.hostile.products import Products, active_in
from tests.hostile.run import ended


@pytest.mark.parametrize(
    "markup",
    [
        "<p><script>x</script></p>", "<p onclick='x'>a</p>", '<a href=" javascript:x">a</a>', "<img src='http://a/b'/>",
        "<img src='//a/b'/>", "<img alt='' src='file:///x'/>", "<iframe/>", "<p style='a:b'>x</p>", "<a href='data:x'>a</a>",
        "<?xml-stylesheet href='x'?><p/>", "<svg><use xlink:href='http://a'/></svg>", "<object data='x'/>", "<form/>",
    ],
)  # fmt: skip
def test_what_runs_or_fetches_is_seen(markup):
    assert active_in(markup.encode())


@pytest.mark.parametrize(
    "markup",
    [
        "<p>&lt;script&gt; onclick= javascript:</p>", '<a href="https://a.example/onclick=1">on x = y</a>', "<img src='images/a.png'/>",
        '<abbr title="a onclick=b">x</abbr>', '<link rel="stylesheet" href="book.css"/>',
    ],
)  # fmt: skip
def test_what_is_harmless_is_not(markup):
    assert not active_in(markup.encode())


def test_leaks_are_seen_in_files_and_in_archives(tmp_path):
    (tmp_path / "volumes").mkdir()
    with zipfile.ZipFile(tmp_path / "volumes" / "a.epub", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("b.xhtml", "<p>secret" + " " * 999)
    assert Products(tmp_path).leaked([b"secret"], "volumes") == ["a b.xhtml"]


def test_a_run_that_hangs_is_ended(tmp_path):
    said = ended([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, 0.5)
    assert said.code < 0
    assert said.seconds < 30


CALLS = {
    "listener": "import socket; socket.create_connection(('127.0.0.1', 18999), 2).send(b'GET /x\\n')",
    "refused": "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
    "elsewhere": "import socket; socket.socket().connect_ex(('192.0.2.1', 80))",
    "datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
}


@pytest.mark.parametrize("call", [*CALLS, "nothing"])
def test_every_call_is_seen(tmp_path, call):
    if not cut_off.possible():
        pytest.skip("this system lets no test cut off its network")
    command = [sys.executable, "-c", CALLS.get(call, "")]
    assert ended(cut_off.cut_off(command, tmp_path / "sent.json"), tmp_path, 30).code == 0
    sent = json.loads((tmp_path / "sent.json").read_text(encoding="utf-8"))
    assert any(sent.values()) == (call != "nothing"), sent
