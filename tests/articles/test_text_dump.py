import pytest

from packager.articles.text_dump import is_picture_name
from packager.errors import CaptureFailed
from tests.articles import pages
from tests.articles.pages import LONG, OTHER, body_of, dump, figures_of, leads_of, left_out

TITLE = "Con đường vào bản được sửa lại sau mưa"
LEAD = "Sáng 12/3, xã Nậm Xé tổ chức sửa lại con đường duy nhất vào bản sau ba ngày mưa lớn."


def made(*blocks, files=(), **options):
    return dump("\n\n".join([TITLE, LEAD, LONG, *blocks, OTHER]), files, **options)


def middle(article):
    blocks = body_of(article)
    assert blocks[0] == f"<p>{LONG}</p>"
    assert blocks[-1] == f"<p>{OTHER}</p>"
    return blocks[1:-1]


def test_title_lead_and_paragraphs():
    article = made("Và thế là xong.")
    assert article.metadata.title.value == TITLE
    assert leads_of(article) == [LEAD]
    assert middle(article) == ["<p>Và thế là xong.</p>"]
    assert article.metadata.language.value == "vi"
    assert article.summary.startswith("Sáng 12/3, xã Nậm Xé")


def test_names_of_pictures_with_one_caption_directly_below_are_one_figure():
    article = made("tr_6.jpg\ntr_4.jpg\n5.jpg\nBa chiếc xe.", "tr_9.JPG\ntr_7.webp", files=["tr_6.jpg", "5.jpg"])
    assert figures_of(article) == [
        (["tr_6.jpg", "tr_4.jpg", "5.jpg"], "Ba chiếc xe."),
        (["tr_9.JPG", "tr_7.webp"], None),
    ]
    assert [picture.held for picture in article.pictures] == [True, False, True, False, False]
    assert pages.codes_of(article).count("picture-missing") == 3


def test_a_paragraph_after_a_blank_line_is_no_caption():
    assert figures_of(made("a.jpg", "Trên địa bàn xã có ba bản.")) == [(["a.jpg"], None)]


def test_a_credit_below_a_caption_is_told_apart():
    content = made("a.jpg\nBa chiếc xe.\nẢnh: Hà Linh").content.decode()
    assert '>Ba chiếc xe. <span class="credit">Ảnh: Hà Linh</span></figcaption>' in content


@pytest.mark.parametrize("name", ["a.jpg", "ảnh 1.JPEG", "x-y_z(2).png", "a.b.webp", "IMG 20250312 101112.heic"])
def test_a_picture_s_name(name):
    assert is_picture_name(name)


@pytest.mark.parametrize(
    "line", ["a.txt", "Xem a.jpg ở đây", "Xong. a.jpg", "jpg", "", "một hai ba bốn năm sáu bảy tám chín.jpg"]
)
def test_no_picture_s_name(line):
    assert not is_picture_name(line)


ENDS = {
    "heading of a box": "Tin cùng chuyên mục",
    "heading with a colon": "Related stories:",
    "share bar": "fb yt zl tw",
    "share bar in full": "Facebook\nTwitter\nCopy link",
    "doubled cards": "\n\n".join(
        f"Bài số {n} về chuyện khác\n\nBài số {n} về chuyện khác\n\nChuyện khác." for n in (1, 2)
    ),
}


@pytest.mark.parametrize("form", ENDS)
def test_what_follows_the_article_is_left_out_with_a_reason(form):
    text = "\n\n".join([TITLE, LEAD, LONG, OTHER, ENDS[form], "Một bài khác, năm 2031."])
    article = dump(text)
    assert body_of(article) == [f"<p>{LONG}</p>", f"<p>{OTHER}</p>"]
    lines = [line for line in f"{ENDS[form]}\n\nMột bài khác, năm 2031.".split("\n") if line]
    assert [left.what for left in left_out(article)] == lines
    assert all(left.reason for left in left_out(article))


def test_a_line_that_is_no_box_s_heading_does_not_end_the_article():
    assert middle(made("Xem thêm về con đường ấy, người dân nói rằng mưa năm nay đến sớm."))


@pytest.mark.parametrize("line", ["Thứ Tư, 12/03/2025 14:05", "12/3/2025", "Cập nhật: 12/3/2025, 19:25 (GMT+7)"])
def test_a_line_that_is_all_date_is_the_date(line):
    article = dump(f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{LONG}\n\n{OTHER}")
    assert article.metadata.issued.value.startswith("2025-03-12")
    assert article.metadata.issued.basis == "visible"
    assert line not in " ".join(body_of(article))
    assert leads_of(article) == [LEAD]


def test_a_date_below_the_title_without_a_blank_line():
    article = dump(f"{TITLE}\n12/3/2025\n\n{LEAD}\n\n{LONG}\n\n{OTHER}")
    assert (article.metadata.title.value, article.metadata.issued.value) == (TITLE, "2025-03-12")


def test_a_day_without_a_year_stays_unknown():
    article = made()
    assert not article.metadata.issued
    assert "no-date" in pages.codes_of(article)


@pytest.mark.parametrize("line", ["Tác giả: Hà Linh", "Bài và ảnh: Hà Linh", "Hà Linh"])
def test_the_author_s_line(line):
    article = dump(f"{TITLE}\n\n{LEAD}\n\n{LONG}\n\n{OTHER}\n\n{line}")
    assert [value.value for value in article.metadata.creator] == ["Hà Linh"]
    assert body_of(article) == [f"<p>{LONG}</p>", f"<p>{OTHER}</p>"]


def test_a_short_line_before_prose_is_a_heading():
    assert middle(made("Bà con cùng làm", f"{LONG} Và thế.")) == ["<h2>Bà con cùng làm</h2>", f"<p>{LONG} Và thế.</p>"]


def test_lines_wrapped_by_a_width_are_one_paragraph_and_others_are_not():
    wrapped = [
        "Khu vực này có ba bản với hơn một nghìn người dân sinh",
        "sống, phần lớn trồng chè và lúa nước quanh năm.",
    ]
    assert middle(made("\n".join(wrapped))) == [f"<p>{' '.join(wrapped)}</p>"]
    assert middle(made("Người dân nói:\nĐường tốt rồi.")) == ["<p>Người dân nói:</p>", "<p>Đường tốt rồi.</p>"]


def test_damage_spaces_and_spellings_stay():
    line = "Lưu giữ hàng hoá xuất - Lào Cai tỉnh... hóa, 24.000\u00a0tỷ <b>&amp;"
    assert middle(made(line)) == [
        "<p>Lưu giữ hàng hoá xuất - Lào Cai tỉnh... hóa, 24.000\u00a0tỷ &lt;b&gt;&amp;amp;</p>"
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_lines_may_end_in_any_way(ending):
    text = ending.join([TITLE, "", LEAD, "", LONG, "", "a.jpg", "Xe.", "", OTHER, ""])
    assert figures_of(dump(text)) == [(["a.jpg"], "Xe.")]


def test_a_dump_of_one_line_is_an_article_of_its_title():
    article = dump(TITLE)
    assert article.metadata.title.value == TITLE
    assert not body_of(article)


@pytest.mark.parametrize("text", ["...\n\n***", "\n \n\u00a0\n"])
def test_a_dump_without_a_word_is_refused(text):
    with pytest.raises(CaptureFailed) as caught:
        dump(text)
    assert caught.value.code == "no-text"
