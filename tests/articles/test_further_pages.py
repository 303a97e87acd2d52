"""Articles over several pages: which pages belong together, in which order, and what is told of them."""

from __future__ import annotations

import posixpath

import pytest

from packager.articles import further_pages
from packager.articles.article import normalise
from packager.config import Settings
from packager.errors import CaptureSkipped
from packager.model import Capture
from tests.articles.pages import Files, body_of, checked, codes_of, figures_of, keep, png

TITLE = "Con đường vào bản được sửa lại sau mưa"
ADDRESS = "https://bao.example/kinh-te/con-duong.html"
SAID = (
    "Người dân trong xã cùng nhau sửa lại con đường vào bản sau trận mưa lớn kéo dài suốt ba ngày.",
    "Đến chiều cùng ngày, xe tải đã đi lại được và hàng hóa lại về chợ như mọi phiên trước đây.",
    "Trưởng bản cho biết mỗi nhà góp một ngày công, còn đá và xi măng do xã hỗ trợ từ nguồn dự phòng.",
    "Sang tuần, đoàn khảo sát của huyện sẽ lên đo đạc lại mặt đường để tính chuyện làm cống thoát nước.",
    "Các thầy cô giáo cũng vui vì học sinh hai điểm trường lẻ đã đi học đều trở lại từ sáng thứ hai.",
    "Chủ tịch xã nói rằng trước mùa mưa năm sau phải có thêm một cây cầu tạm bắc qua con suối lớn.",
)


def a_page(number, head="", foot="", title=TITLE, inside=""):
    """The page of that number: the title and the lead again, two paragraphs of its own."""
    told = "".join(f"<p>{text}</p>" for text in SAID[2 * number - 2 : 2 * number])
    return (
        f"<html lang='vi'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p class='sapo'>Sau mưa lớn, cả bản cùng nhau ra đường mở lối cho xe vào.</p>{told}{inside}</article>{foot}"
        "</body></html>"
    )


def canonical(address):
    return f'<link rel="canonical" href="{address}">'


def following(address):
    return f'<link rel="next" href="{address}">'


def numbers(*addresses, kind='div class="pagination"'):
    links = "".join(f'<a href="{address}">{number}</a>' for number, address in enumerate(addresses, 1) if address)
    return f"<{kind}>{links}</{kind.split()[0]}>"


def article(files, name="bai.html", address="", settings=None):
    held = {file: content if isinstance(content, bytes) else content.encode() for file, content in files.items()}
    capture = Capture(
        "test", name, "test", "text/html", held[name], Files(held, posixpath.dirname(name)), address=address
    )
    return checked(normalise(capture, keep, settings or Settings(), explain=True))


def said(made):
    text = "".join(body_of(made))
    return [number for number, sentence in enumerate(SAID, 1) if sentence in text]


def in_order(made):
    text = "".join(body_of(made))
    places = [text.find(sentence) for sentence in SAID if sentence in text]
    return places == sorted(places)


STATED = {
    "link": (following("?page=2"), "", "bai.html?page=2"),
    "rel": ("", '<a rel="next" href="?page=2">Trang sau</a>', "bai.html@page=2"),
    "numbers": ("", numbers("", "con-duong.html?page=2"), "bai.html?page=2.html"),
    "path": (following("/kinh-te/con-duong/2"), "", "bai/2.html"),
    "folder": (following("/kinh-te/con-duong/page/2/"), "", "bai/page/2/index.html"),
    "suffix": ("", numbers("", "con-duong-p2.html"), "bai-p2.html"),
    "underscore": ("", numbers("", "con-duong_2.html", kind='ul class="page-links"'), "bai_2.html"),
    "by hand": (following("?trang=2"), "", "bai-2.html"),
    "photo": (following("?photo=2"), "", "bai.html?photo=2"),
    "by address": (following("?page=2"), "", f"{ADDRESS}?page=2"),
    "spans": ("", '<nav class="pager"><a href="?page=2"><span>2</span></a></nav>', "bai-2.html"),
}


