"""Zip archives written byte by byte, so that each field can lie."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
UTF_8 = 0x800
LINK, DEVICE, PLAIN, FOLDER = 0o120777 << 16, 0o060600 << 16, 0o100644 << 16, 0o040755 << 16
LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


@dataclass
class Member:
    """A member; None stands for what is true. ``at`` is where its own header is said to be."""

    name: str | bytes
    data: bytes = b"{}"
    method: int = DEFLATED
    flags: int = UTF_8
    attributes: int = PLAIN
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    at: int | None = None
    own_name: str | bytes | None = None
    raw: bytes | None = None


def packed(*members: Member, before: bytes = b"", comment: bytes = b"") -> bytes:
    """The archive that holds ``members``, in order."""
    body, central = bytearray(before), bytearray()
    for member in members:
        data, encoded = _data(member), _bytes(member.name)
        size = len(member.data) if member.size is None else member.size
        crc = zlib.crc32(member.data) if member.crc is None else member.crc
        length = len(data) if member.packed_size is None else member.packed_size
        own = encoded if member.own_name is None else _bytes(member.own_name)
        at = len(body) if member.at is None else member.at
        sizes = (crc, length & 0xFFFFFFFF, size & 0xFFFFFFFF)
        central += CENTRAL.pack(
            b"PK\1\2", 0x314, 20, member.flags, member.method, 0, 0x21, *sizes, len(encoded), 0, 0, 0, 0,
            member.attributes & 0xFFFFFFFF, at & 0xFFFFFFFF,
        )  # fmt: skip
        central += encoded
        body += LOCAL.pack(b"PK\3\4", 20, member.flags, member.method, 0, 0x21, *sizes, len(own), 0) + own + data
    count = len(members) & 0xFFFF
    end = END.pack(b"PK\5\6", 0, 0, count, count, len(central), len(body), len(comment))
    return bytes(body + central) + end + comment


def quoted(name: str, size: int, copies: int) -> bytes:
    """A bomb without nesting: each member holds the headers of all that follow as text, and all share one kernel.

    Source: David Fifield, A better zip bomb, WOOT 2019.
    """
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = squeezed.compress(bytes(size)) + squeezed.flush()
    headers = [LOCAL.pack(b"PK\3\4", 20, UTF_8, DEFLATED, 0, 0x21, 0, len(kernel), size, len(name) + 4, 0)] * copies
    names = [f"{name}{i:04}".encode() for i in range(copies)]
    body, central, places = bytearray(), bytearray(), []
    for header, encoded in zip(headers, names, strict=True):
        places.append(len(body))
        body += header + encoded
    body += kernel
    crc = zlib.crc32(bytes(size))
    for encoded, at in zip(names, places, strict=True):
        length = len(body) - at - LOCAL.size - len(encoded)
        central += CENTRAL.pack(
            b"PK\1\2", 0x314, 20, UTF_8, DEFLATED, 0, 0x21, crc, length, size, len(encoded), 0, 0, 0, 0, PLAIN, at
        )
        central += encoded
    return bytes(body + central) + END.pack(b"PK\5\6", 0, 0, copies, copies, len(central), len(body), 0)


def _data(member: Member) -> bytes:
    if member.raw is not None:
        return member.raw
    if member.method != DEFLATED:
        return member.data
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezed.compress(member.data) + squeezed.flush()


def _bytes(name: str | bytes) -> bytes:
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogatepass")
