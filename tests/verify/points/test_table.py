"""docs/checklist.md names the check and the bad samples of every point."""

from __future__ import annotations

import re

import pytest

from packager.verify.points import CHAPTERS, PAGES, VOLUMES

ROW = re.compile(r"^\| (\d+) \| .* \| (.*) \| (.*) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows(project):
    text = (project / "docs" / "checklist.md").read_text(encoding="utf-8")
    return {int(number): (checks, samples) for number, checks, samples in ROW.findall(text)}


def test_every_point_has_a_row(rows):
    assert sorted(rows) == list(range(1, 34))
    assert "EPUBCheck" in rows[15][0]


def test_the_checks_of_a_point_are_those_that_are_called(rows):
    for point, (checks, _) in rows.items():
        called = {check for table in (PAGES, CHAPTERS, VOLUMES) for check in table.get(point, ())}
        names = {f"{check.__module__.rpartition('.')[2]}.{check.__name__}" for check in called}
        assert names == set(re.findall(r"`(\w+\.check_\w+)`", checks)), point


def test_the_bad_samples_are_where_the_table_says(rows, project):
    for point, (_, samples) in rows.items():
        for name in re.findall(r"`(\w+)`", samples):
            (path,) = (project / "tests" / "verify").rglob(f"{name}.py")
            text = path.read_text(encoding="utf-8")
            assert any(form.format(point) in text for form in ("({},", "{{{}}}", "(point {})")), (point, name)
