"""Dates that are none."""

from __future__ import annotations

from tests.hostile.sample import Sample, mark, page

NOT_A_DATE = (
    "0000-00-00", "2025-02-31", "2025-13-01", "-5", "1e99", "20/13/2024", "99999999999999999999", "NaN", "null", "",
    "2025-02-29T25:61:61Z", "2025-02-21T08:00:00+99:99", "31 Feb 2025", "Mon, 99 Foo 9999 99:99", "0001-01-01",
    "1970-01-01T00:00:00Z", "2999-12-31", "9999-12-31T23:59:59-23:59", "２０２５-０２-２１", "٢٠٢٥-٠٢-٢١", "2025-W99", "2025-366",
    "now", "today", "hôm nay", "{{date}}", "<script>", "2025-02-21" * 5000, "1" * 100_000, "1/" * 50_000, "\x00",
    "2025-02-21T08:00:00.000000000000000000000001Z", "²⁰²⁵-02-21", "21/2/2025 " * 5000, "tháng " * 20_000,
)  # fmt: skip


def samples():
    """Every sample of this kind."""
    name = "dates-in-fields"
    files, keep = {}, []
    for n, value in enumerate(NOT_A_DATE):
        head = f'<meta charset="utf-8"><meta property="article:published_time" content="{value}">'
        structured = f'<script type="application/ld+json">{{"@type":"NewsArticle","dateModified":"{value}"}}</script>'
        files[f"{n:02}.html"] = page(f"{name}-{n:02}", head=head + structured)
        keep.append(mark(f"{name}-{n:02}", "A"))
    yield Sample(
        name, "nonsense in a field", files, tuple(keep), codes=("bad-date",), outcomes=("article",) * len(files)
    )
    name = "dates-in-text"
    values = [value.replace("<", "&lt;") for value in NOT_A_DATE if len(value) < 200]  # a longer one is a text
    files = {f"{n:02}.html": page(f"{name}-{n:02}", head=f'</head><time datetime="{value}">{value}</time><p class="date">{value}</p>')
             for n, value in enumerate(values)}  # fmt: skip
    keep = tuple(mark(f"{name}-{n:02}", "A") for n in range(len(files)))
    yield Sample(name, "nonsense in the text", files, keep, outcomes=("article",) * len(files))
    name = "dates-in-leads"
    files = {}
    for n, value in enumerate(value.replace("<", "&lt;") for value in NOT_A_DATE):
        content = page(f"{name}-{n:02}").replace("Sáng 21/2", f"Sáng {value}")
        files[f"{n:02}.html"] = content
    keep = tuple(mark(f"{name}-{n:02}", "A") for n in range(len(files)))
    yield Sample(name, "nonsense in the lead", files, keep, outcomes=("article",) * len(files))
