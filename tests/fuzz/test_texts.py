from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from packager.articles.article import normalise
from packager.articles.canonical import schema
from packager.articles.dating.event_dates import event_date
from packager.articles.dating.written_dates import find_date
from packager.articles.text.decode import decode
from packager.config import Settings
from packager.errors import PictureUnreadable
from packager.model import Capture
from tests.fuzz.budget import BUDGET, mutations, only_our_errors
from tests.hostile.generate import samples

SEEDS = [
    content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    for sample in samples().values()
    if sample.kind in {"page", "dump"}
    for content in sample.files.values()
    if isinstance(content, (bytes, str)) and len(content) < 30_000
]
CHARSETS = st.sampled_from(
    ("", "utf-8", "utf-16", "utf-32", "shift_jis", "gb18030", "tcvn3", "viscii", "utf-7", "hex", "\x00", "é")
)
PARTS = st.sampled_from(
    ("21/2/2025", "Sáng 21/2", "2025-02-21T08:00:00+07:00",
     "tháng 2", "Feb", "năm 2025", "21.", "²", "٢١", "00", "99", ":", "/", "-", ",", " ",
     "yesterday", "hôm nay", "2025年2月21日", "21 février", "\u0301")
)  # fmt: skip


class Nothing:
    def find(self, _):
        return None

    def places(self, _):
        return iter(())


@BUDGET
@given(mutations(SEEDS) | st.binary(max_size=200), CHARSETS, st.booleans())
def test_any_bytes_are_text(content, charset, html):
    with only_our_errors():
        assert "\x00" not in decode(content, charset, html=html).text


@BUDGET
@given(mutations(SEEDS), st.sampled_from(("text/html", "text/plain")))
def test_any_text_is_refused_or_becomes_a_whole_article(content, media_type):
    with only_our_errors():
        article = normalise(Capture("s", "a.html", "saved page", media_type, content, Nothing()), refuse, Settings())
        assert schema().validate(etree.fromstring(article.content, etree.XMLParser(huge_tree=True)))


def refuse(_):
    raise PictureUnreadable("picture-unknown", "no")


@BUDGET
@given(
    st.lists(PARTS | st.text(max_size=5), max_size=12).map("".join), st.sampled_from(("vi", "en", "de", "ja", "", "xx"))
)
def test_any_words_are_a_date_or_none(text, language):
    with only_our_errors():
        find_date(text, language)
        event_date(text, f"{text} năm 2025", language)
