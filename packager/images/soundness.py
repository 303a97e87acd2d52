"""Whether a JPEG's structure leaves a decoder nothing to stumble over, without decoding it (ITU-T T.81, annex B).

Decoding a photo of 310 kB takes 2.7 ms even at an eighth of its size; reading its tables and markers takes 0.1 ms and
finds all that decoding finds: libjpeg fills up damaged entropy-coded data in silence (tests/images/test_soundness.py
holds both against each other on thousands of damaged files). What is merely unusual here is left to a decoder.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from packager.images.jpeg import Segment, segments

_SOF_BASELINE, _SOF_EXTENDED, _SOF_PROGRESSIVE = 0xC0, 0xC1, 0xC2
_FRAMES = frozenset({_SOF_BASELINE, _SOF_EXTENDED, _SOF_PROGRESSIVE})
_HUFFMAN, _QUANTISATION, _RESTART, _SCAN, _END = 0xC4, 0xDB, 0xDD, 0xDA, 0xD9
_APPLICATION = range(0xE0, 0xF0)
_COMMENT = 0xFE
_CODE_LENGTHS = 16
_MAX_BLOCKS = 10
"""Blocks of one interleaved MCU (T.81, B.2.3)."""


@dataclass(slots=True)
class _State:
    """What has been defined so far, as a decoder would hold it."""

    progressive: bool = False
    sampling: dict[int, int] = field(default_factory=dict)
    quantisation: dict[int, int] = field(default_factory=dict)
    defined: set[int] = field(default_factory=set)
    dc_tables: set[int] = field(default_factory=set)
    ac_tables: set[int] = field(default_factory=set)
    scanned: set[int] = field(default_factory=set)


def sound(data: bytes) -> bool:
    """Whether every table and header of the JPEG is complete, defined before use and plain.

    False asks for a decoder's judgement. Raises PictureUnreadable ("picture-damaged") for a file that is cut short.
    """
    state, sane = _State(), True
    due: int | None = 2  # where the next segment begins; after a scan anywhere
    for segment in segments(data):
        sane = sane and (due is None or segment.start == due) and _read(state, data, segment)
        due = None if segment.marker == _SCAN else segment.end
    return sane and bool(state.sampling) and state.scanned == set(state.sampling)


def _read(state: _State, data: bytes, segment: Segment) -> bool:
    """Takes one segment into the state; False if it is broken or unusual."""
    marker = segment.marker
    if marker in _APPLICATION or marker in {_COMMENT, _END}:
        return True
    body = data[segment.body : segment.end]
    if marker == _SCAN:
        return _scan(state, body)
    if marker == _HUFFMAN:
        return _huffman(state, body)
    if marker == _QUANTISATION:
        return _quantisation(state, body)
    if marker in _FRAMES:
        return _frame(state, body, progressive=marker == _SOF_PROGRESSIVE)
    return marker == _RESTART and len(body) == 2


def _frame(state: _State, body: bytes, *, progressive: bool) -> bool:
    """A frame header: one a file, whole, with sampling factors of 1, 2 or 4 (T.81, B.2.2)."""
    if state.sampling or len(body) < 6 or len(body) != 6 + 3 * body[5]:
        return False
    state.progressive = progressive
    for offset in range(6, len(body), 3):
        name, factors, table = body[offset : offset + 3]
        horizontal, vertical = factors >> 4, factors & 15
        if name in state.sampling or not {horizontal, vertical} <= {1, 2, 4}:
            return False
        state.sampling[name] = horizontal * vertical
        state.quantisation[name] = table
    return sum(state.sampling.values()) <= _MAX_BLOCKS


def _quantisation(state: _State, body: bytes) -> bool:
    """Quantisation tables, each whole (T.81, B.2.4.1)."""
    position = 0
    while position < len(body):
        precision, name = body[position] >> 4, body[position] & 15
        if precision > 1 or name > 3:
            return False
        state.defined.add(name)
        position += 1 + 64 * (precision + 1)
    return position == len(body)


def _huffman(state: _State, body: bytes) -> bool:
    """Huffman tables, each whole and a proper prefix code (T.81, B.2.4.2 and C)."""
    position = 0
    while position + 1 + _CODE_LENGTHS <= len(body):
        table_class, name = body[position] >> 4, body[position] & 15
        counts = body[position + 1 : position + 1 + _CODE_LENGTHS]
        symbols = body[position + 1 + _CODE_LENGTHS : position + 1 + _CODE_LENGTHS + sum(counts)]
        if table_class > 1 or name > 3 or not _prefix_code(counts, symbols, differences=table_class == 0):
            return False
        (state.ac_tables if table_class else state.dc_tables).add(name)
        position += 1 + _CODE_LENGTHS + len(symbols)
    return position == len(body)


def _prefix_code(counts: bytes, symbols: bytes, *, differences: bool) -> bool:
    """Whether so many codes of 1 to 16 bits fit beside each other, and a DC table's symbols are bit lengths."""
    taken = sum(count << (_CODE_LENGTHS - bits) for bits, count in enumerate(counts, 1))
    if not 0 < sum(counts) == len(symbols) <= 256 or taken > 1 << _CODE_LENGTHS:
        return False
    return not differences or max(symbols) <= 11


def _scan(state: _State, body: bytes) -> bool:
    """A scan header whose components and tables are defined (T.81, B.2.3)."""
    if not body or not 1 <= body[0] <= 4 or len(body) != 4 + 2 * body[0]:
        return False
    first, last, approximation = body[-3:]
    if not (
        _progression(first, last, approximation) if state.progressive else (first, last, approximation) == (0, 63, 0)
    ):
        return False
    names = body[1:-3:2]
    if len(set(names)) != len(names) or (first > 0 and len(names) > 1):
        return False
    state.scanned.update(names)
    return all(_component(state, *pair, first) for pair in zip(names, body[2:-3:2], strict=True))


def _progression(first: int, last: int, approximation: int) -> bool:
    """Whether a progressive scan's band and bits are allowed (T.81, G.1.1.1)."""
    high, low = approximation >> 4, approximation & 15
    return (last == 0 if first == 0 else first <= last <= 63) and low <= 13 and high in {0, low + 1}


def _component(state: _State, name: int, tables: int, first: int) -> bool:
    """Whether one component of a scan has its quantisation table and the Huffman tables that it can need."""
    if name not in state.sampling or state.quantisation[name] not in state.defined:
        return False
    needs_dc, needs_ac = first == 0, first > 0 or not state.progressive
    return (not needs_dc or tables >> 4 in state.dc_tables) and (not needs_ac or tables & 15 in state.ac_tables)
