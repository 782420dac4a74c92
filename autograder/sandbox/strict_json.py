"""Strict JSON within bounds: the headers of frames, and whatever else of facts is written or read on either side."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from autograder.sandbox.frame_caps import CAPS, Caps, WireError


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
                    check_text(key)
            elif type(item) is list or type(item) is tuple:
                below.extend(item)
            elif type(item) is str:
                check_text(item)
            elif type(item) is float:
                if not math.isfinite(item):
                    raise WireError("A JSON number must be finite. Received NaN or infinity.")
            elif item is not None and type(item) is not int and type(item) is not bool:
                raise WireError(f"Facts must be plain JSON values. Received {type(item).__name__}.")
        if not below:
            return
        level = below
    raise WireError(f"A header may nest {caps.depth} deep. Received more.")


def check_text(item: object) -> None:
    """Raise WireError for anything but a string of valid Unicode: as a key or a name nothing else is sent."""
    if type(item) is not str:
        raise WireError(f"A JSON object's keys are strings. Received {type(item).__name__}.")
    try:
        item.encode()
    except UnicodeEncodeError:
        raise WireError("A string must be valid Unicode. Received a lone surrogate.") from None
