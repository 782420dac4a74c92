"""The one way in for questions: what a cell has set for its process does not reach them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

SET = """
import warnings

warnings.simplefilter("error")
np.seterr(all="raise")
tf.config.run_functions_eagerly(True)
keras.config.set_floatx("float64")
keras.config.set_dtype_policy("mixed_float16")
keras.config.set_image_data_format("channels_first")
"""


@pytest.fixture
def settings() -> Iterator[None]:
    """Whatever the test sets is undone."""
    with warnings.catch_warnings(), np.errstate():
        yield
    tf.config.run_functions_eagerly(False)
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    keras.config.set_image_data_format("channels_last")


def test_warnings_and_oddities_are_no_errors_while_a_question_is_asked(ask_of: Any, settings: None) -> None:
    """A library's own warning would else be the student's fault."""
    code = f"{SET}\ndef f():\n    warnings.warn('a library does this')\n    return float(np.exp(-1000.0))"
    assert {"result": 0.0, "types": "float", "changed": []} == ask_of(code)(
        "function.call", {"name": "f", "args": []}, {}
    ).facts


def test_functions_are_traced_while_a_question_is_asked(ask_of: Any, settings: None) -> None:
    """Else nothing would fail in a graph, and ``fit`` on another machine would be the first to tell."""
    code = f"{SET}\n@tf.function\ndef g():\n    return tf.executing_eagerly()\n\ndef f():\n    return bool(g())"
    assert False is ask_of(code)("function.call", {"name": "f", "args": []}, {}).facts["result"]


def test_number_formats_and_axes_are_keras_own_while_a_question_is_asked(ask_of: Any, settings: None) -> None:
    """A line that was left on after an experiment would else change every answer of the notebook."""
    code = f"{SET}\ndef f():\n    layer = keras.layers.Conv2D(1, 1)\n    return [layer.compute_dtype, layer.data_format, keras.config.floatx()]"
    found = ask_of(code)("function.call", {"name": "f", "args": []}, {}).facts["result"]
    assert ["float32", "channels_last", "float32"] == found


def test_afterwards_the_settings_hold_again(ask_of: Any, settings: None) -> None:
    """In a learner's own kernel they are the learner's, also after an answer that raised."""
    code = f"{SET}\ndef f():\n    raise ValueError"
    assert "ValueError" == ask_of(code)("function.call", {"name": "f", "args": []}, {}).facts["error"]
    assert ("error", "raise", True) == (warnings.filters[0][0], np.geterr()["under"], tf.config.functions_run_eagerly())
    found = (keras.config.floatx(), keras.config.dtype_policy().name, keras.config.image_data_format())
    assert ("float64", "mixed_float16", "channels_first") == found


def test_an_answer_may_still_raise_its_own_warnings(ask_of: Any) -> None:
    """What it sets while it is asked is its own doing."""
    code = "import warnings\n\ndef f():\n    warnings.simplefilter('error')\n    warnings.warn('mine')"
    before = list(warnings.filters)
    assert "UserWarning" == ask_of(code)("function.call", {"name": "f", "args": []}, {}).facts["error"]
    assert before == list(warnings.filters)
