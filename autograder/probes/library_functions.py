"""The library functions that probes call, as they were before any cell of a student's ran.

A cell may put others in their place, by mistake or to be believed: a comparison that is always true, a ``load_model`` that
hands out the layer that was never saved. Such a change holds for the student's own lines, and not while a question is asked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import reduce
from typing import Any

NAMES = (
    "numpy.all", "numpy.allclose", "numpy.array", "numpy.array_equal", "numpy.asarray", "numpy.isfinite", "numpy.sum",
    "tensorflow.GradientTape.gradient", "tensorflow.GradientTape.watch", "tensorflow.config.functions_run_eagerly",
    "tensorflow.config.run_functions_eagerly", "tensorflow.constant", "tensorflow.convert_to_tensor", "tensorflow.function",
    "keras.Input", "keras.Model.save", "keras.config.floatx", "keras.config.set_floatx", "keras.layers.Layer.__call__",
    "keras.models.load_model", "keras.optimizers.SGD.apply", "keras.utils.set_random_seed",
)  # fmt: skip


def _owner(path: str) -> Any:
    root, *rest = path.split(".")
    return reduce(getattr, rest, sys.modules[root])


def taken() -> list[tuple[Any, str, Any]]:
    """Owner, name and value of each of ``NAMES`` whose library is loaded."""
    found = []
    for path in NAMES:
        owner, _, name = path.rpartition(".")
        if path.partition(".")[0] in sys.modules:
            found.append((_owner(owner), name, getattr(_owner(owner), name)))
    return found


TAKEN = taken()
"""In the sandbox this module is loaded after the libraries and before the first cell; in a student's kernel it may hold less."""


@contextmanager
def as_they_were() -> Iterator[None]:
    """Put back what was exchanged since, and undo that at the end."""
    with ExitStack() as undo:
        for owner, name, usual in TAKEN:
            found = getattr(owner, name, None)
            if found is not usual:
                undo.callback(setattr, owner, name, found)
                setattr(owner, name, usual)
        yield
