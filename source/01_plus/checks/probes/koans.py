"""Looks one koan up in the learner's dict and writes it in one form: text, so that 3 and 3.0 agree, True and 1 do not."""

import numpy as np


def written(value):
    """The value in one form: arrays, tensors and tuples as lists, whole floats as ints, errors as "error"."""
    if value is ...:
        return "not predicted"
    if isinstance(value, type) and issubclass(value, BaseException):
        return "error"
    if isinstance(value, BaseException):
        return "error"
    if isinstance(value, str):
        text = value.strip()
        return "error" if text.lower().endswith("error") else text
    if hasattr(value, "as_list"):  # a TensorShape
        value = value.as_list()
    elif not isinstance(value, list | tuple | bool | int | float) and hasattr(
        value, "__array__"
    ):
        value = np.asarray(value).tolist()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return repr(value)


def probe(answer, koan):
    answers = answer()
    if not isinstance(answers, dict):
        return "no dict"
    return written(answers.get(koan, ...))
