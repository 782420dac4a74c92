"""Honest bytes with accidents: flipped, cut, inserted, repeated, and numbers where they hurt."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NUMBERS = [0, 1, 2**7, 2**8 - 1, 2**15, 2**16 - 1, 2**31, 2**32 - 1, 2**47, 2**48, 2**62, 2**63 - 1, 2**63, 2**64 - 1]
"""Where widths end."""

_PLACE = st.integers(0, 2**16 - 1)
_ACCIDENT = st.one_of(
    st.tuples(st.just("flip"), _PLACE, st.integers(0, 255)),
    st.tuples(st.just("cut"), _PLACE, st.integers(1, 64)),
    st.tuples(st.just("insert"), _PLACE, st.binary(min_size=1, max_size=12)),
    st.tuples(st.just("repeat"), _PLACE, st.integers(1, 64)),
    st.tuples(st.just("end"), _PLACE, st.none()),
    st.tuples(st.just("number"), _PLACE, st.tuples(st.sampled_from(NUMBERS), st.sampled_from([1, 2, 4, 8]))),
)
ACCIDENTS = st.lists(_ACCIDENT, max_size=6)


def damaged(data: bytes, accidents: list[Any]) -> bytes:
    """``data`` after ``accidents``, one after the other. Places are fractions of its length, in 65,536ths."""
    for kind, place, how in accidents:
        at = place * len(data) >> 16
        if kind == "flip":
            data = data[:at] + bytes([how]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[at + how :]
        elif kind == "insert":
            data = data[:at] + how + data[at:]
        elif kind == "repeat":
            data = data[:at] + data[at : at + how] * 3 + data[at + how :]
        elif kind == "end":
            data = data[:at]
        else:
            number, width = how
            data = data[:at] + (number & (1 << 8 * width) - 1).to_bytes(width, "little") + data[at + width :]
    return data
