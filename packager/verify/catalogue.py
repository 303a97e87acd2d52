"""The catalogue as SQLite sees it, and every row as we read it.

SQLite finds one in twenty of the single bits that flip, so what tells for certain is its digest in the manifest; this
check says what is wrong, and stands alone where a run did not end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.findings import finding
from packager.library.catalogue import Catalogue
from packager.publish.manifest import CATALOGUE
from packager.verify.holding import NOT_UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Finding
    from packager.verify.holding import Holding


def check(holding: Holding) -> Iterator[Finding]:
    """What is wrong inside the catalogue; one that is not there is for `fixity` to tell."""
    if CATALOGUE not in holding.digests:
        return
    try:
        with Catalogue(holding.output / CATALOGUE, reading=True) as catalogue:
            said = catalogue.check()
    except NOT_UNDERSTOOD as error:
        said = [str(error)]
    if holding.known.trouble and holding.known.trouble not in said:
        said.append(holding.known.trouble)
    for line in said:
        yield finding("catalogue-damaged", CATALOGUE, line)
