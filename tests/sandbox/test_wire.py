"""The wire: what honest peers send arrives; of anything else, only WireError comes out, in bounded time."""

from __future__ import annotations

import contextlib
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.frame_caps import Caps, WireError
from autograder.sandbox.strict_json import decode_json
from autograder.sandbox.wire import MAGIC, PREFIX, decode, encode, lengths

DTYPES = ["?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FACTS = st.dictionaries(
    TEXT,
    st.recursive(SCALARS | TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)),
    max_size=5,
)
ARRAYS = st.dictionaries(
    TEXT.filter(lambda name: name != "__metadata__"),
    st.sampled_from(DTYPES).flatmap(lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))),
    max_size=4,
)


@settings(deadline=None)
@given(FACTS, ARRAYS)
def test_what_is_sent_arrives(facts, arrays):
    """Values, dtypes, shapes (also 0-dimensional and empty) and bits survive the way."""
    got = decode(encode(facts, arrays))
    assert facts == got.header
    assert sorted(arrays) == sorted(got.arrays)
    for name, array in arrays.items():
        assert (array.dtype, array.shape) == (got.arrays[name].dtype, got.arrays[name].shape)
        assert array.tobytes() == got.arrays[name].tobytes()


@pytest.mark.parametrize("array", [np.arange(6.0).reshape(2, 3).T, np.arange(8)[::-2], np.arange(3, dtype=">f4")])
def test_any_memory_layout_arrives(array):
    """Transposed, strided and big-endian arrays arrive with the same values."""
    np.testing.assert_array_equal(array, decode(encode({}, {"a": array})).arrays["a"], strict=False)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400))
def test_junk_is_refused(junk):
    """Random bytes, bare and behind an honest prefix, give WireError and nothing else."""
    for data in (junk, PREFIX.pack(MAGIC, 2, len(junk)) + b"{}" + junk, PREFIX.pack(MAGIC, len(junk), 0) + junk):
        with contextlib.suppress(WireError):
            decode(data)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_damaged_frame_is_refused_or_still_honest(data):
    """A frame with a few bytes changed either fails with WireError or decodes to plain values."""
    frame = bytearray(encode({"facts": {"a": [1, 2.5, "x"]}}, {"w": np.ones((2, 3), "f4"), "b": np.zeros(2, "i8")}))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    try:
        got = decode(bytes(frame))
    except WireError:
        return
    assert all(array.dtype.kind in "?buif" for array in got.arrays.values())


@settings(deadline=None, max_examples=300)
@given(
    st.dictionaries(
        TEXT,
        st.fixed_dictionaries(
            {
                "dtype": st.sampled_from(["F32", "BOOL", "BF16", "O", "F8_E4M3", "", "U8"]),
                "shape": st.lists(st.integers(-1, 2**62), max_size=3),
                "data_offsets": st.lists(st.integers(-1, 2**62), max_size=3),
            }
        )
        | SCALARS,
        max_size=3,
    )
)
def test_a_forged_index_is_refused(index):
    """An index of arrays that claims what is not there gives WireError, without allocating what it claims."""
    text = json.dumps(index).encode()
    body = struct.pack("<Q", len(text)) + text + bytes(12)
    with contextlib.suppress(WireError):
        decode(PREFIX.pack(MAGIC, 2, len(body)) + b"{}" + body)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b'{"a": NaN}', "JSON knows no constant NaN"),
        (b'{"a": -Infinity}', "JSON knows no constant -Infinity"),
        (b'{"a": 1e999}', "must be finite. Received one that overflows"),
        (b'{"a": 1, "a": 2}', "each key once"),
        (b"[1]", "must be a JSON object. Received list"),
        (b'{"a": ', "must be strict JSON"),
        (b'{"a": "\xff"}', "must be strict JSON"),
        (b'{"a": "\\ud800"}', "lone surrogate"),
        (b'{"a": ' + b"9" * 5000 + b"}", "must be strict JSON"),
        (b'{"a": ' + b"[" * 17 + b"]" * 17 + b"}", "may nest 16 deep"),
        (b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "must be strict JSON. Received RecursionError"),
        (b'{"a": [' + b"1," * 20_000 + b"1]}", "may hold 20000 values"),
        (b" " * (2 << 20) + b"{}", "may hold 2097152 bytes"),
    ],
)
def test_a_header_beyond_the_rules_is_refused(text, sentence):
    with pytest.raises(WireError, match=sentence.replace(".", r"\.")):
        decode_json(text)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"a": float("nan")}, "Received NaN or infinity"),
        ({"a": object()}, "plain JSON values. Received object"),
        ({"a": np.float32(1)}, "plain JSON values. Received float32"),
        ({"a": type("S", (str,), {})("x")}, "plain JSON values. Received S"),
        ({1: 2}, "keys are strings. Received int"),
        ({"a": 10**5000}, "plain JSON values. Received ValueError"),
        ({"a": "x" * (2 << 20)}, "It came to 2097"),
    ],
)
def test_a_fact_that_is_no_plain_json_is_not_sent(facts, sentence):
    """Subclasses included: their methods would run on the sending side."""
    with pytest.raises(WireError, match=sentence):
        encode(facts)


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.array([object()]), "dtype that may not be sent: object"),
        (np.array(["a"]), "dtype that may not be sent: <U1"),
        (np.array([1j]), "dtype that may not be sent: complex128"),
        (np.ma.masked_array([1.0], [True]), "must be a NumPy array. Received MaskedArray"),
        ([1.0], "must be a NumPy array. Received list"),
        (np.zeros(300, "u1"), "It came to more"),
    ],
)
def test_an_array_off_the_list_is_not_sent(array, sentence):
    with pytest.raises(WireError, match=sentence):
        encode({}, {"a": array}, Caps(total=256))


def body(index: dict, data: bytes) -> bytes:
    text = json.dumps(index).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        (b"123", "too short"),
        (struct.pack("<Q", 2**62) + b"{}", "index may hold"),
        (body({"a": {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]}}, b"12"), "may not be sent: BF16"),
        (body({"__metadata__": {"a": "b"}}, b""), "dtype, shape and data_offsets"),
        (body({"a": {"dtype": "U8", "shape": [-1], "data_offsets": [0, 1]}}, b"1"), "shape of at most 32 counts"),
        (body({"a": {"dtype": "U8", "shape": [1] * 33, "data_offsets": [0, 1]}}, b"1"), "shape of at most 32 counts"),
        (body({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}, b"1234"), "as long as its shape"),
        (body({"a": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}}, b"12"), "a gap or an overlap"),
        (body({"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}, b"12"), "bytes beyond the last"),
        (body({str(i): {} for i in range(5000)}, b""), "may hold 4096 arrays"),
    ],
)
def test_arrays_that_do_not_tile_are_refused(arrays, sentence):
    with pytest.raises(WireError, match=sentence):
        decode(PREFIX.pack(MAGIC, 2, len(arrays)) + b"{}" + arrays)


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        (b"AGW", "begins with 16 bytes. Received 3"),
        (PREFIX.pack(b"AGW2", 0, 0), "begins with b'AGW1'"),
        (PREFIX.pack(MAGIC, 2**32 - 1, 0), "header may hold 2097152 bytes"),
        (PREFIX.pack(MAGIC, 2, 2**62), "frame may hold 268435456 bytes"),
    ],
)
def test_a_prefix_that_claims_too_much_is_refused(prefix, sentence):
    with pytest.raises(WireError, match=sentence):
        lengths(prefix)


def test_a_frame_of_another_length_than_it_says_is_refused():
    with pytest.raises(WireError, match="as long as it says"):
        decode(encode({}) + b"x")
