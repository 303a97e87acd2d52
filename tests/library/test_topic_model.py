import json
from random import Random

import pytest

from packager.library.topic_model import NEVER, Sample, TopicModel, learn, words_of

ARTICLE = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><article>\n'
    '<header><h1>Kinh tế xanh</h1><p class="byline">Lê A · <time datetime="2025">2025</time></p></header>\n'
    "<p>Nông dân, hợp tác xã &amp; chợ <em>phiên</em></p></article></body></html>\n"
)
TALK = "hôm nay người dân xã bản năm tháng việc làm nhiều ngày qua đến từ".split()
OWN = {
    "Kinh tế": "giá chợ hàng tiền vốn lãi thuế doanh nghiệp xuất khẩu thị trường".split(),
    "Thể thao": "bóng đá trận đấu bàn thắng cầu thủ huấn luyện giải vòng sân".split(),
    "Văn hóa": "lễ hội múa hát khèn thổ cẩm nhà sàn nghệ nhân truyền thống".split(),
}


def samples(count=12, seed=1):
    """Articles of three topics that share half of their words."""
    chance = Random(seed)  # noqa: S311 - no secret
    return [
        Sample("vi", topic, frozenset(chance.sample(own, 5) + chance.sample(TALK, 8)))
        for topic, own in OWN.items()
        for _ in range(count)
    ]


def test_words_and_their_neighbours_without_byline_and_markup():
    found = words_of(ARTICLE.encode())
    assert {"kinh", "tế", "kinh tế", "tế xanh", "nông dân", "hợp tác", "tác xã", "chợ"} <= found
    assert not {"lê", "a", "xanh nông", "dân hợp", "xã chợ", "amp", "em", "p", "html"} & found


def test_what_was_learnt_tells_topics_apart():
    model, assessment = learn(samples())
    assert (assessment.articles, assessment.right) == (36, 36)
    assert assessment.sure_right == assessment.sure >= 30
    found = model.suggest("vi", frozenset("trận đấu giải vòng hôm nay".split()))
    assert found.topic == "Thể thao"
    assert set(found.words) <= set(OWN["Thể thao"])


def test_a_doubtful_article_gets_no_topic():
    model, _ = learn(samples())
    assert model.suggest("vi", frozenset({"nhiều", "khèn", "bóng"})) is None
    assert model.suggest("vi", frozenset({"nirgendwo"})) is None
    assert model.suggest("en", frozenset(OWN["Văn hóa"])) is None


def test_where_topics_cannot_be_told_apart_nothing_is_suggested():
    noise = [Sample("vi", f"T{n % 3}", sample.words) for n, sample in enumerate(samples())]
    model, assessment = learn(noise)
    assert (model.margin, assessment.sure) == (NEVER, 0)
    assert model.suggest("vi", noise[0].words) is None


def test_the_same_articles_give_the_same_bytes_and_they_read_back():
    model, _ = learn(samples())
    again, _ = learn([Sample(s.language, s.topic, frozenset(sorted(s.words, reverse=True))) for s in samples()])
    assert model.dump() == again.dump()
    read = TopicModel.load(model.dump())
    assert read.dump() == model.dump()
    assert all(read.suggest("vi", s.words) == model.suggest("vi", s.words) for s in samples(seed=2))
    assert "." not in json.dumps(json.loads(model.dump()))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": 2}'])
def test_what_is_no_model_is_refused(content):
    with pytest.raises((ValueError, KeyError, TypeError)):
        TopicModel.load(content)
