"""JSON as strangers write it: values of every type in every place, and texts that are nearly JSON."""

from __future__ import annotations

import json

from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ODD_TEXT = st.text(max_size=12) | st.sampled_from(
    ["", "\0", "\ud800", "\udfff\ud800", "\r\n", "\x1b[31m", "e\u0301", "🦉"]
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers() | st.sampled_from([2**63, -(2**63) - 1, 2**64, 10**300, -(10**4000)])
PLAIN = st.none() | st.booleans() | WHOLE | FLOATS | TEXT
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=6
)
"""What may travel as it is."""

ODD_VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats() | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=5,
)
"""What Python's json writes, be it JSON or not: NaN, lone surrogates, control characters."""

_TOKENS = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", '"', '"a"', '"a":', '""', "\\", "\\u", '"\\ud800"', '"\\"', "0", "-0", "1e999", "1e-999",
     "NaN", "-Infinity", "true", "nul", "9" * 5000, "0.1", " ", "\t", "\n", "\0", "\u00e9", "\ufeff", "//", "'a'"]
)  # fmt: skip
SOUP = st.lists(_TOKENS, max_size=40).map("".join)
_NEST = st.tuples(
    st.sampled_from(["[", '{"a":', "[[],", '{"a":1,"b":', "[{", '"']), st.integers(0, 3000), SOUP, st.booleans()
)


def nested(how: tuple[str, int, str, bool]) -> str:
    """An opening many times, something inside, and perhaps what closes it."""
    opening, count, inside, closed = how
    ending = "".join("}" if c == "{" else "]" for c in reversed(opening) if c in "[{") if closed else ""
    return opening * count + inside + ending * count


TEXTS = SOUP | _NEST.map(nested) | ODD_VALUES.map(json.dumps) | st.text(max_size=40)
OBJECTS = TEXTS.map(lambda text: '{"facts":' + text + "}") | TEXTS
