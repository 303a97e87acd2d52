"""What keeps a volume as it is: its period is frozen, or it would lose an article for no reason that is on record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from packager.findings import finding
from packager.library import events
from packager.library.history import History
from packager.stages import has_size
from packager.volumes import periods
from packager.writers import WRITERS, held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from packager.library.catalogue import Catalogue
    from packager.model import Finding, Publication
    from packager.stages import Options, Target

FROZEN, LOSES = "frozen-volume", "volume-would-lose"
KEEPING = frozenset((FROZEN, LOSES))
_NAMED = 5


class Guards:
    """Judges the volumes that would be written or removed; `publications` are those there are."""

    def __init__(self, catalogue: Catalogue, options: Options, publications: Iterable[Publication]) -> None:
        self._catalogue = catalogue
        self._options = options
        self._frozen = catalogue.frozen()
        self._there: dict[str, list[Publication]] = defaultdict(list)
        for item in publications:
            self._there[item.volume].append(item)
        self._closed = {
            (item.period, item.by, item.media_type) for item in publications if is_frozen(item.period, self._frozen)
        }

    def kept(
        self, due: Sequence[Target], stale: Sequence[Publication], prints: Mapping[str, str]
    ) -> dict[str, Finding | None]:
        """The volumes that stay as they are, by path, each with what is to be told of it.

        `prints` says what the volumes that are due would be made from.
        """
        found: dict[str, Finding | None] = {}
        for target in due:
            planned = frozenset(card.id for card in target.plan.cards)
            volume = target.plan.volume
            if (volume.period, target.by, WRITERS[target.format].media_type) in self._closed:
                if not self._is_lost(target.path, prints[target.path]):
                    found[target.path] = self._late(target.path, planned)
            elif told := self._losing(target.path, planned):
                found[target.path] = told
        for item in stale:
            if (item.period, item.by, item.media_type) in self._closed:
                found[item.volume] = self._late(item.volume, frozenset())
            elif told := self._losing(item.volume, frozenset()):
                found[item.volume] = told
        return found

    def _is_lost(self, volume: str, made_from: str) -> bool:
        """Whether a frozen volume is not there as it was left, and would be made from the same again."""
        known = self._catalogue.published(volume)
        there = all(has_size(self._options.output / item.path, item.bytes) for item, _ in known)
        return bool(known) and not there and all(same == made_from for _, same in known)

    def _held(self, volume: str) -> frozenset[str]:
        """The articles that a volume holds now, in all its parts."""
        books = (self._options.output / item.path for item in self._there.get(volume, ()))
        return frozenset[str]().union(*map(held.articles, books))

    def _late(self, volume: str, planned: frozenset[str]) -> Finding | None:
        """What to tell of a frozen volume: how many articles it would hold and does not, and the other way round."""
        there = self._held(volume)
        counts = {"came too late for it": len(planned - there), "would not stand in it now": len(there - planned)}
        told = [f"{count} articles {what}" for what, count in counts.items() if count]
        return finding(FROZEN, volume, f"its period is frozen: {', '.join(told)}") if told else None

    def _losing(self, volume: str, planned: frozenset[str]) -> Finding | None:
        """What to tell of a volume that would lose articles of which nothing is known any more."""
        if self._options.allow_losses:
            return None
        lost = sorted(article for article in self._held(volume) - planned if not self._is_accounted(article))
        if not lost:
            return None
        return would_lose(volume, (f"the article {article}, of which the library knows nothing" for article in lost))

    def _is_accounted(self, article: str) -> bool:
        """Whether the library knows why an article is not bound: it holds it, or its input is something else now."""
        if self._catalogue.versions(article) or article in self._catalogue.withdrawals():
            return True
        known = events.articles(History(self._options.library).naming(article), article)[-1:]
        return any(self._catalogue.recorded(entry.source, entry.locator) for entry in known)


def would_lose(volume: str, what: Iterable[str]) -> Finding:
    """What to tell of a volume that stays, for it would lose something."""
    lost = list(what)
    more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    return finding(LOSES, volume, f"stays as it is, for anew it would lack {'; '.join(lost[:_NAMED])}{more}")


def is_frozen(period: str, frozen: Iterable[str]) -> bool:
    """Whether a period lies within one that is frozen."""
    return any(periods.within(period, name) for name in frozen)


def holding(article: str, catalogue: Catalogue, options: Options) -> Iterator[str]:
    """The frozen volumes that hold an article, by path."""
    frozen = catalogue.frozen()
    for item in catalogue.publications():
        if is_frozen(item.period, frozen) and article in held.articles(options.output / item.path):
            yield item.path
