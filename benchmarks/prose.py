"""Makes up Vietnamese-looking sentences from syllables, the same for the same seed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from random import Random

SYLLABLES = Path(__file__).with_name("syllables.txt").read_text(encoding="utf-8").split()


class Prose:
    """A writer whose words depend on the seed alone."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)

    def words(self, count: int) -> str:
        """`count` syllables."""
        return " ".join(self.random.choice(SYLLABLES) for _ in range(count))

    def title(self) -> str:
        """A headline."""
        words = self.words(self.random.randint(8, 15))
        return words[0].upper() + words[1:]

    def sentence(self) -> str:
        """A sentence with a full stop."""
        words = self.words(self.random.randint(9, 28))
        return words[0].upper() + words[1:] + "."

    def sentences(self) -> list[str]:
        """The sentences of a paragraph."""
        return [self.sentence() for _ in range(self.random.randint(2, 6))]

    def marked(self, sentences: list[str], pages: int) -> str:
        """HTML of a paragraph; in half of them two words are emphasised or lead to one of `pages` pages."""
        if self.random.random() < 0.5:
            chosen = self.random.randrange(len(sentences))
            sentences[chosen] = self.emphasised(sentences[chosen].split(" "), pages)
        return " ".join(sentences)

    def emphasised(self, words: list[str], pages: int) -> str:
        """A sentence with markup around two of its words."""
        link = f'a href="a{self.random.randrange(pages):05d}.html"'
        tag = self.random.choice(["strong", "em", "b", link, 'span style="color:#900"'])
        first = self.random.randrange(len(words) - 2)
        words[first] = f"<{tag}>{words[first]}"
        words[first + 1] += f"</{tag.split()[0]}>"
        return " ".join(words)


def attribute(text: str) -> str:
    """Text as it stands in an attribute."""
    return escape(text, quote=True)
