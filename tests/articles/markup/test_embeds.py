import pytest
from lxml import etree

from packager.articles.markup.embeds import embedded


def element(markup):
    return etree.HTML(markup).find("body")[0]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/abcdef12345?rel=0" title="Mùa lúa chín"></iframe>',
            ("https://www.youtube.com/watch?v=abcdef12345", "YouTube: Mùa lúa chín"),
        ),
        (
            '<iframe data-src="//player.vimeo.com/video/77?h=1"></iframe>',
            ("https://vimeo.com/77", "Vimeo (player.vimeo.com)"),
        ),
        (
            '<iframe src="https://datawrapper.dwcdn.net/AbC/2/" aria-label="Datawrapper chart: rice"></iframe>',
            ("https://datawrapper.dwcdn.net/AbC/2/", "Datawrapper chart: rice"),
        ),
        (
            '<video poster="p.jpg"><source src="https://v.example/clip.mp4"></video>',
            ("https://v.example/clip.mp4", "Video (v.example)"),
        ),
        ('<audio src="interview.mp3"></audio>', ("interview.mp3", "Audio (interview.mp3)")),
        ('<iframe src="https://ads.example/frame?id=9"></iframe>', None),
        ('<iframe src="about:blank"></iframe>', None),
        ('<iframe src="https://youtube.com.evil.example/embed/x"></iframe>', None),
        ('<iframe src="http://[bad"></iframe>', None),
        ("<video></video>", None),
    ],
)
def test_what_is_embedded(markup, expected):
    assert embedded(element(markup)) == expected
