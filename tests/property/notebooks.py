"""Notebooks as strangers hand them in: of every format, with values of every type in every place."""

from __future__ import annotations

import codecs
import json
from typing import Any

from hypothesis import strategies as st

from tests.property.json_text import ODD_TEXT, ODD_VALUES

GRADE_IDS = ["double", "shift", "task-double", "check-double", "check-shift", "", "x" * 200]
_MARKS = st.fixed_dictionaries({}, optional={"grade_id": st.sampled_from(GRADE_IDS) | ODD_VALUES, "points": ODD_VALUES})
_METADATA = st.fixed_dictionaries({}, optional={"nbgrader": _MARKS | ODD_VALUES, "tags": ODD_VALUES}) | ODD_VALUES
_SOURCE = (
    st.sampled_from(["def double(x):\n    return 2 * x", "%matplotlib inline\r\nx?", "```python\nx = 1\n```", "\0", ""])
    | st.lists(ODD_TEXT, max_size=3)
    | ODD_VALUES
)
_KIND = st.sampled_from(["code", "markdown", "raw", "heading", "html", "Code", ""]) | ODD_VALUES
CELL = (
    st.fixed_dictionaries(
        {"cell_type": _KIND},
        optional={
            "source": _SOURCE,
            "input": _SOURCE,
            "metadata": _METADATA,
            "outputs": ODD_VALUES,
            "level": ODD_VALUES,
        },
    )
    | ODD_VALUES
)
_CELLS = st.lists(CELL, max_size=5) | ODD_VALUES
_SHEETS = st.lists(
    st.fixed_dictionaries({}, optional={"cells": _CELLS, "metadata": ODD_VALUES}) | ODD_VALUES, max_size=2
)
_FORMAT = st.sampled_from([4, 3, 4, 3, 2, 5, 4.0, True, "4", None, 10**30]) | ODD_VALUES
NOTEBOOK = (
    st.fixed_dictionaries({}, optional={"nbformat": _FORMAT, "nbformat_minor": ODD_VALUES, "cells": _CELLS,
                                        "worksheets": _SHEETS | ODD_VALUES, "metadata": _METADATA})
    | st.fixed_dictionaries({"nbformat": st.just(4), "cells": st.lists(CELL, max_size=5)})
    | st.fixed_dictionaries({"nbformat": st.just(3), "worksheets": _SHEETS})
)  # fmt: skip


def written(notebook: Any, how: str) -> bytes:
    """A notebook as a file, in one of the ENCODINGS."""
    text = json.dumps(notebook, ensure_ascii=how == "ascii")
    if how == "utf-16":
        return text.encode("utf-16", "surrogatepass")
    raw = text.encode("latin-1", "replace") if how == "latin-1" else text.encode("utf-8", "surrogatepass")
    return (codecs.BOM_UTF8 + raw) if how == "mark" else raw + b"\0" * 3 if how == "padded" else raw


ENCODINGS = ["ascii", "utf-8", "utf-16", "latin-1", "mark", "padded"]
FILES = st.tuples(NOTEBOOK, st.sampled_from(ENCODINGS)).map(lambda made: written(*made))
HONEST = [
    json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"name": "python3"}},
            "cells": [
                {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Tiny\n", "text"]},
                {"cell_type": "code", "id": "b", "metadata": {"nbgrader": {"grade_id": "double", "solution": True}},
                 "source": "def double(x):\n    return 2 * x", "outputs": [], "execution_count": 1},
            ],
        },
        indent=indent,
    ).encode()
    for indent in (None, 1)
]  # fmt: skip
