"""Plans volumes: which articles, in which order, under which name. The order of arrival never matters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeAlias

from packager import slugs
from packager.errors import UsageError
from packager.model import Value, Volume
from packager.volumes import periods, topics
from packager.volumes.labels import labels
from packager.volumes.order import SortKey, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from packager.config import Settings
    from packager.library.cards import Card
    from packager.model import Entry
    from packager.volumes.labels import Labels

KEYS = ("topic", *periods.KEYS, "source")
_PART = re.compile(r"-part\d+$")
DAY = 10  # characters of an ISO date
UNTIMED = "all"  # the folder of volumes that are not bound by time
UNDETERMINED = "und"  # BCP 47

Group: TypeAlias = tuple[str, str, str]  # period, topic's slug, source's spelling


@dataclass(frozen=True, slots=True)
class Plan:
    """A volume that is not filled yet: `volume` has no entries, `cards` are those of its articles, by id."""

    volume: Volume
    cards: tuple[Card, ...]

    def filled(self, entries: Iterable[Entry], settings: Settings) -> Volume:
        """The volume with its entries, which are those of the cards, in its order."""
        return replace(self.volume, entries=ordered(list(entries), settings))


@dataclass(frozen=True, slots=True)
class Section:
    """A topic's run of entries inside a volume; `label` is "" where no topic is known."""

    slug: str
    label: str
    entries: tuple[Entry, ...]


def plan(cards: Iterable[Card], by: Sequence[str], settings: Settings) -> list[Plan]:
    """The volumes of a library, sorted by path; every card stands in exactly one.

    Topics of fewer articles than `settings.min_articles`, the unsorted ones among them, share one volume of their
    period and source. `by` is any of `KEYS`, with one key of time at most; UsageError otherwise.
    """
    keys = tuple(dict.fromkeys(by))
    time = _time(keys)
    held = sorted(cards, key=itemgetter(0))
    named = _topics((card.topic for card in held), settings)
    usual = _usual_topics(held, named)

    @cache
    def group_of(issued: str, precision: str, topic: str, source: str) -> Group:
        period = periods.period(Value(issued, precision=precision), time) if time else ""
        return period, named[topic].slug if "topic" in keys else "", slugs.spelling(source) if "source" in keys else ""

    groups: dict[Group, list[Card]] = defaultdict(list)
    for card in held:
        groups[group_of(card.issued[:DAY], card.precision, card.topic, card.publisher or card.host)].append(card)
    if "topic" in keys and settings.min_articles:
        groups = _gathered(groups, settings.min_articles)
    plans = [
        Plan(_volume(keys, group, groups[group], _labels(groups[group], named, usual), settings), tuple(groups[group]))
        for group in sorted(groups)
    ]
    return sorted(_told_apart(plans), key=lambda planned: planned.volume.path)


def _gathered(groups: Mapping[Group, list[Card]], least: int) -> dict[Group, list[Card]]:
    """The groups, those of fewer cards than `least` joined in one of each period and source."""
    found: dict[Group, list[Card]] = defaultdict(list)
    for (period, topic, source), cards in groups.items():
        found[period, topic if len(cards) >= least else topics.OTHER, source] += cards
    return {group: sorted(cards, key=itemgetter(0)) for group, cards in found.items()}


def sections(volume: Volume, settings: Settings) -> list[Section]:
    """The topics of a volume in its order, each with its entries."""
    named = _topics(map(_topic, volume.entries), settings)
    found = []
    for slug, run in groupby(volume.entries, key=lambda entry: named[_topic(entry)].slug):
        entries = tuple(run)
        label = dict(volume.topics).get(slug) or _usual_topic(map(_topic, entries), named)
        found.append(Section(slug, label, entries))
    return found


def _topic(entry: Entry) -> str:
    return entry.metadata.topic.value


def _topics(written: Iterable[str], settings: Settings) -> dict[str, topics.Topic]:
    return topics.topics(written, settings.topics)


def _usual_topic(written: Iterable[str], named: Mapping[str, topics.Topic]) -> str:
    """The most common label of one topic; one that is written fully comes before a bare slug."""
    found = [named[label] for label in written]
    return topics.usual(topic.label for topic in found if topic.label != topic.slug) or topics.usual(
        topic.label for topic in found
    )


