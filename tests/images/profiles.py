"""Colour profiles, made by their specification (ICC.1:2001-04), and how far pictures are apart."""

import math
import struct

from PIL import Image, ImageChops, ImageCms, ImageStat

SRGB = ImageCms.createProfile("sRGB")
SRGB_PRIMARIES = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
ADOBE_PRIMARIES = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
P3_PRIMARIES = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))


def profile(kind, space, connection, tags):
    head = struct.pack(">I4sI4s4s4s12s4s", 0, b"", 0x02400000, kind, space, connection, bytes(12), b"acsp")
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, start + len(body), len(content))
        body += padded
    made = head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(made)) + made[4:]


def gamma(value):
    return struct.pack(">4sIIH", b"curv", 0, 1, round(value * 256))


def table(function, count=256):
    values = [round(65535 * function(number / (count - 1))) for number in range(count)]
    return struct.pack(f">4sII{count}H", b"curv", 0, count, *values)


def formula(kind, *parameters):
    return struct.pack(f">4sIHH{len(parameters)}i", b"para", 0, kind, 0, *(round(65536 * each) for each in parameters))


SRGB_FORMULA = formula(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def rgb_profile(primaries, curve):
    colours = {
        name: struct.pack(">4sI3i", b"XYZ ", 0, *(round(65536 * each) for each in values))
        for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    }
    return profile(b"mntr", b"RGB ", b"XYZ ", colours | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def grey_profile(curve):
    return profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": curve})


def ink_profile():
    """Inks that are duller than a screen's colours: a table of the sixteen corners of CMYK, in Lab."""
    corners = Image.new("RGB", (16, 1))
    for number in range(16):
        cyan, magenta, yellow, black = (number >> bit & 1 for bit in (3, 2, 1, 0))
        light = 230 - 190 * black
        inks = ((0.9, cyan), (0.8, magenta), (0.85, yellow))
        corners.putpixel((number, 0), tuple(int(light * (1 - share * ink)) for share, ink in inks))
    lab = ImageCms.profileToProfile(corners, SRGB, ImageCms.createProfile("LAB"), outputMode="LAB")
    colours = lab.tobytes()
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    line = bytes(range(256))
    head = struct.pack(">4sI4B", b"mft1", 0, 4, 3, 2, 0)
    return profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": head + identity + line * 4 + colours + line * 3})


def psnr(one, other):
    """Peak signal to noise in dB."""
    error = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    mean = sum(error) / (one.width * one.height * len(error))
    return 10 * math.log10(255**2 / mean) if mean else math.inf


def colour_distance(one, other):
    """The mean distance of two pictures in Lab (CIE 1976)."""
    lab = ImageCms.createProfile("LAB")
    pairs = zip(
        *(ImageCms.profileToProfile(each, SRGB, lab, outputMode="LAB").get_flattened_data() for each in (one, other)),
        strict=True,
    )
    distances = [math.dist(centred(a), centred(b)) for a, b in pairs]
    return sum(distances) / len(distances)


def centred(pixel):
    light, a, b = pixel
    return light * 100 / 255, a - 128, b - 128
