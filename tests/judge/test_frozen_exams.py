"""A frozen exam thaws to the same exam, through JSON and safetensors, without pickle."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import load, save

from autograder.exercise import Function, Layer, call, raises
from autograder.judge import examine, freeze, seed, thaw
from autograder.verdicts import Right


def exams():
    layer = Layer("Twice", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    layer.case(3, 2)
    layer.reference(lambda x, w, training: 2 * x)
    layer.mistake("tripled", "It doubles.", formula=lambda x, w, training: 3 * x)
    function = Function(
        "half",
        title="an example",
        minutes=1,
        difficulty="easy",
        points={"values": 1},
        rungs={"odd": "It refuses a tuple"},
    )
    function.cases(lambda rng: [call(np.float32(rng.standard_normal((2,)))), call((1, None), label="odd", rung="odd")])
    function.reference(lambda a: raises("TypeError") if isinstance(a, tuple) else a / 2)
    return [layer.exam(b"x"), function.exam(b"x")]


def test_a_frozen_exam_thaws_to_an_equal_one_and_judges_alike(ask_of):
    frozen, arrays = freeze(exams())
    thawed = thaw(json.loads(json.dumps(frozen)), load(save(arrays)))
    again, same_arrays = freeze(thawed.values())
    assert json.dumps(frozen) == json.dumps(again)
    assert {k: v.tobytes() for k, v in arrays.items()} == {k: v.tobytes() for k, v in same_arrays.items()}
    code = "class Twice(keras.layers.Layer):\n    def call(self, x):\n        return 2 * x"
    assert isinstance(examine(thawed["Twice"], ask_of(code)).outcome, Right)


def test_a_zero_dimensional_array_keeps_its_shape():
    function = Function(
        "one",
        title="an example",
        minutes=1,
        difficulty="easy",
        points={"values": 1},
    )
    function.cases(lambda rng: [call(np.asarray(1.0, np.float32), label="scalar")])
    function.reference(lambda a: a)
    frozen, arrays = freeze([function.exam(b"x")])
    assert all(a.shape == () for a in arrays.values())
    assert thaw(frozen, arrays)["one"].cases[0].expected.shape == ()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda frozen, arrays: arrays.clear(), "lack the array"),
        (lambda frozen, arrays: frozen["Twice"].update({"~": "Essay"}), "unknown kind"),
        (lambda frozen, arrays: frozen.update(Twice={"no": "exam"}), "hold exams"),
    ],
)
def test_files_that_do_not_belong_together_are_refused_with_a_sentence(damage, sentence):
    frozen, arrays = freeze(exams())
    damage(frozen, arrays)
    with pytest.raises(ValueError, match=sentence):
        thaw(frozen, arrays)


def test_equal_seeds_give_equal_exams_and_other_seeds_other_values():
    def drawn(secret):
        layer = exams()[0]
        layer = Layer("Twice", title="an example", minutes=1, difficulty="easy", points={"values": 1})
        layer.case(3, 2)
        layer.reference(lambda x, w, training: 2 * x)
        return layer.exam(seed(secret, "01/Twice")).cases[0].x

    assert np.array_equal(drawn(b"a"), drawn(b"a"))
    assert not np.array_equal(drawn(b"a"), drawn(b"b"))
    assert drawn(b"a").shape == drawn(b"b").shape
