import pytest

from packager.articles.metadata.topics import topic_of
from packager.config import Settings
from packager.model import UNKNOWN, Basis, Capture, Value

ADDRESS = "https://bao.example/xa-hoi/mot-bai.html"
MAPPING = Settings(topics={"Kinh tế": "Kinh tế", "kinh-te": "Kinh tế", "Economy": "Kinh tế"})


def capture(locator, source="sources"):
    folders = tuple(locator.split("/")[:-1])
    return Capture(source, locator, "saved page", "text/html", b"", None, folders=folders)


def stated(label):
    return Value(label, Basis.METADATA, "meta section")


def topic(section="", address="", locator="a.html", source="sources", **given):
    named = [given.get("ruled", UNKNOWN), stated(section) if section else UNKNOWN]
    return topic_of(named, address, capture(locator, source), given.get("settings", Settings()))


def test_the_order_is_rule_section_address_folder():
    everything = {"section": "Thể thao", "address": ADDRESS, "locator": "van-hoa/a.html"}
    assert topic(**everything, ruled=stated("Du lịch")).value == "Du lịch"
    assert topic(**everything).value == "Thể thao"
    assert topic(**{**everything, "section": ""}).value == "xa-hoi"
    assert topic(locator="van-hoa/a.html").value == "van-hoa"
    assert not topic()


def test_a_folder_whose_name_is_no_text_names_no_topic():
    assert topic(locator="\udcff\udcfe/van-hoa/a.html").value == "van-hoa"
    assert topic(locator="k\x1binh\udcff-te/a.html").value == "kinh-te"


@pytest.mark.parametrize("label", ["Kinh tế", "KINH TẾ", "kinh-te", "Kinh te", "kinh_te", "economy", " Economy "])
def test_aliases_are_known_whatever_their_case_and_marks(label):
    assert topic(label, settings=MAPPING).value == "Kinh tế"
    assert topic(locator=f"{label.strip()}/a.html", settings=MAPPING).value == "Kinh tế"


def test_a_name_that_the_mapping_knows_goes_first():
    found = topic("Tin mới", "https://bao.example/economy/mot-bai.html", settings=MAPPING)
    assert (found.value, found.basis) == ("Kinh tế", Basis.INFERRED)
    assert found.evidence == "path of the address: /economy/; «economy» is Kinh tế in packager.toml"


def test_a_name_without_an_alias_stays_as_the_source_writes_it():
    assert topic(" Tin  mới", settings=MAPPING) == Value("Tin mới", Basis.METADATA, "meta section")


@pytest.mark.parametrize("source", ["kinh-te", "Kinh tế", "kho/kinh-te", "environment", "van-hoa"])
def test_a_source_that_is_named_after_a_section_counts_as_a_folder(source):
    name = source.rpartition("/")[2]
    whole = topic(locator=f"{name}/a.html", source="sources")
    assert topic(source=source) == whole
    assert whole.evidence == f"folder: {name}/"


@pytest.mark.parametrize("source", ["seed", "sources", "pages", "html", "data", "my-archive", "2025", "test_x0", "vi"])
def test_any_other_source_names_no_topic(source):
    assert not topic(source=source)


def test_a_source_named_by_the_mapping_counts():
    assert topic(source="ruong-dong", settings=Settings(topics={"ruong-dong": "Nông nghiệp"})).value == "Nông nghiệp"


def test_a_folder_below_the_source_goes_before_the_source():
    assert topic(locator="van-hoa/a.html", source="kinh-te").value == "van-hoa"
    assert topic(locator="pages/a.html", source="kinh-te").value == "kinh-te"
