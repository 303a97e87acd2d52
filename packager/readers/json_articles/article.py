"""From a record to an article: its texts and pictures, and its metadata with evidence."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from packager.model import UNKNOWN, Metadata, Value
from packager.readers.json_articles.fields import Fields, table, text_in
from packager.readers.stated.dates import stated_date
from packager.readers.stated.export_fields import Problems, date, is_web, language, person, value, values
from packager.readers.texts.article_text import ArticleText, Body, Shown, body_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = re.compile(
    r"\s*+(?:<\?xml[^<>]{0,200}>\s*+)?(?:<!--[^<>]{0,1000}-->\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_LIST, _TAGS, _PEOPLE = re.compile(r"[;\n]"), re.compile(r"[;,\n]"), re.compile(r"[;\n|]")
_ABSOLUTE = re.compile(r"(?i)[a-z][a-z0-9+.-]{0,20}:|//|data:")


def names(key: str) -> list[str]:
    """The fields that may state something."""
    return list(table()["fields"][key])


def whole_page(fields: Fields) -> str:
    """The page that a record carries as a whole, "" without one."""
    texts = fields.texts(*table()["text"]["likely"], *table()["text"]["sure"])
    return next((text for _, text in texts if _PAGE.match(text)), "")


def article_text(fields: Fields, outer: Fields) -> ArticleText:
    """The texts and pictures of a record."""
    said = table()["text"]
    bodies = list(_bodies(fields, said["sure"])) + list(_bodies(fields, said["likely"]))
    bodies += _bodies(fields, said["lead"])
    address = address_of(fields)
    home = next((text for _, text in outer.texts("homepageurl", "link", "url") if is_web(text)), "")
    return ArticleText(
        bodies=tuple(bodies),
        pictures=tuple(pictures(fields)),
        links=tuple(_attached(fields)),
        title=_title(fields).value,
        base=address or home,
        language=_language(fields, outer).value,
    )


def _bodies(fields: Fields, said: list[str]) -> Iterator[Body]:
    """The texts under each of some names; a list of texts is one text, a paragraph each."""
    for name in said:
        bodies = [body_of(text) for _, text in fields.texts(name) if text.strip()]
        if any(body.markup for body in bodies):
            yield Body("\n".join(body.html for body in bodies), markup=True)
        elif bodies:
            yield Body("\n\n".join(body.text for body in bodies))


def address_of(fields: Fields) -> str:
    """The address of the article's page, "" where none is stated."""
    for _, one in fields.under(names("address")):
        text = one if isinstance(one, str) else text_in(one, "address")
        if is_web(text):
            return text.strip()
    return ""


def ids_of(fields: Fields) -> Iterator[str]:
    """What the record is called by, the surest first: ids, then the address of its page."""
    for _, one in fields.under(names("ids")):
        if isinstance(one, str | int) and not isinstance(one, bool):
            yield str(one)
    yield address_of(fields)


def pictures(fields: Fields) -> Iterator[Shown]:
    """The pictures in a record's fields, each address once."""
    seen: set[str] = set()
    for _, one in fields.under(names("pictures")):
        shown = _picture(one)
        if shown.reference and shown.reference not in seen:
            seen |= {shown.reference}
            yield shown


def _picture(one: object) -> Shown:
    if isinstance(one, str):
        return Shown(one.strip())
    if not isinstance(one, dict):
        return Shown("")
    reference = text_in(one, "picture").strip()
    caption, alt, credit = (plain(text_in(one, key)) for key in ("caption", "alt", "credit"))
    return Shown(reference, caption, "" if credit == caption else credit, alt)


def aliases(fields: Fields) -> dict[str, str]:
    """Addresses of pictures -> the paths under which the record says that they were stored (scrapy, news-please)."""
    found: dict[str, str] = {}
    for _, one in fields.under(names("pictures")):
        if isinstance(one, dict) and (path := text_in(one, "path").strip()) and not _ABSOLUTE.match(path):
            found.setdefault(text_in(one, "picture").strip(), path)
    return found


def _attached(fields: Fields) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for _, one in fields.under(names("attached")):
        address = (one if isinstance(one, str) else text_in(one, "picture")).strip()
        if is_web(address) and address not in seen:
            seen.add(address)
            name = plain(text_in(one)) if isinstance(one, dict) else ""
            yield address, name or address.partition("?")[0].rstrip("/").rpartition("/")[2] or address


def metadata(fields: Fields, outer: Fields, problems: Problems) -> Metadata:
    """What a record states, and the object round the records for all of them."""
    address = address_of(fields)
    subjects = _labels(fields, "subject")
    return Metadata(
        title=_title(fields),
        subtitle=_first(fields, "subtitle"),
        creator=_creators(fields, "JSON") or _creators(outer, "JSON, outer"),
        issued=date(_dates(fields, "issued"), problems),
        modified=date(_dates(fields, "modified"), problems),
        language=_language(fields, outer),
        publisher=_publisher(fields, outer),
        section=next(iter(_labels(fields, "section")), UNKNOWN),
        subject=subjects,
        source=value(address, "JSON: address", tags=False),
        rights=_first(fields, "rights"),
    )


def captured(fields: Fields) -> str:
    """When it was collected, ISO 8601, "" where that is not stated."""
    for _, text in _dates(fields, "captured"):
        with suppress(ValueError):
            return stated_date(text)[0]
    return ""


def _title(fields: Fields) -> Value:
    return _first(fields, "title")


def _first(fields: Fields, key: str) -> Value:
    said = (value(text, f"JSON: {name}") for name, text in fields.texts(*names(key)))
    return next(filter(None, said), UNKNOWN)


def _creators(fields: Fields, where: str) -> tuple[Value, ...]:
    """The people of the first field that names any."""
    for key in names("creator"):
        people = [(person(one), f"{where}: {name}") for name, text in fields.texts(key) for one in _PEOPLE.split(text)]
        if found := values(people):
            return found
    return ()


def _dates(fields: Fields, key: str) -> Iterator[tuple[str, str]]:
    """(text, evidence) of dates; WordPress states UTC by the field's name alone."""
    for field in names(key):
        for name, one in fields.under([field]):
            text = str(one) if isinstance(one, (str, int, float)) and not isinstance(one, bool) else ""
            utc = field.endswith("gmt") and "T" in text and text[-9:-8] == "T"
            yield text + ("Z" if utc else ""), f"JSON: {name}"


def _language(fields: Fields, outer: Fields) -> Value:
    for where, place in (("JSON", fields), ("JSON, outer", outer)):
        for name, text in place.texts(*names("language")):
            if found := language(text, f"{where}: {name}"):
                return found
    return UNKNOWN


def _publisher(fields: Fields, outer: Fields) -> Value:
    said = [(text, f"JSON: {name}") for name, text in fields.texts(*names("publisher")) if not is_web(text)]
    said += [(text, f"JSON, outer: {name}") for name, text in outer.texts("title", "name")]
    return next(iter(values(said)), UNKNOWN)


def _labels(fields: Fields, key: str) -> tuple[Value, ...]:
    """The labels under some names; one text may list several, of tags also between commas."""
    found: list[tuple[str, str]] = []
    for field in names(key):
        said = list(fields.texts(field))
        mark = _TAGS if field in table()["tags"] and len(said) == 1 else _LIST
        found += [(label, f"JSON: {name}") for name, text in said for label in mark.split(text)]
    return values(found)
