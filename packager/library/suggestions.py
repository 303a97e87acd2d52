"""Topics for the articles that have none, as a model suggests that was learnt from those that have one.

The model is an object of the library; `topic-model.json` names it. Where there is none, nothing is suggested.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packager.errors import LibraryDamaged, UsageError
from packager.library import drafts
from packager.library.objects import Objects
from packager.library.topic_model import LEAST_ARTICLES, LEAST_TOPICS, Sample, TopicModel, learn, words_of
from packager.model import Basis, Value
from packager.slugs import resolve, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from packager.library.topic_model import Assessment
    from packager.model import Entry

NAME = "topic-model.json"
MOST_ARTICLES = 300  # of one topic; more teach little, and cost
SHOWN = 12  # hexadecimal digits of a model's digest in evidence


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt: the model by digest, how it does, and of the articles without a topic how many get one."""

    model: str
    topics: tuple[str, ...]
    assessment: Assessment
    without: int
    suggested: int


class Suggestions:
    """What the library's model says; asked once for each content, and remembered in the cache."""

    def __init__(self, library: Path) -> None:
        self._objects = Objects(library / "objects")
        self._path = library / NAME
        self._cache = library / "cache" / "topics.json"
        self._known: dict[str, dict[str, list[str]]] = {}  # by the digest of a model

    def learn(self, entries: Sequence[Entry], aliases: Mapping[str, str]) -> Lesson:
        """Learns from the articles that have a topic, and keeps the model; UsageError where they are too few."""
        model, assessment = learn(self._samples(entries, aliases))
        if not model.languages:
            raise UsageError(
                f"there is too little to learn from: it takes {LEAST_TOPICS} topics, each with {LEAST_ARTICLES} "
                "articles or more in one language; give topics in overrides.toml, or collect more"
            )
        digest = self._objects.put(model.dump())
        self._objects.sync()
        drafts.write(self._path, f'{{"model": "{digest}"}}\n'.encode())
        without = sum(not entry.metadata.topic for entry in entries)
        left = sum(not entry.metadata.topic for entry in self.labelled(entries))
        return Lesson(digest, model.topics, assessment, without, without - left)

    def forget(self) -> None:
        """Takes the model out of use; OutputError."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise drafts.cannot_write(self._path, error) from error

    @property
    def in_use(self) -> bool:
        """Whether there is a model; LibraryDamaged as `labelled`."""
        return bool(self._digest())

    def labelled(self, entries: Iterable[Entry]) -> list[Entry]:
        """The articles, those without a topic with the one that is suggested; LibraryDamaged for no sound model."""
        held = list(entries)
        digest = self._digest()
        if not digest or all(entry.metadata.topic for entry in held):
            return held
        known = self._known.setdefault(digest, {}) or self._remembered(digest)
        unlabelled = {entry.content: entry for entry in held if not entry.metadata.topic}
        new = [entry for content, entry in unlabelled.items() if content not in known]
        if new:
            known |= self._asked(digest, new)
            kept = {content: said for content, said in known.items() if content in unlabelled}
            drafts.write(self._cache, json.dumps({"model": digest, "topics": kept}, sort_keys=True).encode("ascii"))
        self._known[digest] = known
        return [entry if entry.metadata.topic else _with_topic(entry, known[entry.content], digest) for entry in held]

    def _samples(self, entries: Sequence[Entry], aliases: Mapping[str, str]) -> Iterator[Sample]:
        """The labelled articles by language and topic, then by id, which is as good as chance."""
        spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
        held: defaultdict[str, defaultdict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in sorted(entries, key=lambda entry: entry.id):
            if entry.metadata.topic:
                label = resolve(entry.metadata.topic.value, aliases)
                spelt[slug(label)][label] += 1
                held[language(entry)][slug(label)].append(entry)
        for code, topics in sorted(held.items()):
            taught = {name: found for name, found in topics.items() if len(found) >= LEAST_ARTICLES}
            for name in sorted(taught) if len(taught) >= LEAST_TOPICS else ():
                label = min(spelt[name], key=lambda label: (label == name, -spelt[name][label], label.swapcase()))
                for entry in taught[name][:MOST_ARTICLES]:
                    yield Sample(code, label, words_of(self._objects.read(entry.content)))

    def _digest(self) -> str:
        """The digest of the model in use, "" if there is none."""
        try:
            return str(json.loads(self._path.read_bytes())["model"])
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryDamaged(f"{self._path}: names no model; run `packager learn-topics` again") from error

    def _asked(self, digest: str, entries: Iterable[Entry]) -> dict[str, list[str]]:
        """What the model says of some articles, by content: the topic and the words that speak for it, or nothing."""
        try:
            model = TopicModel.load(self._objects.read(digest))
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryDamaged(f"{self._path}: names no model; run `packager learn-topics` again") from error
        found = {}
        for entry in entries:
            lean = model.suggest(language(entry), words_of(self._objects.read(entry.content)))
            found[entry.content] = [lean.topic, *lean.words] if lean else []
        return found

    def _remembered(self, digest: str) -> dict[str, list[str]]:
        with suppress(OSError, ValueError, KeyError, TypeError):  # never written, or damaged: the model is asked again
            table = json.loads(self._cache.read_bytes())
            if table["model"] == digest:
                return dict(table["topics"])
        return {}


def _with_topic(entry: Entry, said: Sequence[str], digest: str) -> Entry:
    """The article with the topic that the model says."""
    if not said:
        return entry
    topic, *words = said
    evidence = f"learnt: words {', '.join(f'«{word}»' for word in words)}; model {digest[:SHOWN]}"
    return replace(entry, metadata=replace(entry.metadata, topic=Value(topic, Basis.INFERRED, evidence)))


def language(entry: Entry) -> str:
    """The language of an article without its region, "" where it is not known."""
    return entry.metadata.language.value.partition("-")[0].lower()
