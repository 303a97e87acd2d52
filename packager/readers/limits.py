"""How much of one source is read at once; docs/limits.md lists these numbers."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

LARGEST_PAGE = 64 * MEGABYTE
"""Bytes of a page or a dump, also after decompression."""

LARGEST_PICTURE = 64 * MEGABYTE
"""Bytes of a picture, beside the page or in a data: URI."""

GREATEST_RATIO = 400
"""A compressed page may unfold to so many times its size (deflate's own limit is 1,032)."""

RATIO_FREE = 8 * MEGABYTE
"""Up to so many bytes the ratio does not matter."""

DEEPEST = 4
"""So many containers may lie one in the other: a crawl in a ZIP file in a TAR file is at 3."""

HEAD = 4096
"""Bytes that are enough to tell what a file is."""

LARGEST_SIDECAR = MEGABYTE
"""Bytes of a file that describes another."""

LARGEST_FRONT_MATTER = 64 * 1024
"""Bytes of the fields that stand before a text."""

LARGEST_MARKDOWN = 4 * MEGABYTE
"""Bytes of a text in Markdown."""

LONGEST_FIELD = 10_000
"""Characters of a field in a sidecar or in front matter."""

MOST_VALUES = 1_000
"""Values of such a field."""

LARGEST_UNPACKED = 8 * 1024 * MEGABYTE
"""Bytes that one archive may unfold to; never more than GREATEST_RATIO times its own length, above RATIO_FREE."""

MOST_ENTRIES = 100_000
"""Entries of one archive, folders and all."""

DEEPEST_PATH = 64
"""Folders of an archive, one in the other."""

LONGEST_PATH = 1000
"""Bytes of a path in an archive."""

LARGEST_PACKAGE = 16 * MEGABYTE
"""Bytes of a document that says what an archive or a book holds."""

MOST_PARTS = 10_000
"""Parts of a page that was saved with its files in one."""

TAIL = 8192
"""Bytes at a page's end in which a web archive says when it kept the page."""

LARGEST_REFERRING = 4 * MEGABYTE
"""Bytes of a page that are searched for the folder of its files."""
