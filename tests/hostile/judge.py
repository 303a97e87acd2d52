"""Whether what became of a bad input is right: each judge says what is wrong, nothing where all is right."""

from __future__ import annotations

BUGS = frozenset(("internal-error", "worker-stopped"))
NOT_SHOWN = frozenset(("picture-missing", "picture-damaged", "picture-unknown", "picture-too-large", "too-large"))


def wrong(sample, products):
    """What is wrong with what became of a sample of ours."""
    said, codes = products.said, products.codes(sample.name)
    outcomes = products.outcomes(sample.name)
    if missing := [text for text in sample.keep if text not in said]:
        yield f"lost: {missing[:4]}" + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
    missing = [text for text in sample.told if text not in said]
    if missing and not products.codes(sample.name, "loss"):
        yield f"lost in silence: {missing}"
    if sample.outcomes and outcomes != sample.outcomes:
        yield f"became {outcomes[:9]} instead of {sample.outcomes[:9]}"
    if untold := set(sample.codes) - codes:
        yield f"does not tell {sorted(untold)}, but {sorted(codes)}"
    forbidden = BUGS | set(sample.free) | (NOT_SHOWN if sample.pictures else set())
    if found := forbidden & codes:
        messages = [told["message"] for told in products.findings[sample.name] if told["code"] in found]
        yield f"tells {sorted(found)}: {messages[0]}"


def wrong_of_theirs(item, products):
    """What is wrong with what became of an item of the manifest beside the project."""
    source, expected = item["id"], item["expect"]
    outcomes = products.outcomes(source)
    losses = products.codes(source, "loss")
    if not outcomes:
        yield "is no item of the report"
    if len(outcomes) < (item["n"] or 1):
        yield f"{len(outcomes)} items instead of {item['n']}"
    if expected == "rejected" and set(outcomes) - {"failed", "skipped"}:
        yield f"became {outcomes[:5]}, where all of it should be refused"
    missing = [text for text in item["keep"] if text not in products.said and text not in products.held]
    if missing and (expected == "kept" or not losses):
        yield f"lost{'' if losses else ' in silence'}: {missing[:5]}"
    shown = not products.codes(source) & NOT_SHOWN
    if item["kind"] == "img" and expected in {"kept", "kept-part"} and shown != (expected == "kept"):
        yield "its picture is " + ("shown" if shown else "not shown")
    if found := BUGS & products.codes(source):
        yield f"tells {sorted(found)}"
