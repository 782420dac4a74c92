"""The wire: what may be sent arrives as it was; of all other bytes and values, only WireError comes out."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.channel import Channel
from autograder.sandbox.frame_caps import CAPS, CELLS, Caps, WireError
from autograder.sandbox.strict_json import decode_json
from autograder.sandbox.wire import MAGIC, PREFIX, Frame, decode, encode, lengths
from tests.property.bounds import MIB, bounded, light, share
from tests.property.json_text import FLOATS, OBJECTS, ODD_VALUES, TEXT, VALUES
from tests.property.mutation import ACCIDENTS, NUMBERS, damaged

DTYPES = ["?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]
HEADERS = st.dictionaries(TEXT, VALUES, max_size=4)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=3)
ARRAYS = st.dictionaries(
    TEXT.filter(lambda name: name != "__metadata__"),
    st.tuples(st.sampled_from(DTYPES), SHAPES, st.binary(min_size=8, max_size=8)),
    max_size=4,
).map(lambda made: {name: _array(*how) for name, how in made.items()})


def _array(dtype: str, shape: tuple[int, ...], seed: bytes) -> np.ndarray:
    """Any bits, NaNs of every kind among them; a boolean's are 0 and 1."""
    count = int(np.prod(shape)) * np.dtype(dtype).itemsize
    bits = np.resize(np.frombuffer(seed, "u1"), count) if count else np.zeros(0, "u1")
    return (bits & 1 if dtype == "?" else bits).view(dtype).reshape(shape)


def same(first: Frame, second: Frame) -> bool:
    """Equal to the bit: -0.0 is not 0, 1 is not 1.0 nor True."""
    return repr(first.header) == repr(second.header) and {
        name: (a.dtype, a.shape, a.tobytes()) for name, a in first.arrays.items()
    } == {name: (a.dtype, a.shape, a.tobytes()) for name, a in second.arrays.items()}


def read(data: bytes, caps: Caps = CAPS) -> Frame | None:
    """The frame, or None for WireError; anything else fails the test. What is read can be sent again, and is the same."""
    with bounded():
        try:
            frame = decode(data, caps)
        except WireError:
            return None
        assert same(frame, decode(encode(frame.header, frame.arrays, caps), caps))
    return frame


@given(HEADERS, ARRAYS)
def test_all_that_may_be_sent_arrives_as_it_was(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """Values, types, shapes and bits."""
    assert same(Frame(header, arrays), decode(encode(header, arrays)))


HONEST = [
    encode({"nonce": "0f" * 16, "facts": {"a": [1, -2.5e-3, "\\x", None, True], "b": {"c": {"d": []}}}}, arrays)
    for arrays in (
        {},
        {"y": np.arange(6.0, dtype="f4").reshape(2, 3)},
        {"start0": np.zeros((), "?"), "": np.ones((0, 3), "i8"), "g1": np.arange(3, dtype="u2")},
    )
]


@given(st.sampled_from(HONEST), ACCIDENTS)
def test_a_damaged_frame_is_refused_or_honest(frame: bytes, accidents: Any) -> None:
    """Flipped, cut, stretched, or with lengths of 2^62."""
    read(damaged(frame, accidents))


@given(st.binary(max_size=300), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS))
def test_raw_bytes_are_refused_or_honest(junk: bytes, head: int, body: int) -> None:
    """Bare, behind an honest prefix, and behind a lying one."""
    read(junk)
    read(PREFIX.pack(MAGIC, len(junk), 0) + junk)
    read(PREFIX.pack(MAGIC, 2, len(junk)) + b"{}" + junk)
    read(PREFIX.pack(MAGIC, head & 0xFFFFFFFF, body) + junk)


@given(OBJECTS)
def test_a_header_is_strict_json_or_refused(text: str) -> None:
    """Of every shape, depth and encoding; what is read is plain, finite and valid Unicode."""
    data = text.encode("utf-8", "surrogatepass")
    frame = read(PREFIX.pack(MAGIC, len(data), 0) + data)
    if frame is not None:
        json.dumps(frame.header, allow_nan=False, ensure_ascii=False).encode()


_COUNTS = st.lists(st.sampled_from([*NUMBERS, -1]) | st.integers(0, 5), max_size=4) | ODD_VALUES
_ENTRY = (
    st.fixed_dictionaries(
        {
            "dtype": st.sampled_from(["F32", "BOOL", "U8", "F64", "BF16", "F8_E4M3", "f32", ""]) | ODD_VALUES,
            "shape": _COUNTS,
            "data_offsets": st.tuples(st.integers(0, 16), st.integers(0, 16)).map(list) | _COUNTS,
        }
    )
    | ODD_VALUES
)


