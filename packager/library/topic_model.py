"""Which words speak for which topic, learnt from labelled articles: the nearest centroid of their words.

A word counts the more, the fewer articles have it (its rarity); a topic's centroid is the mean of its articles' words.
An article leans to the topic whose centroid is nearest by the cosine. All sums are of integers, so that one library
gives one model, byte for byte, on any machine.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import isqrt, log
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMAT = 1
LEAST_TOPICS, LEAST_ARTICLES = 2, 3
"""Of one language: fewer topics, or fewer articles of one, teach nothing."""
ARTICLE_WORDS = 400  # the first words of an article tell what it is about
LEAST_WORDS = 4  # fewer that speak for a topic are chance
TOPIC_WORDS = 2000  # the words of a topic that speak loudest; the others are noise
FOLDS = 5
LEAST_ANSWERS = 5  # fewer show nothing
SURE = 95  # per cent of the answers that have to be right for a margin to be enough
MARGINS = range(50, 300, 5)
"""Thousandths of the cosine that may be asked for; with less, an article of a topic never met would get one."""
NEVER = 1001  # a margin that no answer has

_RARITY = 100  # a rarity of 1 (one article in e)
_UNIT = 10_000  # a length of 1
_BYLINE = re.compile(r'<p class="byline">.*?</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]+")


class Sample(NamedTuple):
    """A labelled article: its language, its topic, and the words of its text."""

    language: str
    topic: str
    words: frozenset[str]


class Lean(NamedTuple):
    """What an article leans to: the topic, how far it is ahead in thousandths, and the words that say so."""

    topic: str
    margin: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a model does on articles that it did not learn from: of `articles`, so many are `right`.

    Of the `sure` ones, for which the margin is enough, so many are `sure_right`.
    """

    articles: int
    right: int
    sure: int
    sure_right: int


@dataclass(frozen=True, slots=True)
class Centroids:
    """The topics of one language, and for each word its rarity and its weight in the centroids that have it."""

    topics: tuple[str, ...]
    words: Mapping[str, tuple[int, tuple[tuple[int, int], ...]]]

    def lean(self, words: frozenset[str]) -> Lean | None:
        """The topic that an article of these words leans to; None if too few of them speak for one."""
        shares: list[dict[str, int]] = [{} for _ in self.topics]
        length = 0
        for word in words & self.words.keys():
            rarity, weights = self.words[word]
            length += rarity * rarity
            for topic, weight in weights:
                shares[topic][word] = rarity * weight
        scores = [sum(share.values()) for share in shares]
        first, second = sorted(range(len(scores)), key=lambda topic: (-scores[topic], topic))[:2]
        if len(shares[first]) < LEAST_WORDS:
            return None
        ahead = {word: share - shares[second].get(word, 0) for word, share in shares[first].items()}
        loudest = sorted(ahead, key=lambda word: (-ahead[word], word))[:3]
        margin = 1000 * (scores[first] - scores[second]) // (_UNIT * max(1, isqrt(length)))
        return Lean(self.topics[first], margin, tuple(loudest))


