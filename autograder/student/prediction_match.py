"""When a prediction and a result agree: both made plain, numbers with a tolerance fit for guesses."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

RELATIVE, ABSOLUTE = 1e-2, 1e-6
"""One per cent: a learner predicts 0.33, not 0.33333."""
LONGEST = 400


def plain(value: Any) -> Any:
    """None, bool, number, text, or a list or dict of them, for any array, tensor, variable, tuple, shape, dtype or error."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, type) and issubclass(value, BaseException):
        return value.__name__
    if isinstance(value, BaseException):
        return type(value).__name__
    if hasattr(value, "as_list") and hasattr(value, "rank"):  # a TensorShape, perhaps of unknown rank
        return [plain(v) for v in value.as_list()] if value.rank is not None else None
    if hasattr(value, "as_numpy_dtype"):  # a tf.DType
        return str(value.name)
    if isinstance(value, np.dtype):
        return value.name
    if isinstance(value, np.ndarray | np.generic) or hasattr(value, "__array__"):
        return _words(np.asarray(value).tolist())
    return str(value)


def agrees(prediction: Any, result: Any) -> bool:
    """True when the two say the same. A bool is no number, None is nothing but None, a lone entry stands for its number."""
    return _agree(plain(prediction), plain(result))


def describe(value: Any) -> str:
    """The value as a learner would write it, cut where it grows long."""
    if isinstance(value, tuple):
        text = repr(tuple(plain(v) for v in value))
    else:
        text = repr(_rounded(plain(value)))
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1] + "…"


def _agree(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        return a is b
    if isinstance(a, str) and isinstance(b, str):
        return a.strip().casefold() == b.strip().casefold()
    if isinstance(a, int | float) and isinstance(b, list):
        return len(b) == 1 and _agree(a, b[0])
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_agree(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE) or (math.isnan(a) and math.isnan(b))
    return bool(a == b)


def _words(value: Any) -> Any:
    if isinstance(value, list):
        return [_words(v) for v in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _rounded(value: Any) -> Any:
    """Float32 results as float64 have a tail of digits that nobody computed."""
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return float(f"{value:.6g}") if isinstance(value, float) and math.isfinite(value) else value