@pytest.mark.parametrize("way", STATED)
def test_a_further_page_is_put_after_the_first(way):
    head, foot, file = STATED[way]
    files = {"bai.html": a_page(1, canonical(ADDRESS) + head, foot), file: a_page(2)}
    made = article(files)
    assert said(made) == [1, 2, 3, 4]
    assert in_order(made)
    assert codes_of(made) == ["no-date"]
    text = "".join(body_of(made))
    assert "cả bản cùng nhau" not in text  # it stands in the header, once
    assert TITLE not in text
    if not file.startswith("https:"):
        with pytest.raises(CaptureSkipped, match=r"is page 2 of bai\.html") as skipped:
            article(files, file)
        assert skipped.value.code == "continuation"


def three(**more):
    return {
        "bai.html": a_page(1, canonical(ADDRESS) + following("?page=2")),
        "bai-2.html": a_page(2, canonical(f"{ADDRESS}?page=2") + following("?page=3")),
        "bai-3.html": a_page(3, canonical(f"{ADDRESS}?page=3"), numbers(ADDRESS, "?page=2", "")),
    } | more


def test_pages_that_lead_on_are_followed_in_order():
    made = article(three())
    assert said(made) == [1, 2, 3, 4, 5, 6]
    assert in_order(made)
    for number in (2, 3):
        with pytest.raises(CaptureSkipped, match=rf"is page {number} of bai\.html"):
            article(three(), f"bai-{number}.html")


def test_a_further_page_without_its_first_is_an_article_by_itself():
    files = three()
    del files["bai.html"]
    for number in (2, 3):
        made = article(files, f"bai-{number}.html")
        assert said(made) == [2 * number - 1, 2 * number]
        assert "page-missing" not in codes_of(made)


def test_a_page_that_was_not_collected_is_told_with_its_address_and_what_follows_is_kept():
    files = three(**{"bai.html": a_page(1, canonical(ADDRESS), numbers("", "?page=2", "?page=3"))})
    del files["bai-2.html"]
    made = article(files)
    assert said(made) == [1, 2, 5, 6]
    (told,) = [told for told in made.findings if told.code == "page-missing"]
    assert f"page 2 ({ADDRESS}?page=2) was not collected; save it beside this one as bai-2.html" in told.message


def test_several_pages_that_were_not_collected_are_told_at_once():
    made = article({"bai.html": a_page(1, canonical(ADDRESS), numbers("", "?page=2", "?page=3"))})
    (told,) = [told for told in made.findings if told.code == "page-missing"]
    assert f"pages 2, 3 ({ADDRESS}?page=2) were not collected; save them beside this one as bai-2.html" in told.message
    made = article({"bai.html": a_page(1, "", numbers("", "?page=2"))})
    (told,) = [told for told in made.findings if told.code == "page-missing"]
    assert "page 2 was not collected" in told.message


OTHER = "https://bao.example/kinh-te/bai-khac.html"
NOT_PAGES = {
    "next article": following(OTHER),
    "next number": following("https://bao.example/kinh-te/con-duong-42.html"),
    "other host": following("https://khac.example/kinh-te/con-duong.html?page=2"),
    "comments": f'<div class="comments">{numbers("", "?page=2")}</div>',
    "comment page": numbers("", "con-duong/comment-page-2"),
    "no box": numbers("", "?page=2", kind="div"),
    "another list": numbers("", "/kinh-te?page=2"),
    "broken": '<a rel="next" href="https://[bao?page=2">2</a>',
}


@pytest.mark.parametrize("kind", NOT_PAGES)
def test_other_links_lead_to_no_further_page(kind):
    assert codes_of(article({"bai.html": a_page(1, canonical(ADDRESS), NOT_PAGES[kind])})) == ["no-date"]


def test_a_list_of_articles_has_no_further_pages():
    card = '<div class="card"><h3><a href="/x/{0}.html">Bài số {0} của chuyên mục kinh tế</a></h3><p>{1}</p></div>'
    cards = "".join(card.format(number, SAID[number % 6]) for number in range(12))
    head = canonical("https://bao.example/kinh-te") + following("?page=2")
    made = article({"bai.html": a_page(1, head, title="Kinh tế", inside=cards)})
    assert codes_of(made) == ["no-date"]


