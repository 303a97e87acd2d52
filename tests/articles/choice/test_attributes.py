import pytest

from tests.articles.pages import LONG, article_page, body_of, inner, page


def first(body, html='lang="vi"'):
    return inner(page(article_page(body, html=html)))[0].replace("\n", "")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("ol start=4", '<ol start="4">'),
        ("ol reversed type=A", '<ol reversed="reversed" type="A">'),
        ("ol start=1 type=1", "<ol>"),
        ("ol start=x type=disc", "<ol>"),
        ("ul start=4 type=a", "<ul>"),
    ],
)
def test_a_list_counts_as_it_did(theirs, ours):
    assert first(f"<{theirs}><li>Một.</li><li>Hai.</li></{theirs[:2]}>").startswith(f"{ours}<li>Một.</li>")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("<p dir=rtl>Con đường.</p>", '<p dir="rtl">Con đường.</p>'),
        ("<h2 dir=RTL>Con đường</h2>", '<h2 dir="rtl">Con đường</h2>'),
        ("<div dir=rtl><p>Con đường.</p></div>", '<p dir="rtl">Con đường.</p>'),
        ("<ul dir=rtl><li>Một.</li></ul>", '<ul dir="rtl"><li>Một.</li></ul>'),
        (
            "<dl dir=rtl><dt dir=ltr>Một.</dt><dd>Hai.</dd></dl>",
            '<dl dir="rtl"><dt dir="ltr">Một.</dt><dd>Hai.</dd></dl>',
        ),
        ("<p dir=ltr>Con đường.</p>", "<p>Con đường.</p>"),
        ("<p dir=auto>Con đường.</p>", "<p>Con đường.</p>"),
    ],
)  # fmt: skip
def test_a_direction_is_kept_where_it_is_another_one(theirs, ours):
    assert first(theirs) == ours


def test_a_right_to_left_article_states_only_what_runs_left_to_right():
    rtl = page(
        article_page("<p dir=rtl>Một.</p><p dir=ltr>Hai.</p>", html='lang="ar" dir="rtl"').replace(LONG, "نص " * 40)
    )
    assert [block for block in body_of(rtl) if "dir" in block] == ['<p dir="ltr">Hai.</p>']
