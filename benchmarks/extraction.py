"""What an article costs beside parsing and serialising its page with lxml, CPU time side by side in one run.

`python -m benchmarks.extraction FOLDER` takes the saved pages (.html, .html.gz) below a folder twice: as pages that no
rule knows, and as pages that a rule knows. The rule of a page is made beforehand: it names the title and the body that
the generic way finds, as a person would write it; pages where no short expression names them are left out there.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import lxml.html

from packager.articles.article import normalise
from packager.articles.choice.body import find_root
from packager.articles.markup.page import Page
from packager.articles.rules import site_rules
from packager.articles.text.decode import decode
from packager.config import Settings
from packager.errors import CaptureError
from packager.model import Capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

ROUNDS = 5


class Nothing:
    """The resources of a page that was collected alone."""

    def find(self, _: str) -> None:
        """Nothing."""

    def places(self, _: str) -> tuple[()]:
        """Nowhere."""
        return ()


@dataclass(frozen=True)
class Sample:
    """A page, and the settings with which it is read."""

    capture: Capture
    settings: Settings


def plain(sample: Sample) -> None:
    """Parses and serialises a page."""
    root = lxml.html.document_fromstring(sample.capture.content, parser=lxml.html.HTMLParser(encoding="utf-8"))
    lxml.html.tostring(root, encoding="unicode")


def article(sample: Sample) -> None:
    """Makes the page's article, if it holds one."""
    try:
        normalise(sample.capture, None, sample.settings)  # type: ignore[arg-type]  # there is no picture to keep
    except CaptureError:
        return


def cost(work: Callable[[Sample], None], samples: Iterable[Sample]) -> float:
    """CPU seconds for each sample once: the least of some rounds, page by page."""
    return sum(min(_timed(work, sample) for _ in range(ROUNDS)) for sample in samples)


def _timed(work: Callable[[Sample], None], sample: Sample) -> float:
    started = time.process_time()
    work(sample)
    return time.process_time() - started


def _expression(element: etree._Element, root: etree._Element) -> str:
    """A short XPath that finds an element first; "" if there is none."""
    for name in ("id", "class"):
        value = element.get(name) or ""
        if value and "'" not in value and "\n" not in value:
            expression = f"//{element.tag}[@{name}='{value}']"
            found = root.xpath(expression)
            if isinstance(found, list) and found and found[0] is element:
                return expression
    return f"//{element.tag}" if next(root.iter(str(element.tag)), None) is element else ""


def rule_of(page: Page) -> str:
    """The rule that names the page's title and body; "" where it cannot be written short."""
    frame, _ = find_root(page)
    if frame is None or page.title_item is None:
        return ""
    title = _expression(page.title_item.path[-1].element, page.root)
    body = _expression(frame.element, page.root)
    return f"title: {title}\nbody: {body}\nauthor: //*[@rel='author']\n" if title and body else ""


def known(samples: Iterable[Sample], folder: Path) -> list[Sample]:
    """The samples for which a rule can be written, each with it."""
    found: list[Sample] = []
    for number, sample in enumerate(samples):
        page = Page(decode(sample.capture.content).text)
        host = urlsplit(page.address).hostname or ""
        rule = rule_of(page) if host else ""
        if rule:
            rules = folder / str(number)
            rules.mkdir()
            (rules / f"{host.removeprefix('www.')}.txt").write_text(rule, encoding="utf-8")
            found.append(Sample(sample.capture, Settings(rules=str(rules))))
    return found


def read(path: Path) -> Sample:
    """A page as it was saved."""
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return Sample(Capture("corpus", path.name, "saved page", "text/html", content, Nothing()), Settings())


def main(folder: Path) -> None:
    """Prints both ratios."""
    site_rules.cache_clear()
    samples = [read(path) for path in sorted(folder.rglob("*.html*"))]
    with tempfile.TemporaryDirectory() as made:
        ruled = known(samples, Path(made))
        for name, pages in (("no rule knows", samples), ("a rule knows", ruled)):
            for sample in pages:
                site_rules(sample.settings.rules)
            least, spent = cost(plain, pages), cost(article, pages)
            each = 1000 / max(len(pages), 1)
            print(
                f"{len(pages)} pages that {name}: lxml {least * each:.2f} ms, article {spent * each:.2f} ms, "
                f"ratio {spent / least:.2f}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
