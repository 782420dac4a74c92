"""While a question is asked, library functions are those of the library."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.probes import library_functions
from autograder.probes.library_functions import NAMES, as_they_were, taken


@pytest.fixture(autouse=True)
def all_taken(monkeypatch):
    """Another test may have loaded the module before the libraries."""
    monkeypatch.setattr(library_functions, "TAKEN", taken())


def test_each_name_is_there():
    assert len(NAMES) == len(taken()) == len(set(NAMES))


def test_what_was_exchanged_is_put_back_for_a_question_alone(monkeypatch):
    usual = np.array_equal, keras.models.load_model, tf.config.functions_run_eagerly, keras.Model.save

    def lie(*_, **__):
        return True

    for owner, name in ((np, "array_equal"), (keras.models, "load_model"), (tf.config, "functions_run_eagerly")):
        monkeypatch.setattr(owner, name, lie)
    monkeypatch.setattr(keras.Model, "save", lie)
    with as_they_were():
        assert usual == (np.array_equal, keras.models.load_model, tf.config.functions_run_eagerly, keras.Model.save)
        assert not np.array_equal([1], [2])
    assert np.array_equal([1], [2]) and keras.Model.save is lie


def test_it_holds_when_the_question_fails(monkeypatch):
    monkeypatch.setattr(np, "array_equal", None)
    with pytest.raises(ValueError, match="failed"), as_they_were():
        raise ValueError("failed")
    assert np.array_equal is None
