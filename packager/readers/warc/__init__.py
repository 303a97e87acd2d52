"""Reads WARC files (WARC 1.1, ISO 28500): framing, HTTP, an index, and the crawl that pages find their pictures in."""

from packager.readers.warc.reader import capture, parts

__all__ = ["capture", "parts"]
