from lxml import etree

from packager.volumes.split import LARGEST, part_name, parts, runs

H = "{http://www.w3.org/1999/xhtml}"


def page(blocks):
    body = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><head><title>Dài</title></head>'
        f"<body><section>{body}</section></body></html>"
    ).encode()


def test_a_page_that_fits_stays_as_it_is():
    short = page(["một"])
    assert parts(short, "a.xhtml", "tiếp theo") == [short]


def test_a_long_page_becomes_files_that_fit_and_lose_nothing():
    blocks = [f"{number} " + "đ" * 40_000 for number in range(9)]
    files = parts(page(blocks), "a.xhtml", "tiếp theo")
    trees = [etree.fromstring(file) for file in files]
    assert len(files) > 1
    assert all(len(file) <= LARGEST for file in files)
    assert [p.text for tree in trees for p in tree.iter(f"{H}p")] == blocks
    assert [tree.findtext(f".//{H}title") for tree in trees] == ["Dài"] + ["Dài (tiếp theo)"] * (len(files) - 1)


def test_a_block_that_no_file_holds_is_cut_and_a_heading_stays_with_it():
    long = page(["a" * 200_000, "<b>" + "b " * 200_000 + "</b>"]).replace(b"<p><b>", b"<h2>c</h2><p><b>")
    trees = [etree.fromstring(file) for file in parts(long, "a.xhtml", "")]
    sections = [tree.find(f".//{H}section") for tree in trees]
    assert [[block.tag.removeprefix(H) for block in section] for section in sections] == [["p"], ["h2", "p"], ["p"]]
    assert sections[2][0].get("data-continues")
    assert "".join(sections[1][1].itertext()) + "".join(sections[2].itertext()) == "b " * 200_000


def test_parts_are_named_for_their_page():
    assert [part_name("a-1.xhtml", number) for number in (1, 2)] == ["a-1.xhtml", "a-1-2.xhtml"]
    assert part_name("chapters/a-1.xhtml", 2) == "chapters/a-1-2.xhtml"
    assert part_name("about", 3) == "about-3"


def test_the_parts_are_pages_with_the_attributes_of_the_whole():
    whole = page(["đ" * 200_000] * 3).replace(b"<section>", b'<section role="doc-chapter">')
    for file in parts(whole, "a.xhtml", "tiếp theo"):
        root = etree.fromstring(file)
        assert root.get("lang") == "vi"
        assert [child.tag for child in root] == [f"{H}head", f"{H}body"]
        assert root[1][0].get("role") == "doc-chapter"
        assert len(root[1][0]) == 1


def test_links_within_a_page_lead_to_the_file_that_their_target_is_in_now():
    filler = f"<b>{'đ' * 139_000}</b>"
    blocks = [
        '<a href="#note-1">1</a><a href="#place-1">đây</a><i id="place-1"/>',
        filler,
        '<i id="note-1"/>' + "đ" * 20_000,
    ]
    first, second = map(etree.fromstring, parts(page(blocks), "chapters/a-1.xhtml", ""))
    assert [link.get("href") for link in first.iter(f"{H}a")] == ["a-1-2.xhtml#note-1", "#place-1"]
    assert second.find(f".//{H}i").get("id") == "note-1"


def test_runs_keep_the_order_and_give_nothing_one_run():
    assert [*runs([100_000] * 5, lambda size: size)] == [[100_000] * 2, [100_000] * 2, [100_000]]
    assert [*runs([], len)] == [[]]
