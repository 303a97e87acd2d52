from hypothesis import given

from packager.images import PROFILES, check, probe, rendition
from tests.fuzz.budget import BUDGET, mutations, only_our_errors
from tests.hostile.generate import samples

PICTURES = [
    content
    for sample in samples().values()
    if sample.kind == "picture"
    for name, content in sample.files.items()
    if isinstance(content, bytes) and len(content) < 60_000
]


@BUDGET
@given(mutations(PICTURES))
def test_a_picture_is_refused_or_shown(content):
    with only_our_errors():
        facts = probe(content)
        if facts.width * facts.height < 4_000_000:
            check(content, facts)
            rendition(content, PROFILES["standard"], facts)
