import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.articles.article import normalise
from packager.config import Settings
from packager.images import check, probe
from packager.model import Finding, Input, Picture
from packager.readers import READERS, Archive, Series, parts, read, unpack
from packager.readers.sniff import Kind, sniff
from tests.fuzz.budget import BUDGET, mutations, only_our_errors
from tests.hostile.generate import samples

MOST = 200_000
"""Bytes of the samples that are mutated."""


def held(kind):
    """Files of the hostile samples that are of a kind by their bytes, the smaller ones."""
    found = [
        (name, content)
        for sample in samples().values()
        for name, content in sample.files.items()
        if isinstance(content, (bytes, str)) and isinstance(name, str) and len(content) < MOST
    ]
    texts = [
        (name, content.encode("utf-8", "replace") if isinstance(content, str) else content) for name, content in found
    ]
    return sorted({content: name for name, content in texts if sniff(content[:4096], name) is kind}.items())


SEEDS = {kind: held(kind)[:60] for kind in READERS}


@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_reader_raises_nothing_but_our_errors(kind):
    seeds = SEEDS[Kind(kind)] or held(Kind.ZIP)[:5]
    names = sorted({name.rpartition("/")[2] for _, name in seeds}) or ["file"]

    @BUDGET
    @given(content=mutations([content for content, _ in seeds]), name=st.sampled_from(names))
    def fuzzed(content, name):
        with tempfile.TemporaryDirectory() as place, only_our_errors():
            root = Path(place) / "root"
            root.mkdir()
            (root / name).write_bytes(content)
            read_all(Input(root, "s", name, root / name), Path(place) / "work")

    fuzzed()


def read_all(item, work, most=20):
    """Reads an input and the first of what it holds, and normalises what comes out."""
    work.mkdir(exist_ok=True)
    found = read(item, work)
    if isinstance(found, Series):
        inner = [part for part in parts(item, work) if isinstance(part, Input)]
    elif isinstance(found, Archive):
        to = work / "unpacked"
        to.mkdir()
        inner = [part for part in unpack(item, work, to) if not isinstance(part, Finding)]
    else:
        normalise(found, keep, Settings())
        return
    for part in inner[:most]:
        with only_our_errors():
            read_all(part, work / "inner")


def keep(resource):
    facts = probe(resource.content)
    check(resource.content, facts)
    return Picture("", "0" * 64, facts.media_type, facts.width, facts.height, 1)
