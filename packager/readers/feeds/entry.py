"""What an entry of a feed says: its texts and pictures, and its metadata with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from packager.model import UNKNOWN, Metadata, Value
from packager.readers.feeds.elements import (
    attribute,
    base_of,
    body,
    children,
    joined,
    key,
    language_of,
    table,
    text_of,
)
from packager.readers.feeds.media import pictures
from packager.readers.stated.export_fields import Problems, date, is_web, language, person, value, values
from packager.readers.texts.article_text import ArticleText, body_of, has_media, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_LISTED = frozenset(("media:keywords", "itunes:keywords", "keywords"))


def address_of(entry: etree._Element, home: str) -> str:
    """The address of the entry's own page, whole where the feed says how; "" if it states none."""
    base = base_of(entry)
    found = [text_of(link) for link in children(entry, "feedburner:origlink")]
    found += _alternates(entry)
    for guid in children(entry, "guid"):
        if attribute(guid, "ispermalink").lower() != "false" and is_web(text_of(guid)):
            found.append(text_of(guid))
    found += [attribute(entry, "about"), attribute(entry, "href")]
    found += [text_of(one) for one in children(entry, "id", "dc:identifier") if is_web(text_of(one))]
    return next((joined(home, joined(base, address)) for address in found if address.strip()), "")


def ids_of(entry: etree._Element, home: str) -> Iterator[str]:
    """What the entry is called by, the surest first: guid, id, address."""
    for one in children(entry, "guid", "id"):
        yield text_of(one)
    yield attribute(entry, "about")
    yield address_of(entry, home)
    for one in children(entry, "dc:identifier"):
        yield text_of(one)


def _alternates(entry: etree._Element) -> Iterator[str]:
    """The addresses of links to the entry's page: those to HTML first."""
    links = [link for link in children(entry, "link", "a") if attribute(link, "rel").lower() in {"", "alternate"}]
    pages = [link for link in links if attribute(link, "type").lower() in {"", "text/html", "application/xhtml+xml"}]
    for link in (*pages, *links):
        yield joined(base_of(link), attribute(link, "href") or text_of(link))


def article_text(entry: etree._Element, home: str, address: str) -> ArticleText:
    """The texts and pictures of an entry; relative addresses start from its own, else from the feed's `home`."""
    names = table()["fields"]["bodies"]
    found = list(children(entry, *names))
    bodies = [body(element) for element in found]
    shown = tuple(pictures(entry))
    if any(picture.caption for picture in shown):
        bodies = [one for one, element in zip(bodies, found, strict=True) if key(element) != "media:description"]
    bodies += [one for one in map(body, children(entry, "title")) if has_media(one)]
    title = title_of(entry).value
    base = next((base_of(one) for one in found if base_of(one)), "") or address or home
    return ArticleText(
        bodies=tuple(one for one in bodies if one.text.strip()),
        pictures=shown,
        links=tuple(_attached(entry)),
        title=title,
        base=joined(home, base),
        language=next((language_of(one) for one in found), "") or language_of(entry),
    )


def home_of(feed: etree._Element) -> str:
    """The address of the page that a feed belongs to, "" where it states none."""
    return next((address for address in _alternates(feed) if is_web(address)), "") or base_of(feed)


def _attached(entry: etree._Element) -> Iterator[tuple[str, str]]:
    """Sound and film that the entry comes with: address and name."""
    seen: set[str] = set()
    for element in entry.iter("*"):
        name = key(element)
        link = name == "link" and attribute(element, "rel").lower() == "enclosure"
        address = attribute(element, "href") if link else attribute(element, "url")
        kind = (attribute(element, "type") or attribute(element, "medium")).lower()
        if (link or name in {"enclosure", "media:content"}) and address and not kind.startswith("image"):
            whole = joined(base_of(element), address)
            if whole not in seen and (name == "media:content") <= kind.startswith(("audio", "video")):
                seen.add(whole)
                yield whole, _name(element, whole)


def _name(element: etree._Element, address: str) -> str:
    """What an attached file is called: its title, else its file's name."""
    titles = [attribute(element, "title"), *(text_of(one) for one in children(element, "media:title"))]
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    return next((plain(one) for one in titles if plain(one)), "") or unquote(path.rpartition("/")[2]) or address


def title_of(entry: etree._Element) -> Value:
    """The entry's title."""
    for element in children(entry, *table()["fields"]["title"]):
        said = body(element)
        literal = attribute(element, "type").lower() in {"text", "text/plain"}
        if found := value(said.text, f"feed entry: {_written(element)}", tags=not literal):
            return found
    return UNKNOWN


