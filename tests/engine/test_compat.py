"""The private names of other libraries that the engine uses: each is there, and does what it is used for."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder import compat


@pytest.fixture(scope="module")
def nested() -> Any:
    """A built layer with a weight of its own, which holds a layer with batch normalisation and a list of layers."""
    import keras

    class Inner(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.norm = keras.layers.BatchNormalization()

        def call(self, x: Any) -> Any:
            return self.norm(x)

    class Outer(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.inner, self.parts = Inner(), [keras.layers.Dense(2), keras.layers.Dense(2)]

        def build(self, shape: Any) -> None:
            self.count = self.add_weight(shape=(), trainable=False, name="count")
            self.scale = self.add_weight(shape=(), name="scale")

        def call(self, x: Any) -> Any:
            for part in self.parts:
                x = part(x)
            return self.inner(self.scale * x)

    layer = Outer()
    layer(keras.ops.ones((3, 2)))
    return layer


def test_a_layers_own_weights_are_those_that_no_sublayer_holds(nested: Any) -> None:
    """Claim: the trainable ones first, as in ``layer.weights``."""
    assert ["scale", "count"] == [w.name for w in compat.own_weights(nested)]
    names = ["gamma", "beta", "moving_mean", "moving_variance"]
    assert (
        names == [w.name for w in compat.own_weights(nested.inner.norm)] == [w.name for w in nested.inner.norm.weights]
    )


def test_the_state_of_tensorflows_random_numbers_is_read_and_put_back() -> None:
    """Claim: afterwards the numbers go on from there; a seed that was not set is not set then."""
    import tensorflow as tf

    tf.random.set_seed(5)
    state = compat.tensorflow_random_state()
    first = float(tf.random.uniform([]))
    assert state != compat.tensorflow_random_state()
    tf.random.set_seed(6)
    compat.set_tensorflow_random_state(*state)
    assert (5, first) == (compat.tensorflow_random_state()[0], float(tf.random.uniform([])))
    compat.set_tensorflow_random_state(None, None)
    assert (None, None) == compat.tensorflow_random_state()


def test_sublayers_are_found_one_deep_and_at_any_depth(nested: Any) -> None:
    """Claim: lists are looked into, and the layer itself is none of them."""
    assert [nested.inner, *nested.parts] == compat.own_sublayers(nested)
    assert {nested.inner, nested.inner.norm, *nested.parts} == set(compat.all_sublayers(nested))


def test_the_walk_over_own_weights_finds_what_keras_counts(nested: Any) -> None:
    """Claim: the layers' own weights together are ``layer.weights``, each once."""
    walked = [w for layer in (nested, *compat.all_sublayers(nested)) for w in compat.own_weights(layer)]
    assert {id(w) for w in nested.weights} == {id(w) for w in walked}
    assert len(nested.weights) == len(walked) == 10


def test_what_keras_keeps_for_itself_in_a_layer_is_told_from_the_students(nested: Any) -> None:
    """Claim: both kinds of name are there, and no attribute of a student's class is taken for one."""
    kept = {name for name in vars(nested) if compat.is_bookkeeping(name)}
    assert "_tracker" in kept and any(name.startswith("_self_") for name in kept)
    assert not kept & {"inner", "parts", "count", "scale"}


@pytest.mark.parametrize("counted", [True, False])
def test_only_functions_that_are_counted_bring_the_warning_of_retracing(
    counted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claim: a function that is traced anew at each call is warned of, unless it was left out."""
    import tensorflow as tf

    warned: list[str] = []
    monkeypatch.setattr(tf.get_logger(), "handlers", [handler := logging.Handler()])
    monkeypatch.setattr(handler, "emit", lambda record: warned.append(record.getMessage()))
    traced = tf.function(lambda z: z)
    if not counted:
        assert compat.uncounted(traced) is traced
    for number in range(12):
        traced(number)  # a Python number is a new signature
    assert counted == any("retracing" in line for line in warned)


def test_tensorflow_has_computed_once_an_op_ran() -> None:
    """Claim: neither without it nor by importing it; a new process, for this one may have computed long ago."""
    code = (
        "from autograder.compat import tensorflow_has_computed as computed; none = computed(); "
        "import tensorflow as tf; imported = computed(); tf.constant(1); print(none, imported, computed())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False False True\n" == done.stdout


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a gradebook that is not there yet; nbgrader makes it with a program that lies beside Python."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


def test_commits_of_nbgrader_are_held_back_inside_and_work_again_after(url: str) -> None:
    """Claim: another connection sees nothing until our own commit, although each of nbgrader's methods commits."""
    from nbgrader.api import Gradebook

    def there() -> list[str]:
        with Gradebook(url) as other:
            return [student.id for student in other.students]

    with Gradebook(url) as book:
        with compat.flushed_not_committed(book.db()):
            book.add_student("ann")
            assert ([], ["ann"]) == (there(), [student.id for student in book.students])
        book.db().commit()
        assert ["ann"] == there()
        book.add_student("bob")
        assert ["ann", "bob"] == sorted(there())


def test_nbgrader_enters_a_notebook_inside_the_transaction(url: str) -> None:
    """Claim: the transaction is asked for once, is given the open gradebook, and the cells are written inside."""
    from nbformat.v4 import new_code_cell, new_notebook
    from nbgrader.api import Gradebook

    cells: list[int] = []

    @contextmanager
    def counted(gradebook: Any) -> Iterator[None]:
        yield
        cells.append(len(gradebook.find_notebook("one", "ps1").source_cells))

    marks = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "points": 1}
    notebook = new_notebook(
        cells=[new_code_cell("1", metadata={"nbgrader": {**marks, "grade_id": name}}) for name in "ab"]
    )
    with Gradebook(url) as book:
        book.add_assignment("ps1")
    resources = {"nbgrader": {"notebook": "one", "assignment": "ps1", "db_url": url}}
    compat.save_cells_within(counted)().preprocess(notebook, resources)
    assert [2] == cells


ERRORS = {
    "raised": ("1 / 0", "ZeroDivisionError"),
    "of syntax": ("(", "SyntaxError"),
    "without words": (
        "class Mute(Exception):\n    def __str__(self):\n        raise ValueError('none')\nraise Mute",
        "Mute",
    ),
}


@pytest.mark.parametrize("error", ERRORS)
def test_each_error_is_given_to_the_shell(error: str) -> None:
    """Claim: whatever the kind, and also where the error itself cannot be shown."""
    source, kind = ERRORS[error]
    given: list[tuple[str, bool]] = []

    class Shell(compat.shell_class()):  # type: ignore[misc]
        def show_error(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
            given.append((kind.__name__, bool(lines)))

    result = Shell().run_cell(source, store_history=False)
    assert ([(kind, True)], False) == (given, result.success)
