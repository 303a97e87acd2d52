import pytest

from packager.articles.markup.inline import Sign, Start, addresses, end_of_text, written

EM, LINK, LOST = Start("em"), Start("a", href="/a?b&c"), Start("a", href="#here")
END, BREAK = Sign.END, Sign.BREAK


def absolute(href):
    return "" if href.startswith("#") else f"https://a.example{href}"


@pytest.mark.parametrize(
    ("pieces", "markup"),
    [
        (["a ", EM, "b", END, " <c>"], "a <em>b</em> &lt;c&gt;"),
        ([LINK, "b", END], '<a href="https://a.example/a?b&amp;c">b</a>'),
        ([LOST, "b", END, "c"], "bc"),
        (["a", EM, LOST, END, END], "a"),
        (["a", LINK, " ", END, "b", EM, LOST, "\n", END, END, "c"], "a b c"),
        (["a", EM, "b"], "a<em>b</em>"),
        (["a", BREAK, " b", BREAK, " ", EM, END], "a<br/>b"),
        ([Start("span", language="vi"), "b", END], '<span lang="vi" xml:lang="vi">b</span>'),
    ],
)
def test_pieces_become_inline_xhtml(pieces, markup):
    assert written(pieces, absolute, preformatted=False) == markup


def test_preformatted_text_keeps_its_breaks():
    assert written(["a  ", BREAK, "\n b", BREAK], absolute, preformatted=True) == "a  \n\n b"


def test_breaks_and_space_are_no_text():
    assert end_of_text(["a", BREAK, " ", BREAK]) == 1
    assert addresses(["a", LINK, "b", END, EM, END]) == ["/a?b&c"]
