from packager.library.comparison import Change, Comparison
from packager.model import Entry, Metadata
from packager.show import compared

ENTRY = Entry("id", Metadata(), "", "", "a", 0, "", (), "s")


def test_words_that_changed_stand_out_in_colour_only():
    found = Comparison(ENTRY, ENTRY, (Change(2, "một hai ba", "một bốn ba"),), {}, (), ())
    assert list(compared(found, colour=False))[2:] == ["@@ paragraph 2 @@", "-một hai ba", "+một bốn ba"]
    assert list(compared(found, colour=True))[3:] == [
        "\x1b[31m-một \x1b[7mhai\x1b[27m ba\x1b[0m",
        "\x1b[32m+một \x1b[7mbốn\x1b[27m ba\x1b[0m",
    ]