def test_several_articles_on_one_page_have_no_further_pages():
    post = '<h2><a href="/{0}.html">Bài viết số {0} trong nhật ký của bản</a></h2><p>{1} ({0})</p><p>{2} ({0})</p>'
    posts = "".join(post.format(number, SAID[number % 6], SAID[5 - number % 6]) for number in range(8))
    head = canonical("https://bao.example/nhat-ky") + following("?page=2")
    page = f"<html lang='vi'><head><title>Nhật ký</title>{head}</head><body><h1>Nhật ký</h1>{posts}</body></html>"
    assert "page-missing" not in codes_of(article({"bai.html": page}))


def test_another_article_under_the_name_of_a_further_page_is_not_taken():
    files = {
        "bai.html": a_page(1, canonical(ADDRESS) + following("?page=2")),
        "bai-2.html": a_page(2, canonical(OTHER)),
        "bai_2.html": a_page(3, title="Một chuyện khác hẳn, không liên quan gì"),
    }
    made = article(files)
    assert (said(made), "page-missing" in codes_of(made)) == ([1, 2], True)
    assert said(article(files, "bai-2.html")) == [3, 4]
    assert said(article(files, "bai_2.html")) == [5, 6]


def test_a_page_that_is_its_own_next_one_is_read_once():
    files = {
        "bai.html": a_page(1, canonical(ADDRESS) + following("?page=2")),
        "bai-2.html": a_page(2, following("?page=2")),
    }
    assert said(article(files)) == [1, 2, 3, 4]


def test_the_first_page_collected_twice_is_not_its_own_second_page():
    files = {name: a_page(1, canonical(ADDRESS) + following("?page=2")) for name in ("bai.html", "bai-2.html")}
    for name in files:
        made = article(files, name)
        assert said(made) == [1, 2]
        assert "page-missing" in codes_of(made)


def test_a_further_page_may_be_short():
    files = {"bai.html": a_page(1, canonical(ADDRESS) + following("?page=2"))}
    lead = "<p class='sapo'>Sau mưa lớn, cả bản cùng nhau ra đường mở lối cho xe vào.</p>"
    files["bai-2.html"] = (
        f"<html lang='vi'><body><article><h1>{TITLE}</h1>{lead}<p>Mưa tạnh.</p></article></body></html>"
    )
    made = article(files)
    assert "Mưa tạnh." in "".join(body_of(made))
    assert "page-missing" not in codes_of(made)


def test_the_next_article_of_a_daily_column_is_no_further_page():
    def column(number, day, following_one=""):
        issued = f'<meta property="article:published_time" content="2025-02-{day:02}T08:00:00+07:00">'
        own = "https://bao.example/diem-tin" + ("/" if number == 1 else f"-{number}/")
        return a_page(number, canonical(own) + issued + following_one, title="Điểm tin buổi sáng")

    files = {
        "diem-tin.html": column(1, 3, following("https://bao.example/diem-tin-2/")),
        "diem-tin-2.html": column(2, 4),
    }
    made = [article(files, name) for name in files]
    assert [said(one) for one in made] == [[1, 2], [3, 4]]
    assert [codes_of(one) for one in made] == [[], []]


def test_a_files_name_may_end_in_a_number_of_another_meaning():
    head = canonical("https://bao.example/doi-moi.html")
    files = {
        "phan-2.html": a_page(1, head, numbers("", "?page=2", "?page=3")),
        "phan-2-2.html": a_page(2, head),
        "phan-2-3.html": a_page(3, head),
    }
    assert said(article(files, "phan-2.html")) == [1, 2, 3, 4, 5, 6]


def test_no_page_goes_to_one_that_goes_to_another():
    files = {
        "bai.html": a_page(1, canonical(ADDRESS), numbers("", "?page=2")),
        "bai-2.html": a_page(2, canonical(ADDRESS), numbers("", "?page=2", "?page=3")),
        "bai-2.html?page=2": a_page(3, canonical(ADDRESS)),
    }
    assert said(article(files)) == [1, 2, 3, 4]
    with pytest.raises(CaptureSkipped):
        article(files, "bai-2.html")
    assert said(article(files, "bai-2.html?page=2")) == [5, 6]


def test_a_subhead_may_repeat_words_of_the_lead():
    files = {"bai.html": a_page(1, canonical(ADDRESS) + following("?page=2"))}
    files["bai-2.html"] = a_page(2, inside=f"<h2>Sau mưa lớn</h2><p>{SAID[4]}</p>")
    assert "Sau mưa lớn" in "".join(body_of(article(files)))


