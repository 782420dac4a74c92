"""Frames: how facts and arrays cross between the judge and a fork. Neither side trusts the other's bytes.

A frame is ``AGW1`` · u32 header length · u64 body length · JSON header · safetensors body, integers little-endian.
An empty body means no arrays. Source of the body's format: https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from autograder.sandbox.frame_caps import CAPS, Caps, WireError
from autograder.sandbox.strict_json import check_text, decode_json, encode_json

MAGIC = b"AGW1"
PREFIX = struct.Struct("<4sIQ")
_WORD = struct.Struct("<Q")

# safetensors' name → bytes an element. BF16 is absent: NumPy has no such type, so a judge could not compare it.
WIDTHS = {
    "BOOL": 1, "U8": 1, "I8": 1, "U16": 2, "I16": 2, "F16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}  # fmt: skip
_KINDS = {np.dtype(t) for t in ("?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8")}


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: JSON values by name, and NumPy arrays by name."""

    header: dict[str, Any]
    arrays: dict[str, np.ndarray]


def encode(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray] | None = None, caps: Caps = CAPS) -> bytes:
    """Return the frame's bytes. Raises WireError for a value that is no plain JSON, a dtype off the list, or a cap."""
    head = encode_json(header, caps)
    body = _save(dict(arrays), caps) if arrays else b""
    lengths(PREFIX.pack(MAGIC, len(head), len(body)), caps)
    return b"".join((PREFIX.pack(MAGIC, len(head), len(body)), head, body))


def decode(data: bytes | bytearray | memoryview, caps: Caps = CAPS) -> Frame:
    """Read exactly one frame out of ``data``. Raises WireError for anything else; never allocates beyond the caps."""
    view = memoryview(data)
    head, body = lengths(bytes(view[: PREFIX.size]), caps)
    if len(view) != PREFIX.size + head + body:
        raise WireError(
            f"A frame must be as long as it says. Received {len(view)} bytes of {PREFIX.size + head + body}."
        )
    start = PREFIX.size + head
    return Frame(decode_json(bytes(view[PREFIX.size : start]), caps), _load(bytes(view[start:]), caps) if body else {})


def lengths(prefix: bytes, caps: Caps = CAPS) -> tuple[int, int]:
    """Return (header length, body length) of a frame's first 16 bytes. Raises WireError beyond the caps."""
    if len(prefix) != PREFIX.size:
        raise WireError(f"A frame begins with {PREFIX.size} bytes. Received {len(prefix)}.")
    magic, head, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError(f"A frame begins with {MAGIC!r}. Received {magic!r}.")
    if head > caps.header:
        raise WireError(f"A header may hold {caps.header} bytes. Received a length of {head}.")
    if head + body > caps.total:
        raise WireError(f"A frame may hold {caps.total} bytes. Received lengths of {head} and {body}.")
    return head, body


def _save(arrays: dict[str, np.ndarray], caps: Caps) -> bytes:
    for name, array in arrays.items():
        check_text(name)
        if type(array) is not np.ndarray:
            raise WireError(f"Array {name[:64]!r} must be a NumPy array. Received {type(array).__name__}.")
        if array.dtype.newbyteorder("=") not in _KINDS:
            raise WireError(f"Array {name[:64]!r} has a dtype that may not be sent: {array.dtype}.")
    # Before they are copied: a broadcast view claims more than it holds.
    if len(arrays) > caps.arrays or sum(a.nbytes for a in arrays.values()) > caps.total:
        raise WireError(f"A frame may hold {caps.arrays} arrays and {caps.total} bytes. It came to more.")
    plain = {k: np.asarray(a, dtype=a.dtype.newbyteorder("<"), order="C") for k, a in arrays.items()}
    body = bytes(save(plain))
    _inspect(body, caps)  # a name, rank or size that the other side would refuse is not sent
    return body


def _load(body: bytes, caps: Caps) -> dict[str, np.ndarray]:
    _inspect(body, caps)
    try:
        return dict(load(body))
    except (SafetensorError, ValueError, KeyError, TypeError, MemoryError, OverflowError) as error:
        raise WireError(f"The arrays are no safetensors: {str(error)[:200]}.") from None


def _inspect(body: bytes, caps: Caps) -> None:
    """Check names, dtypes, shapes and offsets before the library allocates; it then checks the tiling once more."""
    if len(body) < _WORD.size:
        raise WireError("The arrays are no safetensors: too short.")
    (size,) = _WORD.unpack_from(body)
    if size > min(len(body) - _WORD.size, caps.header):
        raise WireError(f"The arrays' index may hold {caps.header} bytes and lie in the body. Received {size}.")
    nodes = Caps(depth=4, nodes=(9 + caps.rank) * caps.arrays, header=caps.header)
    index = decode_json(body[_WORD.size : _WORD.size + size], nodes)
    if len(index) > caps.arrays:
        raise WireError(f"A frame may hold {caps.arrays} arrays. Received {len(index)}.")
    spans = sorted(_span(name, entry, caps) for name, entry in index.items())
    end = 0
    for begin, stop in spans:
        if begin != end:
            raise WireError("The arrays must tile the body exactly. Received a gap or an overlap.")
        end = stop
    if end != len(body) - _WORD.size - size:
        raise WireError("The arrays must tile the body exactly. Received bytes beyond the last.")


def _span(name: str, entry: object, caps: Caps) -> tuple[int, int]:
    if type(entry) is not dict or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise WireError(f"Array {name[:64]!r} must have dtype, shape and data_offsets, and nothing else.")
    if name == "__metadata__":
        raise WireError("No array may be called __metadata__, which the format keeps for itself.")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if type(dtype) is not str or dtype not in WIDTHS:
        raise WireError(f"Array {name[:64]!r} has a dtype that may not be sent: {str(dtype)[:32]}.")
    if not _counts(shape) or len(shape) > caps.rank or not _counts(offsets) or len(offsets) != 2:
        raise WireError(f"Array {name[:64]!r} must have a shape of at most {caps.rank} counts, and two offsets.")
    if math.prod(shape) * WIDTHS[dtype] != offsets[1] - offsets[0]:
        raise WireError(f"Array {name[:64]!r} must be as long as its shape and dtype say.")
    return offsets[0], offsets[1]


def _counts(value: object) -> bool:
    return type(value) is list and all(type(n) is int and 0 <= n < 1 << 48 for n in value)