@given(
    st.dictionaries(TEXT | st.just("__metadata__"), _ENTRY, max_size=3),
    st.binary(max_size=16),
    st.sampled_from([None, *NUMBERS]),
)
def test_an_index_of_arrays_tiles_its_bytes_or_is_refused(index: Any, data: bytes, size: int | None) -> None:
    """Whatever it claims of types, shapes and places, and however long it says it is."""
    text = json.dumps(index).encode()
    body = struct.pack("<Q", len(text) if size is None else size) + text + data
    frame = read(PREFIX.pack(MAGIC, 2, len(body)) + b"{}" + body)
    assert frame is None or sum(a.nbytes for a in frame.arrays.values()) == len(data)


_OBJECTS: dict[str, Any] = {
    "an object": object(), "bytes": b"a", "a frozen set": frozenset(), "a range": range(3), "NaN": float("nan"),
    "a NumPy number": np.float32(1), "a subclass": type("S", (str,), {})("x"), "digits without end": 10**5000,
    "half a pair": "\ud800", "text": np.array(["a"]), "complex": np.array([1j]), "masked": np.ma.masked_array([1.0]),
    "big-endian": np.zeros(2, ">i4"), "forty axes": np.zeros((1,) * 40, "u1"), "an array": np.zeros(3, "f4"),
    "a view of nothing": np.broadcast_to(np.float32(0), (2**20,) * 3), "empty and huge": np.zeros((0, 2**50)),
}  # fmt: skip
_OBJECT = st.sampled_from(sorted(_OBJECTS)).map(_OBJECTS.__getitem__)
_KEY = st.sampled_from(["a", "half a pair", "a frozen set", "bytes", "a range"]).map(lambda k: _OBJECTS.get(k, k))


@given(
    st.dictionaries(_KEY, ODD_VALUES | _OBJECT, max_size=3),
    st.dictionaries(_KEY | st.just("__metadata__") | st.just("x" * 3_000_000), _OBJECT, max_size=2),
)
def test_what_may_not_be_sent_is_refused_by_the_sender(header: Any, arrays: Any) -> None:
    """Whatever is sent can be read by the other side."""
    with bounded():
        try:
            frame = encode(header, arrays)
        except WireError:
            return
    assert read(frame) is not None


@given(st.sampled_from(HONEST), ACCIDENTS, st.lists(st.binary(max_size=200), max_size=3))
def test_a_channel_gives_frames_or_wire_errors(frame: bytes, accidents: Any, chunks: list[bytes]) -> None:
    """Whatever a peer sends before it hangs up; and it takes what it is sent, or WireError says that it does not."""
    ours, theirs = socket.socketpair()
    channel = Channel(ours)
    for chunk in (damaged(frame, accidents), *chunks):
        theirs.send(chunk)
    theirs.close()
    with bounded():
        try:
            for _ in range(5):
                channel.receive(time.monotonic() + 60)
        except WireError:
            pass
        with pytest.raises(WireError):
            channel.send(frame, time.monotonic() + 60)
    channel.close()


@share(10)
@given(
    st.sampled_from([b"[],", b"{},", b'{"":0},', b"0,", b'"",', b'"\\"",', b"[", b'{"a":', b'"\\\\', b",", b"1.5,"]),
    st.integers(1, 60_000),
)
@example(b"[],", 300_000)
def test_a_header_costs_memory_by_its_length(token: bytes, count: int) -> None:
    """Bytes become many times as many when they are objects; so they are counted before they are made."""
    data = b'{"a":[' + token * count + b"0]}"
    caps = Caps(nodes=1_000, header=CELLS.header)
    with light(6 * len(data) + MIB // 4), bounded(), pytest.raises(WireError) if count > 1_000 else _either():
        decode_json(data, caps)


class _either:
    """A value or a WireError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, at: Any) -> bool:
        return kind is not None and issubclass(kind, WireError)


@given(st.binary(max_size=20), FLOATS)
def test_a_prefix_is_sixteen_honest_bytes(prefix: bytes, _: float) -> None:
    """Lengths within the caps, or WireError."""
    try:
        head, body = lengths(prefix)
    except WireError:
        return
    assert head <= CAPS.header
    assert head + body <= CAPS.total
