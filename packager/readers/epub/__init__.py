"""Reads e-books (EPUB 2 and 3): each article or chapter of the spine is a capture."""

from packager.readers.contract import Series
from packager.readers.epub.book import capture, parts

__all__ = ["EPUB"]

EPUB = Series(parts, capture)