def _usual_topics(cards: Iterable[Card], named: Mapping[str, topics.Topic]) -> dict[str, str]:
    """The most common label of each topic, by its slug."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for label, number in Counter(map(attrgetter("topic"), cards)).items():
        written[named[label].slug][label] = number
    return {slug: _usual_topic(counted.elements(), named) for slug, counted in written.items()}


def _labels(cards: Iterable[Card], named: Mapping[str, topics.Topic], usual: Mapping[str, str]) -> dict[str, str]:
    """The label of each topic of a volume, by its slug: its own, but the library's where its own is a bare slug."""
    own = _usual_topics(cards, named)
    return {slug: usual[slug] if own[slug] == slug else own[slug] for slug in sorted(own)}


def source_label(entry: Entry) -> str:
    """Where an entry was published: its publisher, else the host of its address; "" where neither is known."""
    return entry.metadata.publisher.value or slugs.host(entry.metadata.source.value)


def _time(keys: tuple[str, ...]) -> str:
    unknown = [key for key in keys if key not in KEYS]
    if unknown:
        raise UsageError(f"--by {','.join(keys)}: there is no key {unknown[0]!r}; use any of {', '.join(KEYS)}")
    times = [key for key in keys if key in periods.KEYS]
    if len(times) > 1:
        raise UsageError(f"--by {','.join(keys)}: name one of {' and '.join(times)}, or give --by twice")
    return times[0] if times else ""


def chronological(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By date (undated last), then title, then id."""
    return tuple(sorted(entries, key=_place))


def ordered(entries: Sequence[Entry], settings: Settings) -> tuple[Entry, ...]:
    """By topic (unsorted last), then date (undated last), then title, then id."""
    named = _topics(map(_topic, entries), settings)
    runs: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        runs[named[_topic(entry)].slug].append(entry)

    def topic_place(slug: str) -> tuple[bool, SortKey, str]:
        return slug == topics.UNSORTED, sort_key(_usual_topic(map(_topic, runs[slug]), named)), slug

    return tuple(entry for slug in sorted(runs, key=topic_place) for entry in sorted(runs[slug], key=_place))


def _place(entry: Entry) -> tuple[bool, str, SortKey, str]:
    issued = entry.metadata.issued
    return not periods.known(issued), issued.value, sort_key(entry.metadata.title.value), entry.id


def _volume(
    by: tuple[str, ...], group: Group, cards: Sequence[Card], labels_of: Mapping[str, str], settings: Settings
) -> Volume:
    period, topic, _ = group
    language = topics.usual(map(attrgetter("language"), cards)) or settings.language or UNDETERMINED
    words = labels(language)
    source = (topics.usual(card.source for card in cards) or words["unknown_source"]) if "source" in by else ""
    publication = source or settings.publication or _only_publisher(cards)
    return Volume(
        by=by,
        period=period,
        topic=topic,
        topic_label=_topic_label(topic, labels_of, words),
        source=source,
        publication=publication,
        language=language,
        path=f"{period or UNTIMED}/" + "-".join(filter(None, (slugs.slug(publication) or "articles", period, topic))),
        topics=tuple(labels_of.items()),
    )


def _topic_label(topic: str, labels_of: Mapping[str, str], words: Labels) -> str:
    """The name of a volume's topic, "" without."""
    if topic == topics.OTHER:
        return words["other_topics"]
    return (labels_of[topic] or words["unsorted"]) if topic else ""


def _only_publisher(cards: Iterable[Card]) -> str:
    """The publisher of all cards that name one; "" where they name none or several."""
    named = Counter(map(attrgetter("publisher"), cards))
    del named[""]
    return topics.usual(named.elements()) if len(set(map(slugs.spelling, named))) == 1 else ""


def _told_apart(plans: list[Plan]) -> list[Plan]:
    """Volumes whose names collide get a short digest of what they are bound by; the first keeps its name.

    So does one that is named like another's part.
    """
    taken: set[str] = set()
    found = []
    for planned in plans:
        volume = planned.volume
        path = volume.path
        if path in taken or _PART.search(path):
            path = f"{path}-{slugs.short_digest(repr((volume.source, volume.topic_label, volume.publication)))}"
        taken.add(path)
        found.append(replace(planned, volume=replace(volume, path=path)))
    return found
