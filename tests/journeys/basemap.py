"""The smallest base map there is: one picture for the whole world, in the PMTiles format, version 3."""

from __future__ import annotations

import json
import struct

_HEADER = 127  # bytes
_NOT_PACKED, _PNG = 1, 2


def base_map(*, png: bytes) -> bytes:
    """An archive with one tile at zoom 0; its metadata names a source with markup in it, as real ones do."""
    directory = b"".join(map(_varint, (1, 0, 1, len(png), 1)))  # entries, tile id, run length, length, offset + 1
    metadata = json.dumps({"attribution": "<a href='https://example.org/'>© Voorbeeld &amp; co</a>"}).encode()
    places = []
    at = _HEADER
    for part in (directory, metadata, b"", png):
        places += [at, len(part)]
        at += len(part)
    header = b"PMTiles" + struct.pack("<B8Q3Q", 3, *places, 1, 1, 1)
    header += struct.pack("<6B4iB2i", 1, _NOT_PACKED, _NOT_PACKED, _PNG, 0, 0, -1800000000, -850000000, 1800000000,
                          850000000, 0, 0, 0)  # fmt: skip
    assert len(header) == _HEADER
    return header + directory + metadata + png


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
