"""Reads texts in Markdown with the fields before them, as Hugo, Jekyll, Obsidian and pandoc write them."""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.limits import LARGEST_MARKDOWN
from packager.model import Basis, Capture
from packager.readers import names
from packager.readers.pages.beside import Beside
from packager.readers.sniff import Kind, unicode_form
from packager.readers.stated.fields import names_date, stated
from packager.readers.texts.front_matter import front_matter
from packager.readers.texts.markdown_syntax import render

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile
    from packager.readers.stated.fields import Stated
    from packager.readers.texts.front_matter import FrontMatter

_EVIDENCE = "front matter"


def capture(file: SourceFile, content: bytes) -> Capture:
    """The article of a Markdown file; raises CaptureFailed: too-large, no-text."""
    if len(content) > LARGEST_MARKDOWN:
        raise CaptureFailed("too-large", f"{file.locator}: holds {len(content):,} bytes, {LARGEST_MARKDOWN:,} are read")
    text, damaged = _decoded(content)
    matter = front_matter(text)
    if not matter.text.strip() and not matter.unread:
        raise CaptureFailed("no-text", f"{file.locator}: holds no text behind its front matter")
    described = stated(matter.fields, Basis.METADATA, _EVIDENCE)
    body, trouble = render(matter.text)
    metadata = described.metadata
    problems = [
        ("text-damaged", damaged),
        ("front-matter-unread", matter.problem),
        ("nesting-cut", trouble),
        *((_code(name), f"{_EVIDENCE}: {name} {why}") for name, why in described.unusable),
    ]
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.MARKDOWN.value,
        media_type="text/html",
        content=_page(matter, described, body).encode("utf-8", "replace"),
        charset="utf-8",
        resources=_pictures(file),
        address=metadata.source.value,
        captured=metadata.captured.value,
        stated=metadata,
        whole=True,
        problems=tuple((code, f"{file.locator}: {message}") for code, message in problems if message),
    )


def _code(name: str) -> str:
    """The finding's code for a field whose value does not fit."""
    return "bad-date" if names_date(name) else "front-matter-unread"


def _decoded(content: bytes) -> tuple[str, str]:
    """The text with line feeds, and what is damaged in it: it is UTF-8, or UTF-16 that shows itself."""
    codec, mark = unicode_form(content) or ("utf-8", 0)
    try:
        text, damaged = content[mark:].decode(codec), ""
    except UnicodeDecodeError as error:
        text = content[mark:].decode(codec, "replace")
        damaged = f"is not valid {codec.upper()} (at byte {error.start:,}); what is not stands as U+FFFD"
    return text.replace("\r\n", "\n").replace("\r", "\n"), damaged


def _page(matter: FrontMatter, described: Stated, body: str) -> str:
    """The article as a page: the picture and the lead that its fields name, then its text."""
    language = described.metadata.language.value
    lang = f' lang="{escape(language)}"' if language else ""
    unread = f"<pre>{escape(matter.unread)}</pre>" if matter.unread else ""
    head = f'<meta charset="utf-8"><title>{escape(described.metadata.title.value)}</title>'
    return (
        f"<!DOCTYPE html><html{lang}><head>{head}</head><body>{unread}{_opening(matter, described)}{body}</body></html>"
    )


def _opening(matter: FrontMatter, described: Stated) -> str:
    """The lead and the picture at the top, unless the text has them itself."""
    lead, (picture, caption) = described.text("lead"), described.picture()
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead and lead not in matter.text else []
    if picture and posixpath.basename(picture) not in matter.text:
        said = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        parts.append(f'<figure><img src="{escape(picture)}" alt="">{said}</figure>')
    return "".join(parts)


def _pictures(file: SourceFile) -> Beside:
    """The files beside a text, in a folder of its name and in those that notes keep pictures in.

    A path from the site's root is looked for in every folder above the text, and there where sites keep such files.
    """
    own, name = posixpath.split(file.path)
    table = names.table()
    stem = posixpath.splitext(name)[0]
    beside = (own, *(posixpath.join(own, folder) for folder in (stem, f"{stem}.assets", *table["attachments"])))
    above = [own]
    while above[-1]:
        above.append(posixpath.dirname(above[-1]))
    roots = tuple(posixpath.join(folder, root) for folder in above for root in ("", *table["site_roots"]))
    return Beside(file.folder, file.path, beside, roots)
