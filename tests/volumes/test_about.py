from dataclasses import replace

from lxml import etree

from packager.config import Settings
from packager.model import Link, Value
from packager.volumes import about
from packager.volumes.split import LARGEST
from tests.volumes.samples import ENTRIES, made

H = {"h": "http://www.w3.org/1999/xhtml"}


def words(element):
    return " ".join("".join(element.itertext()).split())


def about_of(of):
    (raw,) = about.about_pages(of, "urn:uuid:1")
    return etree.fromstring(raw)


def test_about_shows_long_addresses_of_pictures_short_and_leads_to_them():
    address = f"https://anh.example.vn/{'cong_khai/' * 9}cho_phien.jpg?w=1600&h=900"
    of = made()
    of.found.lost[of.volume.entries[0].id] = (address, f"https://anh.example.vn/{'a' * 90}.jpg")
    links = about_of(of).xpath("//h:span[@class='reference']/h:a", namespaces=H)
    assert [words(link) for link in links] == ["anh.example.vn/…/cho_phien.jpg", f"anh.example.vn/…/…{'a' * 26}.jpg"]
    assert links[0].get("href") == address
    (sources,) = about.source_pages(of)
    assert address in words(etree.fromstring(sources))


def below(page, heading):
    items = page.xpath("//h:h2[.=$heading]/following-sibling::h:ul[1]/h:li", heading=heading, namespaces=H)
    return [words(item) for item in items]


def test_sources_give_each_articles_address_date_digest_and_missing_pictures():
    of = made()
    (raw,) = about.source_pages(of)
    page = words(etree.fromstring(raw))
    for entry in of.volume.entries:
        assert entry.metadata.title.value in page
        assert entry.capture in page
        assert entry.locator in page
        assert entry.metadata.source.value in page
    assert "Ảnh thiếu img/p099.jpg" in page
    assert "2025-02-14 · chính xác đến ngày · suy ra · căn cứ: «Sáng 14/2» trong đoạn mở đầu" in page


def test_sources_name_changes_captures_and_other_places():
    known = replace(ENTRIES[0].metadata, modified=Value("2025-02-23"), captured=Value("2025-03-01T00:00:00Z"))
    entry = replace(ENTRIES[0], metadata=known, also=(Link("Báo khác", "https://khac.example.vn/1"),))
    (raw,) = about.source_pages(made(entries=[entry]))
    page = words(etree.fromstring(raw))
    for said in ("Cập nhật 2025-02-23", "Lưu lại 2025-03-01T00:00:00Z", "Báo khác, https://khac.example.vn/1"):
        assert said in page


def test_about_says_what_was_collected_what_is_missing_and_what_was_inferred():
    page = about_of(made())
    assert "urn:uuid:1" in words(page)
    assert below(page, "Những gì đã thu thập") == ["Báo Miền Núi · 7 bài · 6 ảnh · 1 ảnh thiếu"]
    assert below(page, "Ảnh thiếu") == [f"{ENTRIES[0].metadata.title.value}: img/p099.jpg"]
    known = "2025-02-14 · chính xác đến ngày · suy ra · căn cứ: «Sáng 14/2» trong đoạn mở đầu"
    assert below(page, "Ngày suy ra hoặc không rõ") == [f"{ENTRIES[2].metadata.title.value}: {known}"]
    assert page.xpath("//@lang", namespaces=H) == ["vi"]


def test_what_is_whole_is_said_to_be():
    page = about_of(made(entries=[ENTRIES[1]]))
    assert below(page, "Ảnh thiếu") == ["Không thiếu gì: mọi ảnh mà nguồn nhắc tới đều có ở đây."]
    assert below(page, "Ngày suy ra hoặc không rõ") == ["Không có: nguồn ghi rõ mọi ngày đăng."]


def test_an_undated_article_is_told():
    page = about_of(made(("topic",), entries=[ENTRIES[7]]))
    assert below(page, "Ngày suy ra hoặc không rõ") == ["Bài không ngày tháng: Không rõ ngày"]


def test_rights_of_articles_that_are_not_the_volumes_are_told_with_how_many():
    stated = [replace(entry, metadata=replace(entry.metadata, rights=Value("© Báo"))) for entry in ENTRIES[:2]]
    page = about_of(made(settings=Settings(rights="CC0"), entries=[*stated, ENTRIES[4]]))
    assert below(page, "Bài có ghi quyền sử dụng riêng") == ["© Báo (2 bài)"]
    assert "Quyền sử dụng CC0" in words(page)


def test_the_days_of_collecting_are_told_for_each_source():
    days = ["2025-03-01T05:00:00Z", "2025-03-04", ""]
    entries = [
        replace(entry, metadata=replace(entry.metadata, captured=Value(day)))
        for entry, day in zip(ENTRIES, days, strict=False)
    ]
    page = about_of(made(entries=entries))
    assert below(page, "Những gì đã thu thập")[0].endswith("Lưu lại: 1 tháng 3 năm 2025 đến 4 tháng 3 năm 2025")


def test_long_pages_become_several_files():
    entries = [replace(ENTRIES[2], id=f"{number:012x}") for number in range(1500)]
    of = made(entries=entries)
    for files in ([*about.source_pages(of)], [*about.about_pages(of, "urn:uuid:1")]):
        assert len(files) > 1
        assert max(map(len, files)) <= LARGEST