def test_there_is_a_last_page(monkeypatch):
    monkeypatch.setattr(further_pages, "MOST_PAGES", 2)
    made = article(three())
    assert said(made) == [1, 2, 3, 4]
    assert "pages-too-many" in codes_of(made)
    assert said(article(three(), "bai-3.html")) == [5, 6]


def test_pictures_of_a_further_page_lie_beside_it_and_are_shown_once():
    shows = '<figure><img src="{}"><figcaption>{}</figcaption></figure>'.format
    files = {
        "bai.html": a_page(1, canonical(ADDRESS) + following("?page=2"), inside=shows("a.png", "Đường vào bản")),
        "bai-2.html": a_page(2, inside=shows("a.png", "Đường vào bản") + shows("b.png", "Cầu tạm qua suối")),
        "a.png": png(1),
        "b.png": png(2),
    }
    made = article(files)
    assert figures_of(made) == [(["a.png"], "Đường vào bản"), (["b.png"], "Cầu tạm qua suối")]
    assert all(picture.held for picture in made.pictures)


def test_each_photo_of_a_gallery_may_have_a_page_of_its_own():
    shows = '<figure><img src="{}"><figcaption>{}</figcaption></figure>'.format
    files = {
        "bai.html": a_page(1, canonical(ADDRESS) + following("?photo=2"), inside=shows("a.png", "Đường vào bản")),
        "bai-2.html": a_page(1, canonical(ADDRESS), inside=shows("b.png", "Cầu tạm qua suối")),
        "a.png": png(1),
        "b.png": png(2),
    }
    made = article(files)
    assert said(made) == [1, 2]
    assert "".join(body_of(made)).count(SAID[0]) == 1
    assert figures_of(made) == [(["a.png"], "Đường vào bản"), (["b.png"], "Cầu tạm qua suối")]


def test_a_page_may_have_no_address_at_all():
    files = {"bai.html": a_page(1, foot=numbers("", "bai-p2.html")), "bai-p2.html": a_page(2)}
    assert said(article(files)) == [1, 2, 3, 4]
    with pytest.raises(CaptureSkipped):
        article(files, "bai-p2.html")


def test_every_text_of_every_page_is_accounted_for():
    made = article(three())
    told = " ".join(decision.what for decision in made.decisions if decision.role == "body")
    assert all(sentence in told for sentence in SAID)
    again = [
        decision.reason for decision in made.decisions if "cả bản cùng nhau" in decision.what and not decision.role
    ]
    assert again == ["said on the first page"] * 2


# -- what a site's rule says


def ruled(tmp_path, lines):
    (tmp_path / "bao.example.txt").write_text(f"title: //h1\nbody: //article\n{lines}\n", encoding="utf-8")
    return Settings(rules=str(tmp_path))


def test_a_rule_names_the_next_page(tmp_path):
    settings = ruled(tmp_path, "next_page_link: //a[@class='sau']")
    files = {"bai.html": a_page(1, canonical(ADDRESS), '<a class="sau" href="?page=2">›</a>'), "bai-2.html": a_page(2)}
    assert said(article(files, settings=settings)) == [1, 2, 3, 4]
    assert said(article(files)) == [1, 2]


def test_a_rule_names_the_page_of_the_whole_article(tmp_path):
    settings = ruled(tmp_path, "single_page_link: //a[@class='all']")
    whole = a_page(1, canonical(ADDRESS), inside="".join(f"<p>{text}</p>" for text in SAID[2:]))
    files = {
        "bai.html": a_page(
            1, canonical(ADDRESS) + following("?page=2"), '<a class="all" href="/in/bai-in.html">In</a>'
        ),
        "bai-in.html": whole,
    }
    made = article(files, settings=settings)
    assert said(made) == [1, 2, 3, 4, 5, 6]
    assert "".join(body_of(made)).count(SAID[0]) == 1
    assert codes_of(made) == ["no-date"]
    files["bai-2.html"] = a_page(2, canonical(f"{ADDRESS}?page=2"))
    with pytest.raises(CaptureSkipped, match=r"is page 2 of bai\.html"):
        article(files, "bai-2.html", settings=settings)
    del files["bai-in.html"], files["bai-2.html"]
    assert "page-missing" in codes_of(article(files, settings=settings))
