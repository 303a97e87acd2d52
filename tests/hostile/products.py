"""What a build left behind, as the judges look at it."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from packager.articles import canonical

_RUNS = frozenset("script iframe object embed form applet base input button foreignobject frame isindex keygen".split())
_ADDRESSES = frozenset("href src action data poster cite longdesc srcset".split())
_HARMFUL = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data|file|blob|view-source|jar|feed):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|/|\.\./\.\./)", re.IGNORECASE)
_LINKS = frozenset(("a", "area"))
_CSS = re.compile(r"@import|expression\s*\(|url\s*\(\s*[\"']?(?:[a-z]+:|//)", re.IGNORECASE)


def _is_canonical(content):
    """Whether an object of the library is a canonical article."""
    return (
        content.startswith((b"<?xml", b"<!DOCTYPE", b"<html"))
        and b"<body><article>" in content
        and b"xml:lang" in content[:999]
    )


def active_in(content):
    """What in a page runs, or shows what lies elsewhere."""
    try:
        root = etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
        )
    except etree.XMLSyntaxError:
        return ["no XML"]
    found = ["stylesheet"] if b"<?xml-stylesheet" in content[:1000] else []
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        if name in _RUNS or (name == "style" and _CSS.search(element.text or "")):
            found.append(f"<{name}>")
        found += [f"<{name} {key}={value[:60]}>" for key, value in element.items() if _acts(name, key, value)]
    return found


def _acts(name, key, value):
    """Whether an attribute runs something, or makes a reader fetch."""
    key = key.rpartition("}")[2].rpartition(":")[2].lower()
    if key.startswith("on") or key in {"style", "srcdoc", "formaction", "ping", "background", "http-equiv"}:
        return key != "style" or name not in {"svg", "g", "text", "rect", "path"}
    if key not in _ADDRESSES:
        return False
    return bool(_HARMFUL.match(value)) or (name not in _LINKS and bool(_ELSEWHERE.match(value)))


@dataclass(frozen=True)
class Products:
    """An output folder: its report, and every member of every volume."""

    output: Path

    @cached_property
    def report(self):
        return json.loads((self.output / "report.json").read_text(encoding="utf-8"))

    @cached_property
    def members(self):
        """The bytes of every member by volume and name."""
        found = {}
        for path in sorted((self.output / "volumes").rglob("*.epub")):
            with zipfile.ZipFile(path) as archive:
                found |= {(path.stem, name): archive.read(name) for name in archive.namelist()}
        return found

    @cached_property
    def pages(self):
        """The members that are XML."""
        endings = (".xhtml", ".opf", ".ncx", ".xml", ".svg")
        return {place: content for place, content in self.members.items() if place[1].endswith(endings)}

    @cached_property
    def said(self):
        """All text of all volumes."""
        return "\n".join(content.decode() for (_, name), content in self.pages.items() if name.endswith(".xhtml"))

    @cached_property
    def held(self):
        """All text of all articles of the library, bound or older versions of what is bound."""
        objects = (path.read_bytes() for path in sorted((self.output / "library" / "objects").rglob("*/*")))
        return "\n".join(content.decode() for content in objects if _is_canonical(content))

    @cached_property
    def findings(self):
        """Source -> its findings."""
        found = {}
        for told in self.report["findings"]:
            found.setdefault(told["where"].partition("/")[0], []).append(told)
        return found

    @cached_property
    def items(self):
        """Source -> what its inputs became, in order."""
        found = {}
        for item in self.report["items"]:
            found.setdefault(item["source"], []).append(item)
        return found

    def outcomes(self, source):
        return tuple(item["outcome"] for item in self.items.get(source, ()))

    def codes(self, source, severity=""):
        """The codes of a source's findings, of one severity or of any."""
        return {told["code"] for told in self.findings.get(source, ()) if severity in ("", told["severity"])}

    def malformed(self):
        """Members that are no XML."""
        bad = {}
        for place, content in self.pages.items():
            try:
                etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
            except etree.XMLSyntaxError as error:
                bad[place] = str(error)
        return bad

    def active(self):
        """What runs, or shows what lies elsewhere, by member."""
        pages = {place: content for place, content in self.pages.items() if place[1].endswith((".xhtml", ".svg"))}
        return {place: found for place, content in pages.items() if (found := active_in(content))}

    def leaked(self, canaries, below):
        """Files below a folder of the output, and members within their archives, that hold any of some bytes."""
        paths = [path for path in (self.output / below).rglob("*") if path.is_file()]
        places = [(path.relative_to(self.output).as_posix(), path.read_bytes()) for path in paths]
        places += [(" ".join(place), content) for place, content in self.members.items()]
        return [place for place, content in places if any(canary in content for canary in canaries)]

    def outside_the_schema(self):
        """Canonical articles of the library that the schema does not describe."""
        schema, bad = canonical.schema(), {}
        for path in (self.output / "library" / "objects").rglob("*/*"):
            content = path.read_bytes()
            if _is_canonical(content):
                tree = etree.fromstring(content, etree.XMLParser(huge_tree=True))
                if not schema.validate(tree):
                    bad[path.name] = str(schema.error_log.last_error)
        return bad
