from lxml import etree

from packager.articles.markup.region import Region
from packager.articles.markup.tree import Walk

PAGE = """<html><body><nav>Menu</nav><main><p>Before</p><h1>Title</h1><p>Between</p><div id="body"><p>One</p></div>
<aside>After</aside></main><footer>Foot</footer></body></html>"""


def test_a_walk_of_a_region_reads_from_its_first_element_to_its_last():
    root = etree.fromstring(PAGE, etree.HTMLParser())
    walk = Walk(root, str, Region([root.find(".//h1"), root.find(".//div")]))
    assert [item.text for item in walk.items] == ["Title", "Between", "One"]
    assert [(n, element.tag) for n, element in walk.skipped] == [(0, "nav"), (0, "p"), (3, "aside"), (3, "footer")]


def test_elements_inside_one_another_are_one_region():
    root = etree.fromstring(PAGE, etree.HTMLParser())
    walk = Walk(root, str, Region([root.find(".//div"), root.find(".//div/p")]))
    assert [item.text for item in walk.items] == ["One"]
