"""Pictures that are broken, that unfold to more than a machine holds, or that are something else."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from tests.collected import picture
from tests.hostile.active import DRAWING
from tests.hostile.bombs import zlib_packed
from tests.hostile.sample import Sample, mark, page

PNG = b"\x89PNG\r\n\x1a\n"
SIZE = (120, 90)


def samples():
    """Every sample of this kind."""
    yield from cut_short()
    yield from bombs()
    yield from chunks()
    yield from sound_but_odd()
    yield from impostors()
    yield from metadata()


def shown(name, why, content, file, code=""):
    """A page with one picture: with a code it keeps its place and the code says why, without one it is shown."""
    figure = f'<figure><img src="{file}" alt="ảnh"><figcaption>{mark(name, "C")}</figcaption></figure>'
    keep = (mark(name, "A"), mark(name, "C"), mark(name, "Z"))
    free = ("picture-missing", "picture-damaged", "picture-unknown", "picture-too-large") if not code else ()
    return Sample(name, why, {"page.html": page(name, figure), file: content}, keep, codes=(code,) if code else (),
                  free=free, kind="picture", pictures=0 if code else 1)  # fmt: skip


def encoded(form, mode="RGB", size=SIZE, **given):
    out = io.BytesIO()
    image = Image.radial_gradient("L").resize(size)
    if mode in {"RGBA", "LA"}:
        image = Image.merge(mode, [image] * len(mode))
    elif mode == "P":
        image = image.convert("RGB").quantize(64)
    elif mode == "I;16":
        image = Image.frombytes(mode, size, bytes(range(240)) * (size[0] * size[1] * 2 // 240))
    else:
        image = image.convert(mode)
    image.save(out, form, **given)
    return out.getvalue()


def chunk(kind, body, check=None):
    return (
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body) if check is None else check)
    )


def header(width, height, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def inserted(png, *more):
    """A PNG with chunks after its header."""
    return png[:33] + b"".join(more) + png[33:]


def cut_short():
    for form, file in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("BMP", "a.bmp"),
                       ("TIFF", "a.tif"), ("AVIF", "a.avif")):  # fmt: skip
        whole = encoded(form)
        for share in (0.1, 0.5, 0.97):
            name = f"cut-{form.lower()}-{int(share * 100)}"
            yield shown(
                name, f"{form} of which {share:.0%} is there", whole[: int(len(whole) * share)], file, "picture-damaged"
            )
    for file, content in (
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.png", PNG),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF\0\0\0\0WEBP"),
    ):
        name = f"cut-{file[2:]}-magic"
        yield shown(name, "the first bytes alone", content, file, "picture-damaged")
    yield shown("cut-nothing", "no bytes", b"", "a.jpg", "picture-unknown")


def bombs():
    zeros = chunk(b"IDAT", zlib.compress(bytes(1000)))
    yield shown("bomb-png-size", "PNG that claims 60,000 x 60,000", PNG + header(60_000, 60_000, 1, 0) + zeros
                + chunk(b"IEND", b""), "a.png", "picture-too-large")  # fmt: skip
    yield shown("bomb-png-most", "PNG that claims 2^31 - 1", PNG + header(2**31 - 1, 2**31 - 1) + zeros, "a.png",
                "picture-too-large")  # fmt: skip
    yield shown(
        "bomb-png-beyond", "PNG that claims 2^32 - 1", PNG + header(2**32 - 1, 1) + zeros, "a.png", "picture-too-large"
    )
    unfolds = PNG + header(64, 64) + chunk(b"IDAT", zlib_packed(256)) + chunk(b"IEND", b"")
    yield shown("bomb-png-data", "PNG of 64 x 64 that unfolds to 256 MB", unfolds, "a.png")
    yield shown("bomb-gif-screen", "GIF with a screen of 65,535 x 65,535",
                b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + encoded("GIF")[13:], "a.gif", "picture-too-large")  # fmt: skip
    frame = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6)
    frame += b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x4c\x01\0;"
    yield shown("bomb-gif-frame", "GIF with a frame beyond its screen", frame, "a.gif", "picture-too-large")
    webp = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff\xff\xff" * 2
    yield shown("bomb-webp-size", "WebP that claims 2^24 squared", webp, "a.webp", "picture-too-large")
    for place, width in ((18, 2**31 - 1), (18, 60_000)):
        bmp = bytearray(encoded("BMP"))
        bmp[place : place + 8] = struct.pack("<ii", width, width)
        yield shown(f"bomb-bmp-{width}", "BMP that claims a size", bytes(bmp), "a.bmp", "picture-too-large")
    tiff = bytearray(encoded("TIFF"))
    for tag, value in ((256, 100_000), (257, 100_000)):
        at = tiff.find(struct.pack("<HH", tag, 4))
        tiff[at + 8 : at + 12] = struct.pack("<I", value)
    yield shown("bomb-tiff-size", "TIFF that claims 100,000 x 100,000", bytes(tiff), "a.tif", "picture-too-large")
    avif = encoded("AVIF").replace(
        b"ispe\0\0\0\0" + struct.pack(">II", *SIZE), b"ispe\0\0\0\0" + struct.pack(">II", 65535, 65535)
    )
    yield shown("bomb-avif-size", "AVIF that claims 65,535 x 65,535", avif, "a.avif", "picture-damaged")
    jpeg = bytearray(encoded("JPEG"))
    at = jpeg.find(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    yield shown("bomb-jpeg-size", "JPEG that claims 65,500 x 65,500", bytes(jpeg), "a.jpg", "picture-too-large")
    yield shown("bomb-file-size", "a picture of 70 MB", encoded("JPEG") + bytes(70 << 20), "a.jpg", "picture-too-large")


def chunks():
    png = encoded("PNG")
    text = chunk(b"zTXt", b"k\0\0" + zlib_packed(128))
    international = chunk(b"iTXt", b"k\0\x01\0\0\0" + zlib_packed(128))
    yield shown("chunks-ztxt", "PNG with a text of 128 MB", inserted(png, text), "a.png")
    yield shown("chunks-itxt", "PNG with an international text of 128 MB", inserted(png, international), "a.png")
    yield shown("chunks-iccp", "PNG with a profile of 128 MB", inserted(png, chunk(b"iCCP", b"k\0\0" + zlib_packed(128))), "a.png",
                "picture-damaged")  # fmt: skip
    yield shown("chunks-many", "PNG of 200,000 chunks", inserted(png, chunk(b"tEXt", b"a\0b") * 200_000), "a.png",
                "picture-damaged")  # fmt: skip
    control = chunk(b"acTL", struct.pack(">II", 10_000, 0))
    frames = b"".join(
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * n, *SIZE, 0, 0, 1, 10, 0, 0))
        + chunk(b"fdAT", struct.pack(">I", 2 * n + 1))
        for n in range(10_000)
    )
    yield shown("chunks-animated", "APNG of 10,000 frames", inserted(png, control)[:-12] + frames + png[-12:], "a.png")
    at = png.find(b"IDAT")
    yield shown("chunks-checksum", "PNG with a wrong checksum", png[: at - 4] + chunk(b"IDAT", png[at + 4 : -16], 1) + png[-12:],
                "a.png", "picture-damaged")  # fmt: skip
    yield shown(
        "chunks-flipped",
        "PNG with a flipped byte",
        png[:60] + bytes([png[60] ^ 255]) + png[61:],
        "a.png",
        "picture-damaged",
    )
    yield shown("chunks-length", "PNG with a chunk of 2^31", inserted(png, struct.pack(">I", 2**31) + b"tEXt"), "a.png",
                "picture-damaged")  # fmt: skip
    yield shown(
        "chunks-no-data", "PNG without pixels", PNG + header(*SIZE) + chunk(b"IEND", b""), "a.png", "picture-damaged"
    )
    yield shown("chunks-zero-size", "PNG of 0 x 0", PNG + header(0, 0) + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "a.png",
                "picture-damaged")  # fmt: skip
    yield shown("chunks-palette-missing", "PNG with a palette that is not there",
                PNG + header(4, 4, 8, 3) + chunk(b"IDAT", zlib.compress(bytes(20))) + chunk(b"IEND", b""), "a.png",
                "picture-damaged")  # fmt: skip
    yield shown("chunks-gif-zero", "GIF of 0 x 0", b"GIF89a\0\0\0\0\0\0\0;", "a.gif", "picture-damaged")
    yield shown("chunks-gif-blocks", "GIF of 150,000 blocks", encoded("GIF")[:-1] + b"!\xfe\x01a\0" * 150_000 + b";", "a.gif",
                "picture-damaged")  # fmt: skip
    yield shown("chunks-jpeg-only-xmp", "JPEG that is metadata alone", b"\xff\xd8\xff\xe1\xff\xff" + b"x" * 65533, "a.jpg",
                "picture-damaged")  # fmt: skip
    loop = bytearray(encoded("TIFF"))
    first = struct.unpack("<I", loop[4:8])[0]
    count = struct.unpack("<H", loop[first : first + 2])[0]
    loop[first + 2 + 12 * count : first + 6 + 12 * count] = struct.pack("<I", first)
    yield shown("chunks-tiff-loop", "TIFF whose directory leads to itself", bytes(loop), "a.tif")


def sound_but_odd():
    for name, content, file, why in (
        ("odd-jpeg-cmyk", encoded("JPEG", "CMYK"), "a.jpg", "CMYK JPEG"),
        ("odd-jpeg-ycck", encoded("JPEG", "CMYK").replace(b"Adobe\0d\0\0\0\0\0", b"Adobe\0d\0\0\0\0\x02"), "a.jpg", "YCCK JPEG"),
        ("odd-jpeg-grey", encoded("JPEG", "L"), "a.jpg", "grey JPEG"),
        ("odd-jpeg-progressive", encoded("JPEG", progressive=True), "a.jpg", "progressive JPEG"),
        ("odd-png-16-bits", encoded("PNG", "I;16"), "a.png", "16 bits a channel"),
        ("odd-png-alpha", encoded("PNG", "RGBA"), "a.png", "transparent"),
        ("odd-png-grey-alpha", encoded("PNG", "LA"), "a.png", "grey, transparent"),
        ("odd-png-palette", encoded("PNG", "P", transparency=3), "a.png", "a palette with a transparent colour"),
        ("odd-png-one-bit", encoded("PNG", "1"), "a.png", "one bit"),
        ("odd-png-interlaced", PNG + header(3, 3, 8, 0, 1) + chunk(b"IDAT", zlib.compress(bytes(3 + 9 + 3)))
         + chunk(b"IEND", b""), "a.png", "interlaced"),
        ("odd-png-one-pixel", encoded("PNG", size=(1, 1)), "a.png", "one pixel"),
        ("odd-png-wide", encoded("PNG", size=(60_000, 2)), "a.png", "60,000 x 2"),
        ("odd-jpeg-tall", encoded("JPEG", size=(2, 60_000)), "a.jpg", "2 x 60,000"),
        ("odd-webp-animated", encoded("WEBP", save_all=True, append_images=[Image.new("RGB", SIZE)] * 3), "a.webp", "animated"),
        ("odd-gif-animated", encoded("GIF", "P", save_all=True, append_images=[Image.new("P", SIZE, 7)] * 50), "a.gif", "animated"),
        ("odd-tiff-pages", encoded("TIFF", save_all=True, append_images=[Image.new("RGB", SIZE)] * 50), "a.tif", "50 pages"),
        ("odd-bmp", encoded("BMP"), "a.bmp", "BMP"),
        ("odd-avif", encoded("AVIF"), "a.avif", "AVIF"),
        ("odd-webp-named-jpg", encoded("WEBP"), "a.jpg", "WebP named .jpg"),
        ("odd-png-named-gif", encoded("PNG"), "a.gif", "PNG named .gif"),
        ("odd-jpeg-named-nothing", encoded("JPEG"), "picture", "JPEG without a suffix"),
    ):  # fmt: skip
        yield shown(name, why, content, file)


def impostors():
    pcx = b"\x0a\x05\x01\x08" + struct.pack("<HHHH", 0, 0, 9, 9) + bytes(116)
    for name, content, file, why in (
        ("false-html", b"<html><body>403 Forbidden</body></html>", "a.jpg", "an error page"),
        ("false-postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n", "a.jpg", "PostScript"),
        ("false-eps-binary", b"\xc5\xd0\xd3\xc6" + struct.pack("<6IH", 32, 99, 0, 0, 0, 0, 0xFFFF), "a.jpg", "EPS"),
        ("false-pcx", pcx, "a.jpg", "PCX"),
        ("false-ico", b"\0\0\x01\0\x01\0" + bytes(16), "a.jpg", "ICO"),
        ("false-tga", b"\0\0\x02" + bytes(9) + struct.pack("<HHBB", 9, 9, 24, 0) + bytes(243), "a.jpg", "TGA"),
        ("false-zip", b"PK\x03\x04" + bytes(200), "a.jpg", "ZIP"),
        ("false-pdf", b"%PDF-1.7\n", "a.jpg", "PDF"),
        ("false-heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.jpg", "HEIC"),
        ("false-psd", b"8BPS\0\x01" + bytes(40), "a.jpg", "PSD"),
        ("false-text", "Chợ phiên".encode(), "a.jpg", "text"),
        ("false-xbm", b"#define a_width 9\n#define a_height 9\nstatic char a_bits[] = {0};", "a.png", "XBM"),
        ("false-mpo-like", b"\xff\xd8\xff\xe2" + b"\0\x08MPF\0II" , "a.jpg", "a JPEG of nothing"),
    ):  # fmt: skip
        damaged = name in {"false-mpo-like", "false-heic", "false-ico"}  # of kinds that are read
        yield shown(name, why, content, file, "picture-damaged" if damaged else "picture-unknown")
    yield shown("odd-svg-named-png", "SVG named .png", DRAWING.encode(), "a.png")
    tail = b"<script>alert(1)</script>PK\x03\x04" + bytes(99)
    for form in ("JPEG", "PNG", "GIF", "WEBP"):
        name = f"polyglot-{form.lower()}"
        yield shown(name, f"{form} with a page and an archive behind it", encoded(form) + tail, f"a.{form.lower()}")
    script = b"GIF89a/*" + encoded("GIF")[8:] + b"*/=alert(1)//"
    yield shown("polyglot-gif-script", "a GIF that is a script too", script, "a.gif")


def metadata():
    place = Image.Exif()
    place[0x0112], place[0x010E] = 6, "WHERE-IT-WAS-TAKEN"
    place.get_ifd(0x8825).update({1: "N", 2: (22.0, 29.0, 8.0), 3: "E", 4: (103.0, 58.0, 14.0)})
    tail = b"\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" + struct.pack("<I", 8)
    for name, exif, why in (
        ("exif-place", place, "where it was taken"),
        ("exif-loop", b"Exif\0\0II*\0\x08\0\0\0" + tail, "a directory that leads to itself"),
        ("exif-far", b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40, "a directory beyond the end"),
        ("exif-count", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 200, "65,535 entries"),
        (
            "exif-orientation",
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\xff\xff\0\0\0\0\0\0",
            "orientation 65,535",
        ),
        ("exif-nothing", b"Exif\0\0", "nothing"),
    ):
        yield shown(name, why, encoded("JPEG", exif=exif), "a.jpg")
    yield shown("exif-png", "EXIF in a PNG", encoded("PNG", exif=place), "a.png")
    yield shown("exif-webp", "EXIF in a WebP", encoded("WEBP", exif=place), "a.webp")
    yield shown("profile-junk", "a colour profile of junk", encoded("JPEG", icc_profile=b"junk" * 500), "a.jpg")
    yield shown("profile-cmyk-junk", "the same in CMYK", encoded("JPEG", "CMYK", icc_profile=b"\xff" * 3000), "a.jpg")
    name = "pictures-all-names"
    names = (
        "CON.png",
        "a:b.png",
        "dot.",
        "sp ace%20.png",
        "LPT1.png",
        "a.PNG",
        "A.png",
        "é.png",
        "%.png",
        "a&b.png",
        "'.png",
    )
    middle = "".join(f'<img src="{n.replace("&", "&amp;")}">' for n in names)
    files = {"page.html": page(name, middle), **{n: picture(30 + k, form="PNG") for k, n in enumerate(names)}}
    yield Sample(
        name, "names of pictures that systems dislike", files, (mark(name, "A"),), pictures=len(names), kind="picture"
    )
