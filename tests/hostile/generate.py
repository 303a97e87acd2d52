"""Every hostile sample: `python -m tests.hostile.generate OUT` puts them into a folder to look at."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from tests.hostile import active, characters, containers, dates, dumps, escapes, names, pictures, structure, xml_attacks
from tests.hostile.sample import write, write_outside

KINDS = (characters, containers, structure, active, escapes, xml_attacks, pictures, dumps, names, dates)


@cache
def samples():
    """Every sample by its name, the same each time."""
    found = {}
    for kind in KINDS:
        for sample in kind.samples():
            assert sample.name not in found, f"two samples are named {sample.name}"
            found[sample.name] = sample
    return found


def generate(folder, chosen=None):
    """Writes samples, and what lies outside them, into a folder; returns their folders by name."""
    write_outside(folder)
    return {name: write(sample, folder) for name, sample in (chosen or samples()).items()}


if __name__ == "__main__":
    print(len(generate(Path(sys.argv[1]))), "samples")  # noqa: T201
