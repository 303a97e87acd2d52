"""The system refuses one thing at a time: each such run fails loudly or comes out right, and the next one is right."""

from __future__ import annotations

import shutil

import pytest

from packager.errors import PackagerError
from tests.collected import build, volumes
from tests.faulty import EVERYTHING, FIRST, KINDS, LATER, Faults, assert_right, product, sources

STRIDE = 1 if EVERYTHING else 3


class Case:
    """A run to be disturbed: its sources, what the output folder holds before, and what it has to hold after."""

    def __init__(self, folder, *, update):
        self.folder = folder
        self.sources = sources(folder / "first", FIRST)
        self.before = folder / "before"
        if update:
            build(self.sources, self.before)
            self.sources = sources(folder / "later", FIRST, LATER)
        else:
            self.before.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            counting = Faults(folder / "wanted")
            counting.install(patch)
            build(self.sources, self.fresh("wanted"))
        self.counts = counting.counts
        self.wanted = product(folder / "wanted")
        self.volumes = [volumes(self.before), volumes(folder / "wanted")]

    def fresh(self, name):
        """The output folder as it was before."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        return shutil.copytree(self.before, self.folder / name)


@pytest.fixture(scope="module", params=[False, True], ids=["first build", "update"])
def case(request, tmp_path_factory):
    return Case(tmp_path_factory.mktemp("case"), update=request.param)


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_refused_is_told_and_costs_nothing(case, kind, lasting, monkeypatch):
    assert case.counts[kind] or kind == "unlink"
    for nth in range(1, case.counts[kind] + 1, STRIDE if kind == "statement" or lasting else 1):
        output = case.fresh("output")
        with monkeypatch.context() as patch:
            Faults(output, kind, nth, lasting=lasting).install(patch)
            right = finishes(case, output)
        assert not right or product(output) == case.wanted, f"{kind} {nth}: a success that is none"
        for name, content in volumes(output).items():
            assert content in [held.get(name) for held in case.volumes], f"{kind} {nth}: {name} is torn"
        assert case.volumes[0].keys() & case.volumes[1].keys() <= volumes(output).keys(), (
            f"{kind} {nth}: a volume is lost"
        )
        with monkeypatch.context() as patch:
            Faults(output).install(patch)
            assert_right(case.sources, output, case.wanted)


def finishes(case, output):
    """Whether a run says that all is well; what it raises must be an error of ours."""
    try:
        return build(case.sources, output).exit_code == 0
    except PackagerError:
        return False
