import pytest

from packager.readers.pages.saved_from import origin, original

ADDRESS, TIME = "https://b.example/cau?a=1&b=2", "2025-02-21T07:05:00+00:00"
ARCHIVED = f"https://web.archive.org/web/20250221070500/{ADDRESS}"
SINGLE_FILE = f"""<!--
 Page saved with SingleFile
 url: {ADDRESS}
 saved date: Fri Feb 21 2025 14:05:00 GMT+0700 (Indochina Time)
-->"""
SAVE_PAGE_WE = """<meta name="savepage-url" content="https://b.example/cau?a=1&amp;b=2">
<meta name="savepage-date" content="Fri Feb 21 2025 14:05:00 GMT+0700 (x)">"""
SCRAPBOOK = '<html data-scrapbook-source="https://b.example/cau?a=1&amp;b=2" data-scrapbook-create="20250221070500123">'
HTTRACK = "<!-- Mirrored from b.example/cau by HTTrack Website Copier/3.x [XR&CO], Fri, 21 Feb 2025 07:05:00 GMT -->"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"<!DOCTYPE html>\n<!-- saved from url=(0029){ADDRESS} -->", (ADDRESS, "")),
        (f"<!-- saved from url=(0070){ARCHIVED} -->", (ADDRESS, TIME)),
        (SINGLE_FILE, (ADDRESS, "2025-02-21T14:05:00+07:00")),
        (f"<!-- Archived with SingleFile url: {ADDRESS} -->", (ADDRESS, "")),
        (SAVE_PAGE_WE, (ADDRESS, "2025-02-21T14:05:00+07:00")),
        (SCRAPBOOK, (ADDRESS, TIME)),
        (HTTRACK, ("http://b.example/cau", TIME)),
        (f'__wm.wombat("{ADDRESS}","20250221070500","https://web.archive.org/","web")', (ADDRESS, TIME)),
        ("<p>Page saved with care</p>", ("", "")),
        ("", ("", "")),
    ],
)
def test_tools_tell_where_a_page_is_from(head, expected):
    assert origin(head) == expected


def test_the_wayback_machine_tells_the_time_at_the_end():
    tail = "<!--\n     FILE ARCHIVED ON 07:05:00 Feb 21, 2025 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE -->"
    assert origin("", tail) == ("", TIME)
    assert origin("", tail.replace("Feb", "Xyz")) == ("", "")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ARCHIVED, (ADDRESS, TIME)),
        (f"//web.archive.org/web/20250221070500im_/{ADDRESS}", (ADDRESS, TIME)),
        (ARCHIVED.replace("https://b", "http:/b"), (ADDRESS.replace("https", "http"), TIME)),
        (f"https://archive.ph/2025.02.21-070500/{ADDRESS}", (ADDRESS, TIME)),
        (f"https://arquivo.pt/wayback/20250221070500/{ADDRESS}", (ADDRESS, TIME)),
        (f"https://web.archive.org/web/20259999999999/{ADDRESS}", (ADDRESS, "")),
        ("https://b.example/20250221070500/x", ("https://b.example/20250221070500/x", "")),
        ("a.jpg", ("a.jpg", "")),
    ],
)
def test_an_archive_s_address_stands_for_what_it_archived(address, expected):
    assert original(address) == expected
