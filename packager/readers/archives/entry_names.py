"""Turns the names of an archive's entries into paths that stay below the folder they are unpacked to."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

from packager.errors import CaptureFailed
from packager.limits import DEEPEST_PATH, LONGEST_PATH
from packager.readers.files import locator_of

_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\]|\Z)")
# A name has at most 255 bytes on the usual file systems; the rest is for a number behind it.
_LONGEST_NAME, _LONGEST_SUFFIX = 240, 10
_WINDOWS_REFUSES = re.compile(r'[<>:"|?*]|[. ]\Z')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\Z)")


def decoded(name: bytes) -> str:
    """A name without a stated encoding: UTF-8 where it is that, else as ZIP's own tradition, code page 437."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")


def safe_parts(name: str, *, windows: bool = os.name == "nt") -> list[str]:
    """The folders and the file that a name means, each a name that a file may have.

    A leading "/" or drive goes, as every unpacking program has it; both slashes separate. What cannot be printed is
    percent-encoded as in locators, a very long name cut and told from others by its digest, and with `windows` what
    Windows refuses in names percent-encoded too. Raises CaptureFailed: outside-source for a name that leads out of
    the folder, too-large for one too long or too deep, damaged-file for none at all.
    """
    parts: list[str] = []
    for part in _DRIVE.sub("", name.replace("\\", "/")).split("/"):
        if part == "..":
            if not parts:
                raise CaptureFailed("outside-source", "would be unpacked outside its archive's folder")
            parts.pop()
        elif part not in ("", "."):
            parts.append(_file_name(part, windows=windows))
    if not parts:
        raise CaptureFailed("damaged-file", "has no name that a file can have")
    if len(parts) > DEEPEST_PATH:
        raise CaptureFailed("too-large", f"lies deeper than {DEEPEST_PATH} folders")
    if len("/".join(parts).encode()) > LONGEST_PATH:
        raise CaptureFailed("too-large", f"has a path longer than {LONGEST_PATH:,} bytes")
    return parts


def folded(name: str) -> str:
    """What is the same of names that a file system without cases and forms of accents takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def numbered(name: str, number: int) -> str:
    """The name of the second and later of several files: "a.html" becomes "a (2).html"."""
    stem, dot, suffix = name.partition(".") if not name.startswith(".") else (name, "", "")
    return f"{stem} ({number}){dot}{suffix}"


def _file_name(name: str, *, windows: bool) -> str:
    printable = locator_of(name)
    if windows:
        printable = _WINDOWS_REFUSES.sub(lambda match: f"%{ord(match[0]):02X}", printable)
        printable = _DEVICE.sub(r"\g<0>_", printable)
    encoded = printable.encode()
    if len(encoded) <= _LONGEST_NAME:
        return printable
    stem, dot, suffix = printable.rpartition(".")
    if not stem or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = printable, "", ""
    ending = f"~{hashlib.sha256(encoded).hexdigest()[:8]}{dot}{suffix}"
    return stem.encode()[: _LONGEST_NAME - len(ending.encode())].decode("utf-8", "ignore") + ending
