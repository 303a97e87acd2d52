"""A gate: what the articles of the corpus keep of text, pictures, captions and metadata, measured by shared scorers."""

from __future__ import annotations

import gzip
import importlib.util
import json
import statistics
import tomllib
from pathlib import Path

import lxml.html
import pytest

from packager.articles.article import normalise
from packager.config import Settings
from packager.errors import CaptureError
from packager.library.records import metadata_json
from packager.model import Capture

# The shared scorers leave files open.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FLOORS = tomllib.loads(Path(__file__).with_name("quality.toml").read_text(encoding="utf-8"))
KINDS = [(corpus, kind) for corpus in FLOORS for kind in FLOORS[corpus] if kind != "most"]


class Nothing:
    def find(self, _):
        return None

    def places(self, _):
        return ()


def pages(corpus):
    """Case -> its page."""
    if corpus.name == "readability-pages":
        return {path.parent.name: path for path in corpus.glob("*/source.html.gz")}
    return {path.name.removesuffix(".html.gz"): path for path in corpus.glob("html/*.html.gz")}


def article_of(path, monkeypatch):
    """The page's article by the generic way alone; None for a page that holds none."""
    monkeypatch.setattr("packager.articles.article.site_rules", lambda _: None)
    capture = Capture("corpus", path.name, "page", "text/html", gzip.decompress(path.read_bytes()), Nothing())
    try:
        return normalise(capture, lambda _: None, Settings())
    except CaptureError:
        return None


@pytest.fixture(scope="module")
def outputs(shared, once):
    """The folders of each corpus's articles."""

    def of(name):
        def make(folder):
            with pytest.MonkeyPatch.context() as monkeypatch:
                for case, path in sorted(pages(shared / "corpus" / name).items()):
                    article = article_of(path, monkeypatch)
                    if article is not None:
                        (folder / f"{case}.xhtml").write_bytes(article.content)
                        (folder / f"{case}.meta.json").write_text(metadata_json(article.metadata), encoding="utf-8")

        return once(f"quality-{name}", make)

    return of


def scorer(shared, kind):
    """One of the shared scorers, as a module."""
    spec = importlib.util.spec_from_file_location(f"score_{kind}", shared / "tools" / f"score_{kind}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truth_of(corpus):
    truth = json.loads((corpus / "ground-truth.json").read_text(encoding="utf-8"))
    if corpus.name == "readability-pages":
        for case in truth:
            expected = gzip.decompress((corpus / case / "expected.html.gz").read_bytes()).decode()
            truth[case]["body"] = [lxml.html.fromstring(expected).text_content()]
    return truth


def figures(score, truth, folder):
    cases = {case: facts for case, facts in truth.items() if "images" in facts}
    return score.summary({case: score.score_case(facts, score.load(folder, case), {}) for case, facts in cases.items()})


def body(score, truth, folder):
    found = []
    for case, facts in truth.items():
        if not facts.get("body"):
            continue
        file, wanted = folder / f"{case}.xhtml", score.words(" ".join(facts["body"]))
        if not file.exists():
            found.append(0.0)
            continue
        root = lxml.html.fromstring(file.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        found.append(max(score.measure(wanted, score.words(score.text_of(root, lead)))[0] for lead in (True, False)))
    return {"F1": statistics.mean(found)}


def metadata(score, truth, folder):
    return {name: statistics.mean(values) for name, values in score.run(truth, str(folder)).items() if values}


@pytest.mark.parametrize(("corpus", "kind"), KINDS)
def test_the_floors_hold(shared, outputs, corpus, kind):
    measure = {"figures": figures, "body": body, "metadata": metadata}[kind]
    reached = measure(scorer(shared, kind), truth_of(shared / "corpus" / corpus), outputs(corpus))
    assert {name: reached[name] for name, floor in FLOORS[corpus][kind].items() if reached[name] < floor} == {}
    if kind == "figures":
        most = FLOORS[corpus].get("most", {})
        assert {name: reached[name] for name, ceiling in most.items() if reached[name] > ceiling} == {}
