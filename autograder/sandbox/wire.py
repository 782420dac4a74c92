"""Frames: how facts and arrays cross between the judge and a fork. Neither side trusts the other's bytes.

A frame is ``AGW1`` · u32 header length · u64 body length · JSON header · safetensors body, integers little-endian.
An empty body means no arrays. Source of the body's format: https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

MAGIC = b"AGW1"
PREFIX = struct.Struct("<4sIQ")
_WORD = struct.Struct("<Q")
MIB = 1 << 20

# safetensors' name → bytes an element. BF16 is absent: NumPy has no such type, so a judge could not compare it.
WIDTHS = {
    "BOOL": 1, "U8": 1, "I8": 1, "U16": 2, "I16": 2, "F16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}  # fmt: skip
_KINDS = {np.dtype(t) for t in ("?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8")}


class WireError(Exception):
    """Bytes that no honest peer sends, or values that may not be sent. The only error of this module."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a frame may hold at most: nesting, JSON values, header bytes, bytes in all, arrays and their rank."""

    depth: int = 16
    nodes: int = 20_000
    header: int = 2 * MIB
    total: int = 256 * MIB
    arrays: int = 4096
    rank: int = 32


CAPS = Caps()
ANSWERS = Caps(total=64 * MIB)
"""For a question and its answer: the judge keeps what came back until the exercise is examined."""
CELLS = Caps(nodes=200_000, header=64 * MIB)
"""For a cell's source and outputs, pictures among them, which travel as JSON."""
OUTPUT_CAPS = Caps(depth=64, nodes=200_000, header=64 * MIB)
"""For one output of a cell: the specification of a chart nests deeper than any answer."""


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


def encode_json(value: Mapping[str, Any], caps: Caps = CAPS) -> bytes:
    """Return strict JSON (UTF-8). Raises WireError for what :func:`decode_json` would refuse."""
    plain = dict(value)
    _measure(plain, caps)
    try:
        data = json.dumps(plain, allow_nan=False, separators=(",", ":"), ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise WireError(f"Facts must be plain JSON values. Received {type(error).__name__}: {error}.") from None
    if len(data) > caps.header:
        raise WireError(f"A header may hold {caps.header} bytes. It came to {len(data)}.")
    return data


def decode_json(data: bytes, caps: Caps = CAPS) -> dict[str, Any]:
    """Parse one strict JSON object: no NaN or Infinity, no duplicate keys, capped size, depth and count of values."""
    if len(data) > caps.header:
        raise WireError(f"A header may hold {caps.header} bytes. Received {len(data)}.")
    _tally(data, caps)
    try:
        value = json.loads(data.decode(), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        # ValueError covers bad JSON, bad UTF-8, and integers with more digits than Python converts.
        raise WireError(f"A header must be strict JSON. Received {type(error).__name__}: {str(error)[:200]}.") from None
    if not isinstance(value, dict):
        raise WireError(f"A header must be a JSON object. Received {type(value).__name__}.")
    _measure(value, caps)
    return value


def _tally(data: bytes, caps: Caps) -> None:
    """Refuse too many values before any of them is made: 64 MiB of empty lists would become two gigabytes of objects.

    A value has a bracket or a comma of its own, but for the last of each container; those inside strings do not count.
    """
    if _few(data, caps):
        return
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")
    # Each value may be a string, and each may have a key.
    if bare.count(b'"') > 4 * caps.nodes or not _few(b"".join(bare.split(b'"')[::2]), caps):
        raise WireError(f"A header may hold {caps.nodes} values. Received more.")


def _few(text: bytes, caps: Caps) -> bool:
    return text.count(b",") < caps.nodes and text.count(b"[") + text.count(b"{") <= caps.nodes


def _no_constant(name: str) -> NoReturn:
    raise WireError(f"JSON knows no constant {name}.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise WireError("A JSON number must be finite. Received one that overflows a float64.")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise WireError("A JSON object may hold each key once. Received a duplicate.")
    return made


def _measure(value: object, caps: Caps) -> None:
    """Walk without recursion, so that depth costs no stack; exact types only, so that no subclass runs code."""
    left = caps.nodes
    level: list[object] = [value]
    for _ in range(caps.depth + 1):
        left -= len(level)
        if left < 0:
            raise WireError(f"A header may hold {caps.nodes} values. Received more.")
        below: list[object] = []
        for item in level:
            if type(item) is dict:
                below.extend(item.values())
                for key in item:
                    _text(key)
            elif type(item) is list or type(item) is tuple:
                below.extend(item)
            elif type(item) is str:
                _text(item)
            elif type(item) is float:
                if not math.isfinite(item):
                    raise WireError("A JSON number must be finite. Received NaN or infinity.")
            elif item is not None and type(item) is not int and type(item) is not bool:
                raise WireError(f"Facts must be plain JSON values. Received {type(item).__name__}.")
        if not below:
            return
        level = below
    raise WireError(f"A header may nest {caps.depth} deep. Received more.")


def _text(item: object) -> None:
    if type(item) is not str:
        raise WireError(f"A JSON object's keys are strings. Received {type(item).__name__}.")
    try:
        item.encode()
    except UnicodeEncodeError:
        raise WireError("A string must be valid Unicode. Received a lone surrogate.") from None


def _save(arrays: dict[str, np.ndarray], caps: Caps) -> bytes:
    for name, array in arrays.items():
        _text(name)
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
