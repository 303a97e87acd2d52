"""Text dumps that are not what a dump is."""

from __future__ import annotations

import codecs
import unicodedata

from tests.hostile.sample import PROSE, Sample, mark


def samples():
    """Every sample of this kind."""
    for name, why, middle, given in (
        ("dump-controls", "controls and markup", 'a\x00b\x1b[31m <script>alert(1)</script> & < "', {"codes": ("text-dropped",)}),
        ("dump-decomposed", "letters in pieces", unicodedata.normalize("NFD", "Quyết định"), {}),
        ("dump-marks", "60,000 marks on one letter", "a" + "\u0301\u0323\u0302" * 20_000, {}),
        ("dump-long-line", "a line of 5 MB", "chữ " * 1_000_000, {}),
        ("dump-many-lines", "100,000 lines", "\n".join(["Một dòng."] * 100_000), {}),
        ("dump-many-blocks", "100,000 blocks", "\n\n".join(f"Khối {n}." for n in range(100_000)), {}),
        ("dump-many-pictures", "2,000 pictures that are not there", "\n".join(f"{n}.jpg" for n in range(2_000)), {}),
        ("dump-picture-like", "a name of 250 characters, often", "\n".join([" x" * 120 + ".jpg"] * 500), {}),
        ("dump-dashes", "a million dashes", "-" * 1_000_000, {}),
        ("dump-dates", "dates and nothing else", "\n".join(["31/02/2025 99:99", "0000-00-00", "29.2.2023"] * 500), {}),
        ("dump-direction", "overrides", "\u202e\u2066\u202d" * 500, {}),
        ("dump-separators", "separators of lines and paragraphs", "a\u2028b\u2029c\x85d\x0be\x0cf", {}),
        ("dump-markup", "a page as text", "<p onclick=alert(1)>x</p><!-- --> ]]> <![CDATA[ &amp; &#0;", {}),
    ):  # fmt: skip
        yield dump(name, why, body(name, middle), **given)
    for codec, bom in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-32-le", codecs.BOM_UTF32_LE),
                       ("utf-8", codecs.BOM_UTF8), ("utf-16-be", b"")):  # fmt: skip
        name = f"dump-{codec}-{'marked' if bom else 'bare'}"
        yield dump(name, f"a dump in {codec}", bom + body(name, "x").encode(codec))
    name = "dump-shift-jis"
    yield dump(
        name,
        "a dump in Shift_JIS",
        body(name, "今朝、村で市が開かれ、茶や蜂蜜を売る店が並んだ。" * 9, "").encode("shift_jis", "ignore"),
    )
    name = "dump-damaged"
    yield dump(name, "bytes that mean nothing", body(name, "??").encode().replace(b"??", b"\xff\xfe\x80\xc3"),
               codes=("text-damaged",))  # fmt: skip
    name = "dump-carriage-returns"
    yield dump(name, "carriage returns for lines", body(name, "x").replace("\n", "\r").encode())
    for name, content, outcome, code in (
        ("dump-empty", b"", "failed", "empty-file"),
        ("dump-white-space", b"\n\n \n", "failed", "no-text"),
        ("dump-no-words", b"--- *** --- !!!\n\n...\n", "failed", "no-text"),
        ("dump-zeros", bytes(100_000), "failed", "not-as-named"),
        ("dump-random", bytes((n * 7919) % 256 for n in range(40_000)), "failed", "not-as-named"),
    ):
        yield Sample(name, "no dump at all", {"a.txt": content}, outcomes=(outcome,), codes=(code,), kind="dump")
    name = "dump-one-word"
    yield Sample(name, "one word", {"a.txt": mark(name, "A")}, (mark(name, "A"),), kind="dump")
    name = "dump-pictures-alone"
    yield Sample(name, "names of pictures and a title", {"a.txt": f"{mark(name, 'A')}\n\n1.jpg\n2.jpg\n"}, (mark(name, "A"),),
                 kind="dump")  # fmt: skip


def dump(name, why, content, **given):
    return Sample(name, why, {"a.txt": content}, (mark(name, "A"), mark(name, "Z")), kind="dump", **given)


def body(name, middle, prose=PROSE):
    return f"Tựa đề {name}\n\n{mark(name, 'A')} {prose}\n\n{middle}\n\n{mark(name, 'Z')} {prose}\n"