def metadata(entry: etree._Element, feed: etree._Element, address: str, problems: Problems) -> Metadata:
    """What an entry states, and the feed for all its entries."""
    fields = table()["fields"]
    subjects = _values(_subjects(entry))
    return Metadata(
        title=title_of(entry),
        creator=_creators(entry, feed),
        issued=date(_dates(entry, fields["issued"]), problems),
        modified=date(_dates(entry, fields["modified"]), problems),
        language=_language(entry, feed),
        publisher=_publisher(entry, feed),
        section=next(iter(subjects), UNKNOWN) or next(iter(_values(_subjects(feed), "feed")), UNKNOWN),
        subject=subjects,
        source=value(address, "feed entry: link", tags=False) if is_web(address) else UNKNOWN,
        rights=_rights(entry, "feed entry") or _rights(feed, "feed"),
    )


def _values(elements: Iterable[tuple[etree._Element, str]], where: str = "feed entry") -> tuple[Value, ...]:
    return values((text, f"{where}: {_written(element)}") for element, text in elements)


def _written(element: etree._Element) -> str:
    """An element's name as evidence names it: with the prefix that the feed writes."""
    name = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{name}" if element.prefix else name


def _creators(entry: etree._Element, feed: etree._Element) -> tuple[Value, ...]:
    names = table()["fields"]["creators"]
    for outer, where in ((entry, "feed entry"), *((one, "feed entry: source") for one in children(entry, "source"))):
        if found := _people(children(outer, *names), where):
            return found
    return _people((one for one in children(feed, "author") if len(one)), "feed")


def _people(elements: Iterable[etree._Element], where: str) -> tuple[Value, ...]:
    """The names of people; iTunes' only where nobody else is named."""
    found = list(elements)
    first = [one for one in found if key(one) != "itunes:author"]
    texts = ((person(_person_text(one)), f"{where}: {_written(one)}") for one in (first or found))
    return values(texts)


def _person_text(element: etree._Element) -> str:
    """An Atom person's name, else what else is said of them; RSS states it as text."""
    if not len(element):
        return text_of(element)
    said = (text_of(one) for one in children(element, "name", "foaf:name", "email"))
    return next((text for text in said if text.strip()), text_of(element))


def _dates(entry: etree._Element, names: list[str]) -> Iterator[tuple[str, str]]:
    for element in children(entry, *names):
        yield text_of(element) or attribute(element, "value"), f"feed entry: {_written(element)}"
    if "lastmod" in names and attribute(entry, "lastmod"):
        yield attribute(entry, "lastmod"), "feed entry: LASTMOD"


def _language(entry: etree._Element, feed: etree._Element) -> Value:
    fields = table()["fields"]
    texts = children(entry, *fields["bodies"])
    label = next((language_of(one) for one in texts), "") or language_of(entry)
    found = language(label, "feed entry: xml:lang")
    for outer, where in ((entry, "feed entry"), (feed, "feed")):
        for element in children(outer, *fields["language"]):
            found = found or language(text_of(element), f"{where}: {_written(element)}")
    return found


def _publisher(entry: etree._Element, feed: etree._Element) -> Value:
    """Who published it: stated, the feed that it was taken from, the feed's title."""
    names = table()["fields"]["publisher"]
    said = [(person(text_of(one)), f"feed entry: {_written(one)}") for one in children(entry, *names)]
    for source in children(entry, "source"):
        titles = [text_of(one) for one in children(source, "title")] or ([] if len(source) else [text_of(source)])
        said += [(text, "feed entry: source") for text in titles]
    said += [(person(text_of(one)), f"feed: {_written(one)}") for one in children(feed, *names)]
    said += [(body(one).text, "feed: title") for one in children(feed, "title")]
    return next(iter(values(said)), UNKNOWN)


def _subjects(outer: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in children(outer, *table()["fields"]["subjects"]):
        text = attribute(element, "label") or text_of(element).strip() or attribute(element, "term")
        text = text or attribute(element, "text")
        for piece in text.split(",") if key(element) in _LISTED else [text]:
            yield element, piece


def _rights(outer: etree._Element, where: str) -> Value:
    for element in children(outer, *table()["fields"]["rights"]):
        text = body_of(body(element).text).text or attribute(element, "resource") or attribute(element, "href")
        if found := value(text, f"{where}: {_written(element)}"):
            return found
    return UNKNOWN
