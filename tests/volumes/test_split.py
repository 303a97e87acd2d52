from lxml import etree

from packager.volumes.split import LARGEST, part_name, parts

H = "{http://www.w3.org/1999/xhtml}"


def page(blocks):
    body = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><head><title>Dài</title></head>'
        f"<body><section>{body}</section></body></html>"
    ).encode()


def test_a_page_that_fits_stays_as_it_is():
    short = page(["một"])
    assert parts(short, "tiếp theo") == [short]


def test_a_long_page_becomes_files_that_fit_and_lose_nothing():
    blocks = [f"{number} " + "đ" * 40_000 for number in range(9)]
    files = parts(page(blocks), "tiếp theo")
    trees = [etree.fromstring(file) for file in files]
    assert len(files) > 1
    assert all(len(file) <= LARGEST for file in files)
    assert [p.text for tree in trees for p in tree.iter(f"{H}p")] == blocks
    assert [tree.findtext(f".//{H}title") for tree in trees] == ["Dài"] + ["Dài (tiếp theo)"] * (len(files) - 1)


def test_a_block_is_never_cut():
    blocks = ["a" * 400_000, "b"]
    assert [len(file) > LARGEST for file in parts(page(blocks), "")] == [True, False]


def test_parts_are_named_for_their_page():
    assert [part_name("a-1.xhtml", number) for number in (1, 2)] == ["a-1.xhtml", "a-1-2.xhtml"]
    assert part_name("chapters/a-1.xhtml", 2) == "chapters/a-1-2.xhtml"
    assert part_name("about", 3) == "about-3"


def test_the_parts_are_pages_with_the_attributes_of_the_whole():
    whole = page(["đ" * 200_000] * 3).replace(b"<section>", b'<section role="doc-chapter">')
    for file in parts(whole, "tiếp theo"):
        root = etree.fromstring(file)
        assert root.get("lang") == "vi"
        assert [child.tag for child in root] == [f"{H}head", f"{H}body"]
        assert root[1][0].get("role") == "doc-chapter"
        assert len(root[1][0]) == 1
