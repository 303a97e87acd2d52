"""The command itself: what it prints, and the code it exits with."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from packager import __version__, cli
from packager.library import lock
from tests.collected import build, files, packager, page, picture, put, some

START = "import sys; sys.argv[0] = 'packager'; from packager.cli import main\n"


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", {"a.html": page("Bài một"), "b.html": page("Bài hai", pictures=("none.jpg",))})


def script(code, *arguments):
    """The command after some code that sets the stage."""
    command = [sys.executable, "-c", START + code + "\nmain()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


class Done(NamedTuple):
    """What a call of the command left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def command(monkeypatch, capfdbinary):
    """`command(...)`: the command in this process, which spares it the start of another."""

    def run(*arguments, folder=None):
        monkeypatch.setattr(sys, "argv", ["packager", *map(str, arguments)])
        if folder:
            monkeypatch.chdir(folder)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Done(ended.value.code, *capfdbinary.readouterr())

    return run


# -- exit codes


def test_exit_0_and_1(command, tmp_path, sources):
    done = command("build", sources / "a.html", "-o", tmp_path / "well")
    assert (done.returncode, done.stderr) == (0, b"")
    done = command("build", sources, "-o", tmp_path / "output")
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "sources/b.html: picture none.jpg was not collected with the page; Put the picture beside the page" in said
    assert f"see {tmp_path / 'output' / 'report.html'}" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--by", "topic,moon"), "--by topic,moon: there is no key 'moon'; use any of topic, year"),
        (("--by", "month,day"), "name one of month and day, or give --by twice"),
        (("--format", "docx"), "--format docx: there is no such format; use any of epub"),
        (("--images", "huge"), "--images huge: there is no such profile; use any of"),
        (("--theme", "gold"), "--theme: there is no theme 'gold'; the themes are magazine, newspaper, plain, standard"),
        (("--config", "none.toml"), "none.toml: cannot be read"),
        (("--workers", "0"), "--workers"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_exit_2_before_anything_is_made(command, tmp_path, sources, arguments, words):
    done = command("build", sources, "-o", "output", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert not (tmp_path / "output").exists()


def test_exit_3(command, tmp_path):
    done = command("build", folder=tmp_path)
    assert done.returncode == 3
    assert done.stderr.decode() == "packager: sources: there is no such file or folder; check the path\n"
    assert command("list", folder=tmp_path).returncode == 3
    assert command("bind", "--dry-run", folder=tmp_path).returncode == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of a file's length")
@pytest.mark.parametrize("limit", [3_000, 60_000, 150_000])
def test_exit_20_when_the_disk_is_full(tmp_path, limit):
    """The catalogue, an original, and the volume are each too much for one of the limits."""
    large = {"a.html": page("A", pictures=("a.png", "b.jpg")), "b.jpg": picture(), "a.png": noise()}
    put(tmp_path / "sources", large)
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    done = script(code, "build", tmp_path / "sources", "-o", tmp_path / "output")
    assert done.returncode == 20, done.stderr
    assert done.stderr.startswith(f"packager: {tmp_path / 'output'}")
    assert "run again" in done.stderr
    assert list(tmp_path.rglob("*.epub")) == []
    assert packager("build", tmp_path / "sources", "-o", tmp_path / "output").returncode == 0


def noise():
    """A PNG of 90 kB: pixels that do not pack."""
    import io
    import random

    from PIL import Image

    content = io.BytesIO()
    Image.frombytes("RGB", (200, 150), random.Random(1).randbytes(90_000)).save(content, "PNG")  # noqa: S311
    return content.getvalue()


def test_exit_20_for_an_output_that_is_a_file(command, sources):
    done = command("build", sources, "-o", sources / "a.html")
    assert done.returncode == 20
    assert "a file stands where a folder is needed" in done.stderr.decode()


def test_exit_70_for_a_mistake_of_ours_with_its_traceback(sources, tmp_path):
    code = "from packager import pipeline; pipeline.build = lambda *_: 1 / 0"
    done = script(code, "build", sources, "-o", tmp_path / "output")
    assert done.returncode == 70
    assert "ZeroDivisionError: this is a mistake in packager, please report it" in done.stderr
    assert "Traceback" in done.stderr


def test_exit_75_while_another_run_holds_the_library(command, tmp_path, sources):
    with lock.hold(tmp_path / "output" / "library"):
        done = command("build", sources, "-o", tmp_path / "output")
    assert done.returncode == 75
    assert f"process {os.getpid()} on " in done.stderr.decode()


def children_of(parent):
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, owner = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has just ended
        if owner == str(parent):
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for children as Linux lists them")
def test_exit_130_when_interrupted_and_no_child_is_left(tmp_path, sources):
    code = "from packager import stages; from tests import hazards; stages.ingest_batch = hazards.ingest_batch"
    put(sources, {"hangs.html": page("Treo")})
    command = [sys.executable, "-c", f"{START}{code}\nmain()", "build", sources, "-o", tmp_path / "output"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not (children := children_of(run.pid)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(0.3)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130
    assert said == "packager: interrupted; what was finished is kept, run again to go on\n"
    assert not [child for child in children if alive(child)]


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# -- what is printed


def test_json_is_the_report_and_nothing_else(tmp_path, sources):
    done = packager("build", sources, "-o", tmp_path / "output", "--json", PYTHONIOENCODING="ascii")
    assert done.stdout == (tmp_path / "output" / "report.json").read_bytes()
    again = packager("bind", "-o", tmp_path / "output", "--json")
    assert again.stdout == (tmp_path / "output" / "report.json").read_bytes()
    assert "none.jpg" in again.stdout.decode()


def test_letters_that_a_terminal_lacks_do_no_harm(tmp_path, sources):
    build(sources, tmp_path / "output")
    done = packager("list", "-o", tmp_path / "output", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"B\\xe0i m\\u1ed9t" in done.stdout


def test_words_for_people(command, tmp_path, sources):
    done = command("build", sources, "-o", "output", folder=tmp_path)
    first, *volumes = done.stdout.decode().splitlines()
    assert first == "2 inputs, 2 articles, 0 duplicates, 0 skipped, 0 failed; 1 volumes (1 written, 0 removed)"
    path = os.path.join("output", "volumes", "2025-02", "articles-2025-02-kinh-te.epub")  # noqa: PTH118 - as printed
    assert [line.strip() for line in volumes] == [f"{path}: 2 articles, 0 pictures"]


def test_the_default_folders(command, sources):
    assert command("build", folder=sources.parent).returncode == 1
    assert len(list((sources.parent / "output" / "volumes").rglob("*.epub"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_bars_on_a_terminal_only(tmp_path, sources):
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "packager", "build", sources, "-o", tmp_path / "output"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=follower, env={**os.environ, "TERM": "xterm"}) as run:
        os.close(follower)
        drawn = drain(leader)
        run.communicate(timeout=60)
    assert "Reading" in drawn
    assert "Binding" in drawn
    assert "2/2" in drawn
    piped = packager("build", sources, "-o", tmp_path / "other")
    assert b"Reading" not in piped.stderr + piped.stdout
    assert b"\x1b" not in piped.stderr + piped.stdout


def drain(leader):
    """Everything that is written to a terminal until nobody holds its other side."""
    drawn = b""
    try:
        while piece := os.read(leader, 4096):
            drawn += piece
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(leader)
    return drawn.decode()


# -- the other commands


def test_version():
    assert packager("--version").stdout.decode() == f"packager {__version__}\n"


def test_no_arguments_print_the_help_with_every_command(command):
    said = command().stdout + command("--help").stdout
    for name in ("build", "ingest", "bind", "normalise", "list", "show", "init"):
        assert name in said.decode()


def test_init_writes_a_configuration_that_is_read(command, tmp_path, sources):
    done = command("init", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"packager.toml: written; every setting in it is optional\n")
    assert command("init", folder=tmp_path).returncode == 2
    config = tmp_path / "packager.toml"
    text = config.read_text(encoding="utf-8").replace('publication = ""', 'publication = "Bản tin"')
    config.write_text(text, encoding="utf-8")
    command("build", sources, folder=tmp_path)
    assert list(files(tmp_path / "output", "volumes")) == ["volumes/2025-02/ban-tin-2025-02-kinh-te.epub"]


def test_a_zone_that_does_not_exist_is_told_before_reading(command, tmp_path, sources):
    put(tmp_path, {"packager.toml": 'zone = "Asia/Hanoi"\n'})
    done = command("build", sources, folder=tmp_path)
    assert done.returncode == 2
    assert "there is no time zone 'Asia/Hanoi'" in done.stderr.decode()


def test_list(command, tmp_path):
    build(put(tmp_path / "sources", some()), tmp_path / "output")
    lines = command("list", "-o", tmp_path / "output").stdout.decode().splitlines()
    assert len(lines) == 6
    assert any("2025-02-21  Kinh tế           Chợ phiên đầu năm" in line for line in lines)
    rows = [json.loads(line) for line in command("list", "-o", tmp_path / "output", "--json").stdout.splitlines()]
    assert {row["source"] for row in rows} >= {"https://bao.example/hoi", "kinh-te/cho.html"}


def test_show(command, tmp_path):
    build(put(tmp_path / "sources", some()), tmp_path / "output")
    rows = [json.loads(line) for line in command("list", "-o", tmp_path / "output", "--json").stdout.splitlines()]
    row = next(row for row in rows if row["source"] == "kinh-te/cho.html")
    said = command("show", row["id"], "-o", tmp_path / "output").stdout.decode()
    assert said.startswith(f"{row['id']}  sources/kinh-te/cho.html (article)")
    assert "title: Chợ phiên đầu năm (visible: h1)" in said
    assert "topic: " in said
    facts = json.loads(command("show", row["id"], "-o", tmp_path / "output", "--json").stdout)
    assert facts["metadata"]["issued"]["value"].startswith("2025-02-21")
    assert len(facts["capture"]) == len(facts["content"]) == 64
    assert command("show", "none", "-o", tmp_path / "output").returncode == 2
    assert command("show", row["id"], "-o", tmp_path / "none").returncode == 3


def test_ingest_then_bind_is_build(command, tmp_path):
    sources = put(tmp_path / "sources", some())
    assert command("ingest", sources, "-o", tmp_path / "a").returncode == 1
    assert not (tmp_path / "a" / "volumes").exists()
    dry = command("bind", "-o", tmp_path / "a", "--dry-run")
    assert dry.returncode == 0
    planned = [line.split(" ", 1) for line in dry.stdout.decode().splitlines()]
    assert {deed for deed, _ in planned} == {"write"}
    only = command("bind", "-o", tmp_path / "a", "--period", "2025-01", "--topic", "kinh-te", "--topic", "unsorted")
    assert "2 written" in only.stdout.decode()
    assert command("bind", "-o", tmp_path / "a").returncode == 1
    command("build", sources, "-o", tmp_path / "b")
    assert files(tmp_path / "a", "volumes", "report.json") == files(tmp_path / "b", "volumes", "report.json")
    assert {path for _, path in planned} == set(files(tmp_path / "b", "volumes"))


def test_the_command_makes_books(command, tmp_path, sources):
    command("build", sources, "-o", tmp_path / "output", "--by", "month", "--by", "topic", "--workers", 2)
    for name in files(tmp_path / "output", "volumes"):
        assert zipfile.ZipFile(tmp_path / "output" / name).testzip() is None
    assert len(files(tmp_path / "output", "volumes")) == 2


# -- search


def test_search_prints_what_it_finds(command, tmp_path):
    output = tmp_path / "output"
    build(put(tmp_path / "sources", some()), output)
    done = command("search", "DUONG", "-o", output)
    assert (done.returncode, done.stderr) == (0, b"")
    date, where = done.stdout.decode().splitlines()
    assert date.startswith("2025-01-05  Đường lên bản  (")
    assert where == "     title  [Đường] lên bản"
    done = command("search", "hop tac xa", "-o", output, "--period", "2025-02", "--topic", "van-hoa", "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [hit["title"] for hit in found] == ["Hội xuân", "Mùa hoa mận"]
    hit = found[0]
    assert [hit["snippet"][start:end] for start, end in hit["marks"]][:3] == ["hợp", "tác", "xã"]
    done = command("search", "ban", "-o", output, "--limit", "1", "--source", "sources")
    assert "1 of " in done.stderr.decode()


def test_a_search_that_brings_the_index_in_step_leaves_the_manifest_right(command, tmp_path, sources):
    output = tmp_path / "output"
    build(sources, output)
    assert command("search", "bai", "-o", output).returncode == 0  # the first makes the index
    assert command("verify", output).returncode == 0
    before = files(output)
    assert command("search", "bai", "-o", output).returncode == 0
    assert files(output) == before
    catalogue, manifest = output / "library" / "catalogue.sqlite", output / "manifest-sha256.txt"
    known = hashlib.sha256(catalogue.read_bytes()).hexdigest()
    with closing(sqlite3.connect(catalogue)) as database:
        database.executescript("DROP TABLE search_exact; DROP TABLE search_form;")
    assert command("search", "bai", "-o", output).returncode == 30  # nobody but us writes into a catalogue
    digest = hashlib.sha256(catalogue.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(known, digest), encoding="utf-8")
    assert b"[B\xc3\xa0i]" in command("search", "bai", "-o", output).stdout
    digest = hashlib.sha256(catalogue.read_bytes()).hexdigest()
    assert f"{digest}  library/catalogue.sqlite\n" in manifest.read_text(encoding="utf-8")


def test_search_leaves_out_what_is_excluded(command, tmp_path):
    output = tmp_path / "output"
    put(tmp_path, {f"sources/{name}": content for name, content in some().items()})
    put(tmp_path, {"overrides.toml": '["https://bao.example/hoi"]\nexclude = true\n'})
    build(tmp_path / "sources", output)
    assert "Hội xuân" in command("search", "hoi xuan", "-o", output).stdout.decode()
    done = command("search", "hoi xuan", "-o", output, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"no article has all of these words\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (('"',), (2, "there is no word in the query")),
        (("x" * 5000,), (2, "the query has 5,000 characters; give 1,000 at most")),
        (("a", "--period", "2025-13"), (2, "--period 2025-13: is no period; give 2025, 2025-Q1")),
        (("a", "-o", "none"), (3, "there is no library")),
    ],
)
def test_search_says_what_is_wrong(command, tmp_path, sources, arguments, said):
    build(sources, tmp_path / "output")
    done = command("search", *arguments, folder=tmp_path)
    code, words = said
    assert done.returncode == code
    assert words in done.stderr.decode()
