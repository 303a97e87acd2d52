"""Real pictures, made by Pillow: one of each kind of trouble."""

import io
import struct
import zlib

from PIL import Image


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunk(png, kind, content):
    """The PNG with one more chunk, right after its header."""
    return png[:33] + png_chunk(kind, content) + png[33:]


def png_of(header, packed):
    """A PNG by the fields of its header and its packed rows."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", *header)), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*part) for part in parts)


def png_claiming(width, height, packed=b""):
    """A PNG of one bit a pixel."""
    return png_of((width, height, 1, 0, 0, 0, 0), packed)


def exif(orientation=6):
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = "EXIFDESC"
    block.get_ifd(0x8825).update({1: "N", 2: (22.0, 29.0, 8.0), 3: "E", 4: (103.0, 58.0, 14.0)})
    return block
