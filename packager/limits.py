"""All limits of what is read, in one place: time, memory, size, depth, ratio, pixels and number.

docs/limits.md says what happens beyond each. What is beyond one is a finding, never lost in silence.
"""

from __future__ import annotations

MEGABYTE = 1024 * 1024

INGEST_SECONDS = 60.0
"""Of one batch of inputs in a child; one that takes longer is read again input by input."""

LARGEST_BATCH = 25
"""Inputs that a child takes at once: enough to make handing over cheap, few enough to share the work evenly."""

OPEN_SECONDS = 120.0
"""Of listing or unpacking a file of several, and of so many bytes a second more (OPEN_SPEED)."""

OPEN_SPEED = 1_000_000
"""Bytes of a packed file that are unpacked or listed in a second, where it is slow."""

BIND_SECONDS = 3600.0
"""Of one volume."""

MEMORY = 2048 * MEGABYTE
"""Bytes of a child's address space."""

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

MOST_PIXELS = 100_000_000
"""Pixels of one picture; a decoded one takes up to four bytes a pixel (a 16 kB PNG can claim 132 megapixels)."""

MOST_PICTURE_PARTS = 100_000
"""Segments, chunks or blocks of one picture; real ones have tens, a file made to waste time has millions."""

LARGEST_PROFILE = 4 * MEGABYTE
"""Bytes of an unpacked ICC colour profile inside a PNG; real ones have a few kilobytes, printing ones up to two MB."""

LARGEST_DRAWING = 8 * MEGABYTE
"""Bytes of an SVG drawing: it is parsed whole, and so it is in a reading system."""

MOST_DRAWN = 100_000
"""Elements of a drawing."""

DEEPEST_NESTING = 2048
"""Elements, one in the other: libxml2 drops the rest of a page nested deeper, also with huge_tree."""

DEEPEST_MARKUP = 64
"""Inline elements of one text, and lists and quotes round it, one in the other; of what is deeper the text is kept, and
links. A page whose every `<b>` is never closed nests by the thousand, too deep for whoever reads the article.
"""

LONGEST_TAG = 100_000
"""Characters of one tag without its data: URIs. Attributes cost quadratic time: 40,000 on one element take 10 s."""

MOST_PAGES = 20
"""Pages of one article."""

MOST_REDIRECTS = 10
"""Redirects that are followed inside a crawl."""

MOST_FEED_ENTRIES = 100_000
"""Entries of one feed."""

MOST_RECORDS = 100_000
"""Records of one JSON value; lines of JSON are not counted."""
