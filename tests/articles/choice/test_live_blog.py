import pytest

from tests.articles import pages
from tests.articles.pages import LONG, OTHER, body_of, page

TITLE = "Bão số 3 vào đất liền: cập nhật từng giờ"
WEATHER = "Gió giật cấp mười ở ngoài khơi, trong đất liền có mưa rất to và sóng cao bốn mét ở ven biển."
ENTRIES = [
    ("16:40", "Bão đã tan thành áp thấp", LONG),
    ("13:05", "Cầu gỗ bị cuốn trôi", OTHER),
    ("9h15", "Học sinh nghỉ học", "Không ai bị thương."),
]
LIVE = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"' + TITLE + '"}</script>'


def live(entry, head=LIVE, around="<div>{}</div>", intro=""):
    entries = "".join(entry.format(time=time, head=head_, text=text) for time, head_, text in ENTRIES)
    body = f"<main><h1>{TITLE}</h1>{intro}{around.format(entries)}</main>"
    return page(f'<html lang="vi"><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>')


def words_of(article):
    return " ".join(pages.root_of(article).itertext())


def in_order(article):
    said = words_of(article)
    places = [said.find(part) for entry in ENTRIES for part in entry]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize(
    "entry",
    [
        '<article class="card"><time>{time}</time><h3>{head}</h3><p>{text}</p></article>',
        '<section class="teaser related"><span class="date">{time}</span><h3>{head}</h3><p>{text}</p></section>',
        '<div><p class="timestamp">{time}</p><h2><a href="/truc-tiep?muc=1">{head}</a></h2><p>{text}</p></div>',
        '<li><div class="time">{time}</div><b>{head}</b><p>{text}</p></li>',
    ],
)
@pytest.mark.parametrize("intro", ["", "".join(f"<p>{WEATHER} Bản tin số {n}.</p>" for n in range(9))])
def test_every_entry_is_kept_in_order(entry, intro):
    assert in_order(live(entry, intro=intro))


def test_a_box_named_live_says_so_too():
    entry = '<article class="card"><time>{time}</time><h3>{head}</h3><p>{text}</p></article>'
    assert in_order(live(entry, "", '<div class="live-blog">{}</div>'))


@pytest.mark.parametrize(
    "around", ['<div class="comments">{}</div>', "<div>{}</div><p>" + f"{LONG} {OTHER} " * 5 + "</p>"]
)
def test_comments_and_lists_of_links_are_no_entries(around):
    entry = '<div class="teaser"><time>{time}</time><h3><a href="/khac">{head} và nhiều hơn thế nữa</a></h3></div>'
    assert "Học sinh" not in words_of(live(entry, around=around, intro=f"<p>{LONG} {OTHER}</p>" * 3))


def test_what_leads_elsewhere_from_an_entry_is_left_out():
    entry = '<article><time>{time}</time><h3>{head}</h3><p>{text}</p><a href="/chia-se">Chia sẻ</a></article>'
    assert "Chia sẻ" not in words_of(live(entry))
    assert body_of(live(entry))
