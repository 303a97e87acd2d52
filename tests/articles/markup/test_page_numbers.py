import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.articles.markup.page_numbers import first_of, numbered, same_but_for_the_page

HOST = "https://bao.example"


@pytest.mark.parametrize(
    ("address", "first", "number"),
    [
        ("/bai.html?page=2", "/bai.html", 2),
        ("/bai?id=7&trang=3", "/bai?id=7", 3),
        ("/bai?page=2&id=7", "/bai?id=7", 2),
        ("/bai/2", "/bai", 2),
        ("/367061/2/", "/367061", 2),
        ("/bai/page/12/", "/bai", 12),
        ("/bai-p2.html", "/bai.html", 2),
        ("/bai-trang-2.htm#a", "/bai.htm", 2),
        ("/bai_2.html", "/bai.html", 2),
        ("/bai-12345-2.html", "/bai-12345.html", 2),
        ("/bai?page=1", "/bai", 1),
        ("/bai/page-1", "/bai", 1),
    ],
)
def test_a_further_pages_address_holds_the_first_ones(address, first, number):
    found = numbered(HOST + address)
    assert (found.first, found.number) == (HOST + first, number)


@pytest.mark.parametrize(
    "address",
    ["/bai", "/bai/1", "/bai-1.html", "/2025", "/bai-20250221.html", "/bai_2025_01_31.html", "/bai?id=2",
     "/bai-02.html", "/bai/2?id=7", "/mp3", "/bai-100.html"],
)  # fmt: skip
def test_other_numbers_are_no_pages(address):
    assert numbered(HOST + address) is None


def test_the_first_page_may_say_that_it_is():
    assert first_of(f"{HOST}/bai?page=1") == f"{HOST}/bai"
    assert first_of(f"{HOST}/bai?page=2") == f"{HOST}/bai?page=2"


def test_scheme_suffix_slash_and_fragment_make_no_other_article():
    forms = [f"{HOST}/bai.html", "http://BAO.example/bai/", f"{HOST}/bai#x", f"{HOST}/bai/index.html"]
    assert {same_but_for_the_page(form) for form in forms} == {"bao.example/bai"}
    assert same_but_for_the_page(f"{HOST}/Bai") != same_but_for_the_page(f"{HOST}/bai")
    assert same_but_for_the_page(f"{HOST}/bai?id=1") != same_but_for_the_page(f"{HOST}/bai")


@given(st.text(), st.integers(2, 99))
def test_any_text_may_be_an_address(text, number):
    numbered(text)
    same_but_for_the_page(text)
    found = numbered(f"{HOST}/{text.replace('#', '')}?page={number}")
    assert found is not None


def test_a_long_address_takes_no_time():
    address = f"{HOST}/{'y' * 200_000}"
    assert same_but_for_the_page(address) == address.removeprefix("https://")
