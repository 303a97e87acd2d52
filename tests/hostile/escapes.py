"""What leads out of a source, or to what is no file."""

from __future__ import annotations

from tests.collected import picture
from tests.hostile.sample import OUTSIDE, Link, Sample, Special, bad_page, mark, page

SECRET = f"../{OUTSIDE}/secret"
WAYS = (
    f"{SECRET}.png",
    f"a/../../{OUTSIDE}/secret.png",
    f"..%2F{OUTSIDE}%2Fsecret.png",
    f"%2e%2e/{OUTSIDE}/secret.png",
    f"..%252f{OUTSIDE}/secret.png",
    f"..\\{OUTSIDE}\\secret.png",
    f".././.././{OUTSIDE}/secret.png",
    f"....//{OUTSIDE}/secret.png",
    f"..;/{OUTSIDE}/secret.png",
    f"\u2025/{OUTSIDE}/secret.png",
    f"../{OUTSIDE}/secret.png?x=1#y",
    f"../{OUTSIDE}/secret.png%00.png",
    "/etc/passwd",
    "//etc/passwd",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "file:../outside/secret.png",
    "C:\\Windows\\win.ini",
    "\\\\?\\C:\\Windows\\win.ini",
    "/dev/zero",
    "/dev/stdin",
    "/proc/self/environ",
    "/proc/self/fd/0",
    "~/secret.png",
    "$HOME/secret.png",
    "|cat /etc/passwd",
    "phar://x.png",
    "ftp://127.0.0.1/x.png",
    "gopher://127.0.0.1:18999/x",
)


def samples():
    """Every sample of this kind."""
    yield from references()
    yield from links_in_the_way()
    yield from no_files()
    yield from sidestepped()


def references():
    name = "escape-references"
    middle = "".join(
        f'<figure><img src="{way}"><figcaption>Cách {n}</figcaption></figure>' for n, way in enumerate(WAYS)
    )
    yield bad_page(name, "pictures named by ways out", f"{middle}<p>{mark(name, 'M')}</p>", also="M",
                   codes=("outside-source", "picture-missing"), pictures=0)  # fmt: skip
    name = "escape-other-elements"
    tags = (("object", "data"), ("iframe", "src"), ("embed", "src"), ("link rel=stylesheet", "href"), ("video", "poster"),
            ("source", "srcset"), ("track", "src"), ("a", "href"), ("image", "href"), ("body", "background"))  # fmt: skip
    middle = "".join(
        f'<{tag} {attribute}="{SECRET}.{ending}"></{tag.split()[0]}>'
        for tag, attribute in tags for ending in ("html", "png", "txt", "css")
    )  # fmt: skip
    yield bad_page(name, "other elements that lead out", middle)
    name = "escape-dump"
    lines = "\n".join((f"{SECRET}.png", "/etc/passwd.png", f"a/../../{OUTSIDE}/secret.png", "Chú thích."))
    content = f"Tựa {name}\n\n{mark(name, 'A')} Chợ phiên mở từ sớm.\n\n{lines}\n\n{mark(name, 'Z')} Hết chuyện chợ.\n"
    yield Sample(name, "a dump that names files outside", {"a.txt": content}, (mark(name, "A"), mark(name, "Z")),
                 codes=("outside-source",), pictures=0, kind="dump")  # fmt: skip
    name = "escape-next-page"
    head = f'<meta charset="utf-8"><link rel=next href="{SECRET}.html"><link rel=next href="/etc/passwd">'
    yield bad_page(
        name, "a next page outside", f'<div class="pagination"><a href="{SECRET}.html">2</a></div>', head=head
    )


