from packager.library.comparison import Change, compare, history
from packager.model import Basis, Entry, Metadata, Picture, Value
from tests.library.stories import canonical, words

FIRST, SECOND, THIRD = (" ".join(words(n, 20)) for n in range(3))


def stored(*versions):
    """Versions of an article (paragraphs, title, captured, pictures), and what reads them."""
    texts, entries = {}, []
    for number, (paragraphs, title, captured, pictures) in enumerate(versions):
        texts[str(number)] = canonical([], title).replace(
            b"\n\n", "\n".join(["", *(f"<p>{p}</p>" for p in paragraphs), ""]).encode()
        )
        known = Metadata(title=Value(title, Basis.VISIBLE), captured=Value(captured, Basis.METADATA))
        shown = tuple(Picture(f"{name}.jpg", name) for name in pictures)
        entries.append(Entry("id", known, str(number), str(number), f"v{number}", 0, "", shown, "s"))
    return entries, texts.__getitem__


def test_versions_are_compared_from_the_oldest_on():
    new, old = ([FIRST, "Kết."], "Mới", "2025", "b"), ([FIRST], "Cũ", "2024", "a")
    entries, read = stored(new, old)
    (found,) = history(entries, read)
    assert (found.old.locator, found.new.locator) == ("v1", "v0")
    assert found.text == (Change(1, "Cũ", "Mới"), Change(4, "", "Kết.")) or found.text == (
        Change(1, "Cũ", ""),
        Change(1, "", "Mới"),
        Change(4, "", "Kết."),
    )
    assert found.metadata == {"title": (("Cũ",), ("Mới",)), "captured": (("2024",), ("2025",))}
    assert (found.added, found.removed) == (("b.jpg",), ("a.jpg",))


def test_a_paragraph_that_changed_is_told_by_its_words():
    before, after = FIRST.split(), FIRST.split()
    after[4] = "khác"
    entries, read = stored(([FIRST, SECOND], "T", "1", ""), ([" ".join(after), SECOND], "T", "1", ""))
    (change,) = compare(*entries, read).text
    assert (change.before, change.after) == (FIRST, " ".join(after))
    assert change.words == [
        ("=", " ".join(before[:4])),
        ("-", before[4]),
        ("+", "khác"),
        ("=", " ".join(before[5:])),
    ]


def test_paragraphs_that_have_nothing_in_common_are_two():
    entries, read = stored(([FIRST, SECOND], "T", "1", ""), ([FIRST, "Lời khác hẳn."], "T", "1", ""))
    changes = compare(*entries, read).text
    assert [(change.before, change.after) for change in changes] == [(SECOND, ""), ("", "Lời khác hẳn.")]


def test_a_lost_paragraph_leaves_the_others_alone():
    entries, read = stored(([FIRST, SECOND, THIRD], "T", "1", ""), ([FIRST, THIRD], "T", "1", ""))
    assert [(change.before, change.after) for change in compare(*entries, read).text] == [(SECOND, "")]


def test_copies_of_one_version_are_passed_over():
    entries, read = stored(([FIRST], "T", "1", "a"))
    assert history(entries * 3, read) == []


def test_the_table_is_for_machines():
    entries, read = stored(([FIRST], "T", "1", "a"), ([SECOND], "T", "1", ""))
    table = compare(*entries, read).table
    assert table["old"]["input"] == "s/v0"
    assert table["pictures"] == {"added": (), "removed": ("a.jpg",)}
    assert {change["before"] for change in table["text"]} == {FIRST, ""}
