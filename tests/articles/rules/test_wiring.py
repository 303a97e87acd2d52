"""How a rule serves an article: the user's folder first, stale and broken rules told, the generic way after them."""

from packager import config
from packager.articles.version import normaliser, site_named
from packager.config import Settings
from tests.articles.pages import article_page, body_of, codes_of, page

ADDRESS = "https://bao.example/kinh-te/1.html"
BOX = '<div class="related-box"><p>Câu này chỉ luật mới biết là của bài, dù hộp mang tên khác hẳn.</p></div>'


def ruled(tmp_path, rule, body=BOX):
    (tmp_path / "bao.example.txt").write_text(rule, encoding="utf-8")
    return page(article_page(body), address=ADDRESS, settings=Settings(rules=str(tmp_path)))


def test_a_users_rule_decides_what_the_body_is(tmp_path):
    assert "Câu này" not in "".join(body_of(page(article_page(BOX), address=ADDRESS)))
    article = ruled(tmp_path, "title: //h1\nbody: //article\nprune: no\n")
    assert "Câu này" in "".join(body_of(article))
    assert codes_of(article) == ["no-date"]


def test_a_rule_that_finds_no_body_is_told_and_the_generic_way_is_taken(tmp_path):
    article = ruled(tmp_path, "title: //h1\nbody: //div[@id='gone']\n")
    assert "rule-stale" in codes_of(article)
    assert body_of(article) == body_of(page(article_page(BOX), address=ADDRESS))


def test_a_line_that_means_nothing_is_told_with_its_number(tmp_path):
    article = ruled(tmp_path, "title: //h1\nbody: //article\nboddy: //p\n")
    (told,) = [finding for finding in article.findings if finding.code == "rule-line"]
    assert "bao.example.txt:3" in told.message


def test_a_changed_rule_makes_the_articles_of_its_site_anew(tmp_path):
    for name, rule in {"a": "title: //h1\n", "b": "title: //h2\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "bao.example.txt").write_text(rule, encoding="utf-8")
    before, after = (Settings(rules=str(tmp_path / name)) for name in "ab")
    keys = {
        site: (normaliser(before, site=site), normaliser(after, site=site)) for site in ("bao.example", "khac.vn", "")
    }
    assert {site for site, (old, new) in keys.items() if old != new} == {"bao.example"}
    assert keys["khac.vn"][0] == f"{normaliser(Settings())}@khac.vn"
    assert {site_named(key) for pair in keys.values() for key in pair} == set(keys)


def test_an_article_names_the_site_whose_rule_was_asked_for():
    assert page(article_page(""), address="https://www.bao.example/1.html").site == "bao.example"
    assert page(article_page("")).site == ""


def test_the_folder_of_rules_lies_beside_the_configuration(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "packager.toml").write_text('rules = "rules"\n', encoding="utf-8")
    assert config.load(tmp_path / "packager.toml").rules == str(tmp_path / "rules")


def test_a_section_that_a_rule_finds_names_the_topic_before_the_page_does(tmp_path):
    rule = "title: //h1\nbody: //article\nsection: //b[@class='muc']\n"
    (tmp_path / "bao.example.txt").write_text(rule, encoding="utf-8")
    content = article_page("<b class='muc'>Tin mới</b>", '<meta property="article:section" content="Thể thao">')

    def topic(**topics):
        return page(content, address=ADDRESS, settings=Settings(rules=str(tmp_path), topics=topics)).metadata.topic

    assert topic().value == "Tin mới"
    assert topic().evidence == "rule bao.example: //b[@class='muc']"
    assert topic(Sport="Thể thao").value == "Tin mới"
    assert topic(**{"Thể thao": "Sport"}).value == "Sport"
    assert topic(**{"Thể thao": "Sport", "kinh-te": "Kinh tế", "Tin mới": "Tin"}).value == "Tin"