def links_in_the_way():
    name = "escape-links"
    middle = "".join(
        f'<img src="{way}">' for way in ("file.png", "folder/secret.png", "chain.png", "parent/outside/secret.png")
    )
    files = {
        "file.png": Link(f"../{OUTSIDE}/secret.png"),
        "folder": Link(f"../{OUTSIDE}"),
        "chain.png": Link("chain-2.png"),
        "chain-2.png": Link("file.png"),
        "parent": Link(".."),
    }
    yield bad_page(name, "links out of the source", middle, files=files, codes=("outside-source",), pictures=0)
    name = "escape-links-in-loops"
    files = {"loop.png": Link("loop.png"), "a.png": Link("b.png"), "b.png": Link("a.png"), "here": Link(".")}
    middle = "<img src='loop.png'><img src='a.png'><img src='" + "here/" * 30 + "loop.png'>"
    yield bad_page(name, "links that go round", middle, files=files, pictures=0)
    name = "escape-links-inside"
    files = {"inside.png": Link("real/p.png"), "real/p.png": picture(21, form="PNG")}
    yield bad_page(name, "a link that stays inside is followed", "<img src='inside.png'>", files=files, pictures=1)
    name = "escape-pages-by-link"
    files = {
        "good.html": page(name),
        "out.html": Link(f"../{OUTSIDE}/secret.html"),
        "out.txt": Link(f"../{OUTSIDE}/secret.txt"),
        "dangling.html": Link("nowhere.html"),
        "loop.html": Link("loop.html"),
        "parent": Link(".."),
        "root": Link("/"),
        "zero.html": Link("/dev/zero"),
    }
    yield Sample(name, "pages that lie outside", files, (mark(name, "A"),), codes=("outside-source", "unreadable-file"),
                 outcomes=("failed", "article", "failed", "failed", "failed", "failed"))  # fmt: skip


def no_files():
    name = "escape-pipes"
    middle = (
        "<img src='pipe.png'><img src='socket.png'><img src='folder.png'><img src='.'><img src='..'><img src=''><img>"
    )
    files = {"pipe.png": Special("pipe"), "socket.png": Special("socket"), "folder.png/x.css": b"x"}
    yield bad_page(name, "pictures that are no files", middle, files=files, codes=("not-a-file",), pictures=0)
    name = "escape-inputs-no-files"
    files = {"a.html": page(name), "folder.html/x.png": b"x", "pipe.html": Special("pipe"), "s.html": Special("socket")}
    yield Sample(name, "pages that are no files", files, (mark(name, "A"),), codes=("not-a-file",),
                 outcomes=("article", "failed", "failed"))  # fmt: skip
    name = "escape-sidecars-no-files"
    files = {
        **{f"{n}.html": page(f"{name}-{n}") for n in range(3)},
        "0.meta.json": Special("pipe"),
        "1.html.meta.json": Link("/dev/zero"),
        "2.meta.json": Link(f"../{OUTSIDE}/secret.txt"),
    }
    yield Sample(name, "sidecars that are no files", files, tuple(mark(f"{name}-{n}", "A") for n in range(3)),
                 codes=("sidecar-unread",), outcomes=("article",) * 3)  # fmt: skip
    name = "escape-locked"
    files = {
        "a.html": page(name, "<img src='locked.png'>"),
        "locked.html": Special("locked"),
        "locked.png": Special("locked"),
    }
    yield Sample(name, "files that may not be read", files, (mark(name, "A"),), outcomes=())


def sidestepped():
    name = "escape-companion"
    files = {"page_files": Link(f"../{OUTSIDE}"), "page.html": page(name, "<img src='https://a.example/x/secret.png'>")}
    yield bad_page(name, "a folder beside the page that lies elsewhere", content=files["page.html"], pictures=0,
                   files={"page_files": files["page_files"]})  # fmt: skip
    name = "escape-dump-folder"
    content = (
        f"Tựa {name}\n\n{mark(name, 'A')} Chợ phiên mở từ sớm.\n\nsecret.png\nChú thích.\n\n{mark(name, 'Z')} Hết.\n"
    )
    yield Sample(name, "a dump's folder that lies elsewhere", {"a.txt": content, "a": Link(f"../{OUTSIDE}")},
                 (mark(name, "A"), mark(name, "Z")), pictures=0, kind="dump")  # fmt: skip
