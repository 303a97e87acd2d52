"""What a hostile sample is, how it is put on disk, and the plain page that most of them begin with."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from pathlib import Path

from packager.readers import READERS
from packager.readers.sniff import Kind

CANARY = "CANARY-NEVER-IN-A-PRODUCT-57d0"
"""Stands in every file that lies outside the sources."""

OUTSIDE = "outside"
"""The folder, beside the samples', of files that no product may hold."""

REMOTE = "http://127.0.0.1:18999"
"""Where every remote address of a sample leads: a listener there sees who fetches."""

PROSE = (
    "Sáng 21/2, hợp tác xã ở bản Nà Hin mở phiên chợ đầu năm với hơn bảy mươi gian hàng, có chè, mật ong và thổ cẩm. "
    "Người dân từ các xã lân cận xuống núi từ sớm, mang theo nông sản và đồ thủ công để bán cho khách phương xa."
)


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link; the target is relative to its own folder."""

    target: str


@dataclass(frozen=True, slots=True)
class Special:
    """What is neither file nor folder: "pipe", "socket"; or a file that may not be read: "locked"."""

    form: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One bad input: a source of its own, and what has to become of it.

    `keep` are marked texts that a volume holds afterwards; `told` are marked texts that it holds, or whose loss a
    finding of severity loss tells at this source. `outcomes` are what its inputs become, in the order of the report
    (() for any); `codes` the findings it has to have, `free` those it may not have.
    """

    name: str
    why: str
    files: dict[str | bytes, bytes | str | Link | Special] = field(repr=False)
    keep: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ("article",)
    codes: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    kind: str = "page"
    pictures: int | None = None

    @property
    def ready(self) -> bool:
        """Whether what the sample needs is read, and can be made here: a reader of its kind, pipes."""
        made = not any(isinstance(content, Special) for content in self.files.values()) or hasattr(os, "mkfifo")
        return made and (self.kind in {"page", "dump", "picture"} or Kind(self.kind) in READERS)


def mark(name: str, place: str) -> str:
    """A text that a product has to hold, or tell the loss of."""
    return f"MARK-{name}-{place}"


def page(name: str, middle: str = "", head: str = '<meta charset="utf-8">', title: str | None = None) -> str:
    """A page with a marked text before (A) and after (Z) the part that is bad."""
    title = f"Bài {name}" if title is None else title
    return (
        f'<!DOCTYPE html><html lang="vi"><head>{head}<title>{title}</title></head><body><article><h1>{title}</h1>'
        f"<p>{mark(name, 'A')} {PROSE}</p>\n{middle}\n<p>{mark(name, 'Z')} {PROSE}</p></article></body></html>"
    )


def bad_page(name: str, why: str, middle: str = "", **given: object) -> Sample:
    """A page that keeps what stands before and after its bad part, and what `also` names."""
    content = given.pop("content", None)
    parts = {key: given.pop(key) for key in ("head", "title") if key in given}
    also = tuple(mark(name, place) for place in given.pop("also", ()))
    files = {"page.html": page(name, middle, **parts) if content is None else content, **given.pop("files", {})}
    keep = given.pop("keep", (mark(name, "A"), *also, mark(name, "Z")))
    return Sample(name, why, files, keep, **given)


def write(sample: Sample, root: Path) -> Path:
    """Puts a sample's files below `root`, in a folder of its name; returns that folder."""
    folder = root / sample.name
    folder.mkdir(parents=True)
    for name, content in sample.files.items():
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _put(path, content)
    return folder


def _put(path: bytes, content: bytes | str | Link | Special) -> None:
    if isinstance(content, Link):
        os.symlink(content.target, path)
    elif isinstance(content, Special) and content.form == "pipe":
        os.mkfifo(path)
    elif isinstance(content, Special) and content.form == "socket":
        _socket(path)
    else:
        locked = isinstance(content, Special)
        data = (
            b"locked" if locked else content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        )
        Path(os.fsdecode(path)).write_bytes(data)
        if locked:
            os.chmod(path, 0)


def _socket(path: bytes) -> None:
    """A socket's place among the files; its path may be longer than a socket's address, so it is made in its folder."""
    folder, name = os.path.split(path)
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as place:
            place.bind(name)
    finally:
        os.fchdir(before)
        os.close(before)


def write_outside(root: Path) -> None:
    """Puts the files that no product may hold beside the samples."""
    from tests.collected import picture

    folder = root / OUTSIDE
    folder.mkdir(parents=True)
    (folder / "secret.txt").write_text(f"Bí mật\n\n{CANARY} {PROSE}\n", encoding="utf-8")
    (folder / "secret.html").write_text(page("secret", f"<p>{CANARY}</p>"), encoding="utf-8")
    (folder / "secret.xml").write_text(f"<!ENTITY x '{CANARY}'>", encoding="utf-8")
    (folder / "secret.css").write_text(f'p::before {{ content: "{CANARY}" }}', encoding="utf-8")
    (folder / "secret.png").write_bytes(picture(201, (41, 37), "PNG"))
