"""Pictures of every kind from a page into a volume, under each profile."""

from __future__ import annotations

import io
import json
import posixpath
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from packager.config import Settings
from packager.images import PROFILES, Colour, probe
from tests.collected import build, page, picture, put
from tests.images import profiles
from tests.images.pictures import exif, saved

KINDS = Path(__file__).parent / "images" / "kinds"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">%s<path fill="none" stroke="#333" d="%s"/></svg>'
)
CHART = """
<!-- drawn by hand --><title>Sản lượng</title>
<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient>
<clipPath id="b"><rect width="9" height="9"/></clipPath></defs>
<style type="text/css">.x { fill: url(#a) }</style>
<g id="Layer_1" data-name="Layer 1" class="x" transform="translate(3 4)" style="opacity:.9" onclick="x()">
<text x="4" y="9" font-family="Arial" xml:space="preserve">2024 <tspan dy="3">tấn</tspan> <a href="#c">x</a></text>
<use href="#c" x="3"/><a href="http://x.example/" target="_blank"><circle id="c" r="3"/></a></g>
<script>x()</script><foreignObject width="9" height="9"><p>Năm</p></foreignObject>
<switch><g><path d="M0 0h3" requiredFeatures="x" clip-path="url(#b)"/></g></switch>
<symbol id="s"><line x2="4"/></symbol>
"""


def pictures():
    """File name -> bytes: each kind that is read, and each trouble that a sound picture can have."""
    scene = Image.open(io.BytesIO(picture()))
    turning = [scene.rotate(angle) for angle in (90, 180)]
    clear = scene.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(scene.size))
    wide = profiles.rgb_profile(profiles.P3_PRIMARIES, profiles.SRGB_FORMULA)
    return {
        "photo.jpg": picture(),
        "large.jpg": picture(9, (2400, 1800)),
        "wide.jpg": saved(scene, "JPEG", icc_profile=wide),
        "turned.jpg": saved(scene, "JPEG", exif=exif(6)),
        "inks.jpg": saved(scene.convert("CMYK"), "JPEG"),
        "clear.png": saved(clear, "PNG"),
        "deep.png": saved(
            Image.linear_gradient("L").convert("I").point(lambda level: level * 257).convert("I;16"), "PNG"
        ),
        "moving.png": saved(scene, "PNG", save_all=True, append_images=turning),
        "moving.gif": saved(scene, "GIF", save_all=True, append_images=turning, loop=0),
        "moving.webp": saved(scene, "WEBP", save_all=True, append_images=turning),
        "moving.avif": saved(scene, "AVIF", save_all=True, append_images=turning),
        "photo.webp": saved(scene, "WEBP"),
        "photo.avif": saved(scene, "AVIF"),
        "photo.tif": saved(scene, "TIFF"),
        "photo.bmp": saved(scene, "BMP"),
        "photo.jp2": saved(scene, "JPEG2000"),
        "photo.heic": (KINDS / "photo.heic").read_bytes(),
        "misnamed.png": picture(3),
        "chart.svg": DRAWING % (CHART.encode(), b"M1 1h9"),
        "plain.svg": DRAWING % (b"", b"M9 9h9"),
    }


@pytest.fixture(scope="module")
def sources(once):
    """One page that shows them all, and another with some of them under other names."""
    held = pictures()
    files = {f"anh/{name}": content for name, content in held.items()}
    files["anh/again.jpeg"] = held["photo.jpg"]
    files["anh/without-words.jpg"] = picture(1)
    files["anh/cut.jpg"] = picture(2)[:-900]
    return once("pictures", lambda folder: put(folder, files | {
        "all.html": page("Mọi loại ảnh", pictures=[f"anh/{name}" for name in held]),
        "again.html": page("Ảnh ấy", pictures=["anh/again.jpeg", "anh/photo.jpg", "anh/cut.jpg"]),
    }))  # fmt: skip


@pytest.fixture(scope="module", params=PROFILES)
def bound(request, once, sources):
    """A profile, its volume, and the report."""
    reports = {}

    def make(folder):
        settings = replace(Settings(), images=request.param)
        reports.update(build(sources, folder, settings=settings).report)

    output = once(f"pictures-{request.param}", make)
    (volume,) = output.rglob("*.epub")
    return PROFILES[request.param], volume, output


def shown(volume):
    """Each img of the chapters, and the bytes that it shows."""
    with zipfile.ZipFile(volume) as archive:
        for name in archive.namelist():
            if "/chapters/" in name:
                for image in etree.fromstring(archive.read(name)).iter("{*}img"):
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), image.get("src")))
                    yield image, target, archive.read(target)


def test_only_kinds_that_every_reader_shows_under_their_real_suffix(bound):
    _, volume, _ = bound
    kinds = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/svg+xml": ".svg"}
    for image, name, content in shown(volume):
        facts = probe(content)
        assert posixpath.splitext(name)[1] == kinds[facts.media_type]
        if image.get("class") != "missing":
            assert (image.get("width"), image.get("height")) == (str(facts.width), str(facts.height))


def test_pictures_are_what_the_profile_says(bound):
    profile, volume, _ = bound
    for _, _, content in shown(volume):
        facts = probe(content)
        assert max(facts.width, facts.height) <= profile.long_edge
        assert facts.width * facts.height <= profile.pixels
        assert facts.orientation == 1
        assert facts.colour is not Colour.CMYK
        assert b"EXIFDESC" not in content
        if profile.srgb:
            assert (facts.srgb, facts.bits) == (True, 8)
        if profile.opaque and not facts.animated and not facts.drawing:
            assert not facts.alpha
        if profile.grey and not facts.drawing:
            assert facts.colour is Colour.GREY
        assert profile.animated or not facts.animated


def test_a_picture_under_two_names_is_stored_once(bound):
    _, volume, _ = bound
    names = [name for _, name, content in shown(volume) if probe(content).width == 320]
    assert len(names) > len(set(names))
    with zipfile.ZipFile(volume) as archive:
        digests = [info.CRC for info in archive.infolist() if "/images/" in info.filename]
    assert len(digests) == len(set(digests))


def test_what_is_not_shown_as_it_was_is_told(bound):
    profile, _, output = bound
    told = json.loads((output / "report.json").read_text(encoding="utf-8"))["findings"]
    stills = {finding["message"].split(":")[0] for finding in told if finding["code"] == "picture-still"}
    moving = {f"anh/moving.{suffix}" for suffix in ("webp", "avif", *(() if profile.animated else ("gif", "png")))}
    assert stills == moving
    assert [finding["message"] for finding in told if finding["code"] == "drawing-reduced"] == [
        "anh/chart.svg: the drawing is shown without foreignObject"
    ]
    assert [finding["code"] for finding in told if "cut.jpg" in finding["message"]] == ["picture-damaged"]


def test_epubcheck_has_nothing_to_say(bound, epubcheck):
    _, volume, _ = bound
    assert epubcheck(volume) == []


def test_what_moves_is_a_hazard_that_is_stated(bound):
    profile, volume, _ = bound
    with zipfile.ZipFile(volume) as archive:
        package = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".opf"))
    assert ("unknown" if profile.animated else "none") in package.partition("accessibilityHazard")[2][:20]