@dataclass(frozen=True, slots=True)
class TopicModel:
    """What was learnt, by language (an article is compared with those of its own), and the margin an answer needs."""

    languages: Mapping[str, Centroids]
    margin: int

    def suggest(self, language: str, words: frozenset[str]) -> Lean | None:
        """The topic of an article of these words; None where none is ahead by the margin."""
        known = self.languages.get(language)
        found = known.lean(words) if known else None
        return found if found and found.margin >= self.margin else None

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that may be suggested."""
        return tuple(sorted({topic for known in self.languages.values() for topic in known.topics}))

    def dump(self) -> bytes:
        """The model as JSON: the same bytes for the same model."""
        languages = {code: [known.topics, known.words] for code, known in self.languages.items()}
        table = {"format": FORMAT, "margin": self.margin, "languages": languages}
        return json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    @classmethod
    def load(cls, content: bytes) -> Self:
        """The model that `dump` wrote; ValueError, KeyError or TypeError for anything else."""
        table = json.loads(content)
        if table["format"] != FORMAT:
            raise ValueError(f"format {table['format']}")
        languages = {code: Centroids(tuple(topics), words) for code, (topics, words) in table["languages"].items()}
        return cls(languages, table["margin"])


def words_of(content: bytes) -> frozenset[str]:
    """The words of a canonical article and its pairs of neighbours, which in Vietnamese are mostly words of two.

    The byline is left out: whoever writes on a topic today may write on another tomorrow.
    """
    text = content.decode("utf-8")
    text = _TAG.sub(" | ", _BYLINE.sub("", text[text.find("<header>") :]))
    return frozenset(_words(unicodedata.normalize("NFC", html.unescape(text)).casefold()))


def _words(text: str) -> Iterator[str]:
    last, end = "", 0
    for number, match in enumerate(_WORD.finditer(text)):
        if number == ARTICLE_WORDS:
            return
        yield match[0]
        if last and text[end : match.start()].isspace():
            yield f"{last} {match[0]}"
        last, end = match[0], match.end()


def learn(samples: Iterable[Sample]) -> tuple[TopicModel, Assessment]:
    """The model of some articles, in an order that is always the same, and how it does on its own.

    It is tried on each fifth of them after learning from the others. The margin is the least with which `SURE` per
    cent of its answers were right; if there is none, the model suggests nothing.
    """
    spoken: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        spoken[sample.language].append(sample)
    tried = [answer for known in spoken.values() for answer in _tried(known)]
    margin = next((margin for margin in MARGINS if _is_enough(margin, tried)), NEVER)
    sure = [right for ahead, right in tried if ahead >= margin]
    assessment = Assessment(len(tried), sum(right for _, right in tried), len(sure), sum(sure))
    return TopicModel({code: _centroids(known) for code, known in spoken.items()}, margin), assessment


def _tried(samples: Sequence[Sample]) -> Iterator[tuple[int, bool]]:
    """Of each article: how sure a model is that did not learn from it, and whether it is right."""
    for fold in range(min(FOLDS, len(samples))):
        known = _centroids([sample for n, sample in enumerate(samples) if n % FOLDS != fold])
        for sample in samples[fold::FOLDS]:
            found = known.lean(sample.words)
            yield (found.margin, found.topic == sample.topic) if found else (-1, False)


def _is_enough(margin: int, tried: Iterable[tuple[int, bool]]) -> bool:
    answers = [right for ahead, right in tried if ahead >= margin]
    return len(answers) >= LEAST_ANSWERS and 100 * sum(answers) >= SURE * len(answers)


def _centroids(samples: Sequence[Sample]) -> Centroids:
    topics = tuple(sorted({sample.topic for sample in samples}))
    held = Counter(word for sample in samples for word in sample.words)
    rarity = {word: round(_RARITY * log(len(samples) / n)) for word, n in held.items() if 1 < n < len(samples)}
    weights: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, topic in enumerate(topics):
        for word, weight in _centroid([sample for sample in samples if sample.topic == topic], rarity):
            weights[word].append((number, weight))
    return Centroids(topics, {word: (rarity[word], tuple(found)) for word, found in weights.items()})


def _centroid(samples: Sequence[Sample], rarity: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The loudest words of the mean of some articles, as parts of a vector whose length is 1."""
    total: Counter[str] = Counter()
    for sample in samples:
        known = {word: rarity[word] for word in sample.words if word in rarity}
        length = isqrt(sum(value * value for value in known.values())) or 1
        total.update({word: _UNIT * value // length for word, value in known.items()})
    loudest = sorted(total, key=lambda word: (-total[word], word))[:TOPIC_WORDS]
    length = isqrt(sum(total[word] ** 2 for word in loudest)) or 1
    for word in loudest:
        if weight := _UNIT * total[word] // length:
            yield word, weight
