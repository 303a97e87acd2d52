"""Made-up stories for tests of duplicates: texts of random words, light edits of them, and forms that are filled in."""

from random import Random

SYLLABLES = [
    a + b for a in "b c d đ g h k l m n ph qu r s t th tr v x".split() for b in "a ao ân êu i in ôn ươi ung uy".split()
]


def words(story, count=300):
    """The words of a story, one in thirty of them a number."""
    random = Random(f"story {story}")  # noqa: S311 - no secret
    return [random.choice(SYLLABLES) if random.random() > 1 / 30 else str(random.randint(1, 999)) for _ in range(count)]


def edited(said, percent, seed=0):
    """Words of which so many per cent are others."""
    random = Random(f"edit {seed}")  # noqa: S311 - no secret
    return [random.choice(SYLLABLES) if random.random() < percent / 100 else word for word in said]


def weather(day):
    """A day's weather, as a service writes it."""
    random = Random(f"day {day}")  # noqa: S311 - no secret
    rows = [f"{name} {random.randint(12, 24)} đến {random.randint(25, 37)} độ" for name in SYLLABLES[:12]]
    return [*f"ngày {day}".split(), *words("weather", 120), *" ".join(rows).split()]


def canonical(said, title="T"):
    """A canonical article of some words, in paragraphs of sixty."""
    rows = "\n".join(f"<p>{' '.join(said[place : place + 60])}</p>" for place in range(0, len(said), 60))
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi"><head>'
        f"<title>{title}</title></head><body><article>\n<header><h1>{title}</h1>"
        f'\n<p class="byline">A</p>\n</header>\n{rows}\n</article></body></html>\n'
    ).encode()
