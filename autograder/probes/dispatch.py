"""One way in for every question; the same in the sandbox and in the student's own kernel."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from autograder.probes import function_probe, further_inputs_probe, layer_probe, saving_probe
from autograder.probes.failure import describe_failure
from autograder.probes.library_functions import as_they_were

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]

OPERATIONS = function_probe.QUESTIONS | layer_probe.QUESTIONS | saving_probe.QUESTIONS | further_inputs_probe.QUESTIONS


def answer_question(
    op: str, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probes: dict[str, ModuleType]
) -> tuple[Facts, Arrays]:
    """Put one question to the answer ``facts["name"]`` that lives in ``namespace``.

    What the answer does wrong comes back as facts: "error" (the class of the exception), "message", "stage". Raises
    KeyError for an unknown operation only, which is never the student's doing.
    """
    asked = OPERATIONS[op]
    name = facts["name"]
    if name not in namespace:
        return {"stage": "define", "error": "NameError", "message": f"{name} is not defined"}, {}
    try:
        with as_they_were(), usual_settings():
            return asked(namespace[name], facts, arrays, namespace, probes.get(name))
    except Exception as error:  # the student's code may raise anything, and what it raises is a finding
        return describe_failure(error), {}


@contextmanager
def usual_settings() -> Iterator[None]:
    """What a cell has set for its whole process does not reach a question; afterwards it holds again.

    Warnings and NumPy's oddities turned into errors would make a library's own warning the student's fault; functions
    that run eagerly would hide what fails in a graph; a number format left on after an experiment would change every
    answer of the notebook.
    """
    import keras
    import tensorflow as tf

    switches = (
        (tf.config.functions_run_eagerly, tf.config.run_functions_eagerly, False),
        (keras.config.floatx, keras.config.set_floatx, "float32"),
        (keras.config.image_data_format, keras.config.set_image_data_format, "channels_last"),
        (lambda: keras.config.dtype_policy().name, keras.config.set_dtype_policy, "float32"),
    )
    with ExitStack() as undo, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for get, put, usual in switches:
            if (found := get()) != usual:
                undo.callback(put, found)
                put(usual)
        yield
