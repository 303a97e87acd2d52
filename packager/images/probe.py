"""Tells what a picture is by its bytes, before anything of it is decoded."""

from __future__ import annotations

from packager.images import gif, jpeg, png, webp
from packager.images.facts import Probe, damaged, too_large, unknown
from packager.limits import LARGEST_PICTURE, MOST_PIXELS

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_AVIF = (b"ftypavif", b"ftypavis")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftyphevx", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1")
_JPEG_2000 = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_JPEG_XL = (b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a")
_ICON = b"\0\0\1\0"
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_MARKUP_WITHIN = 64
_NO_PICTURES = (
    (b"<", "holds markup (an error page?)"),
    (b"%PDF", "is a PDF"),
    (b"{", "holds text (an error message?)"),
    (b"8BPS", "is a Photoshop document; save it as JPEG or PNG"),
    (b"%!PS", "is a PostScript drawing; save it as PNG"),
)


def probe(data: bytes) -> Probe:
    """The facts of a picture by its header.

    Raises PictureUnreadable: "picture-unknown" for bytes that are no picture of a kind that can be shown,
    "picture-too-large" for one beyond `limits`, "picture-damaged" for a broken header.
    """
    if len(data) > LARGEST_PICTURE:
        raise too_large(f"The picture has {len(data):,} bytes; the limit is {LARGEST_PICTURE:,}")
    facts = _parsed(data)
    if facts.width < 1 or facts.height < 1:
        raise damaged(f"The picture says it is {facts.width} x {facts.height} pixels")
    if facts.width * facts.height > MOST_PIXELS:
        raise too_large(f"The picture has {facts.width:,} x {facts.height:,} pixels; the limit is {MOST_PIXELS:,}")
    return facts


def _parsed(data: bytes) -> Probe:
    """The facts as the parser of the picture's kind reads them."""
    if data.startswith(jpeg.MAGIC):
        return jpeg.probe(data)
    if data.startswith(png.MAGIC):
        return png.probe(data)
    if data.startswith(gif.MAGIC):
        return gif.probe(data)
    if webp.recognised(data):
        return webp.probe(data)
    media_type = _uncommon(data)
    if media_type:
        from packager.images import pillow  # noqa: PLC0415 - costs 13 ms, and hardly any article has such a picture

        return pillow.probe(data, media_type)
    if b"<" in data[:_MARKUP_WITHIN]:
        from packager.images import svg  # noqa: PLC0415 - lxml, for the few drawings

        if svg.recognised(data):
            return svg.probe(data)
    raise unknown(_said(data))


def _uncommon(data: bytes) -> str:
    """The media type of a kind that only Pillow reads; "" for none."""
    if data.startswith(_TIFF):
        return "image/tiff"
    if data[4:12] in _AVIF or (data[4:12] in _HEIC[-2:] and b"avif" in data[16:64]):
        return "image/avif"
    if data[4:12] in _HEIC:
        return "image/heic"
    if data.startswith(_JPEG_2000):
        return "image/jp2"
    if data.startswith(_ICON):
        return "image/x-icon"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    return ""


def _said(data: bytes) -> str:
    """Why bytes are no picture, in the user's words."""
    if not data:
        return "The file is empty"
    if data.startswith(_JPEG_XL):
        return "The file is a JPEG XL picture, which hardly any program shows; save it as JPEG or PNG"
    if data[4:8] == b"ftyp":
        return "The file is a film, or a photo of a kind that hardly any program shows; save the photo as JPEG"
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((words for magic, words in _NO_PICTURES if start.startswith(magic)), "is of no known kind of picture")
    return f"The file {what}"
