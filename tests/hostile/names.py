"""Names of files that systems, shells and formats stumble over, and many articles of one name."""

from __future__ import annotations

import unicodedata

from tests.hostile.sample import Sample, Special, mark, page

NAMES = (
    b"-rf.html", b"~.html", b"%00.html", b"%2e%2e%2fx.html", b"new\nline.html", b"tab\tname.html", b"\x1b[31m.html",
    b"\xff\xfe.html", b"caf\xe9.html", "caf\u00e9.html".encode(), "cafe\u0301.html".encode(),
    "\u202egpj.html".encode(), "\u200b\u200b.html".encode(), "\ufeffx.html".encode(), b"CON.html", b"nul.html",
    b"a:b.html", b"a\\..\\b.html", b"$(id).html", b"`id`.html", b"x;rm -rf.html", b"*.html", b"?.html", b"'\".html",
    b"<script>alert(1)<.html", b"&amp;.html", b"]]>.html", b" .html", b"..html", b"a..html", b"a.html.", b"A.html",
    b"a.html", b"a.HTML", b"a" * 250 + b".html", ("\u1ec7" * 80 + ".html").encode(), "\U0001f4a9.html".encode(),
    b"{{7*7}}.html", b"%s%n.html", b"#x.html", b"x?y=1#z.html",
)  # fmt: skip


def samples():
    """Every sample of this kind."""
    name = "names-of-pages"
    files = {raw: page(name, f"<p>{mark(name, f'N{n:02}')}</p>") for n, raw in enumerate(NAMES)}
    seen = [raw for raw in NAMES if _is_input(raw)]
    yield Sample(name, "names of every sort", files, tuple(mark(name, f"N{n:02}") for n, raw in enumerate(NAMES) if raw in seen),
                 outcomes=("article",) * len(seen))  # fmt: skip
    name = "names-of-folders"
    folders = (
        b"\xff\xfe",
        b"new\nline",
        b"a" * 255,
        b"-x",
        b"CON",
        b"x..",
        b"con_files",
        "e\u0301".encode(),
        "\u00e9".encode(),
    )
    files = {folder + b"/a.html": page(name, f"<p>{mark(name, f'F{n}')}</p>") for n, folder in enumerate(folders)}
    yield Sample(name, "folders of every sort", files, tuple(mark(name, f"F{n}") for n in range(len(folders))),
                 outcomes=("article",) * len(folders))  # fmt: skip
    name = "names-deep"
    deep = "/".join(["d" * 20] * 150)
    yield Sample(name, "a path of 3,000 characters", {f"{deep}/a.html": page(name)}, (mark(name, "A"),))
    name = "names-decomposed"
    picture_name = "ảnh-chợ.png"
    from tests.collected import picture

    files = {
        "a.html": page(name, f'<img src="{picture_name}">'),
        unicodedata.normalize("NFD", picture_name): picture(41, form="PNG"),
    }
    yield Sample(name, "a picture's name in pieces", files, (mark(name, "A"),), pictures=1)
    name = "names-one-title"
    files = {f"{n:03}.html": page(name, f"<p>{mark(name, f'T{n:03}')}</p>", title="Một tựa") for n in range(120)}
    yield Sample(name, "120 articles of one title", files, tuple(mark(name, f"T{n:03}") for n in range(120)),
                 outcomes=("article",) * 120)  # fmt: skip
    name = "names-one-content"
    files = {f"{n}.html": page(name) for n in range(9)}
    yield Sample(name, "one article nine times", files, (mark(name, "A"),), outcomes=("article",) + ("duplicate",) * 8,
                 codes=("duplicate",))  # fmt: skip
    name = "names-no-title"
    content = page(name).replace(f"<h1>Bài {name}</h1>", "").replace(f"<title>Bài {name}</title>", "")
    yield Sample(
        name,
        "a name that becomes the title",
        {b"<i>\xff&amp;\n.html": content},
        (mark(name, "A"),),
        codes=("no-title",),
    )
    name = "names-ignored"
    files = {"a.html": page(name), "README": "x", "readme.txt": "x", ".hidden.html": page(name), "a.html.meta.json": "{",
             "Thumbs.db": b"\0" * 99, "overrides.toml": "[", "x.css": "<script>", "pipe.css": Special("pipe")}  # fmt: skip
    yield Sample(name, "files that are no inputs", files, (mark(name, "A"),), outcomes=())


def _is_input(raw):
    """Whether a name is a page's, and not hidden."""
    return not raw.startswith(b".")
