"""Other libraries' private names: every use the engine makes of one, with the version that has it and why no public name will do.

A new version of a library may take such a name away without a word; ``tests/engine/test_compat.py`` says which. This module runs on
both sides of the sandbox's wall, so it imports nothing of ours, and heavy libraries only where they are asked for.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

# -- Keras 3.15 -------------------------------------------------------------------------------------------------------


def own_weights(layer: Any) -> tuple[Any, ...]:
    """The weights that a Keras layer holds itself, the trainable ones first.

    ``layer.weights`` has those of its sublayers as well, and a student's class may override it.
    """
    return (*layer._trainable_variables, *layer._non_trainable_variables)


def own_sublayers(layer: Any) -> list[Any]:
    """The layers that Keras tracks as direct parts of ``layer``. It has no public list of them."""
    found: list[Any] = layer._layers
    return found


def all_sublayers(layer: Any) -> list[Any]:
    """The layers in ``layer`` at any depth, itself left out. Only models have a public list, ``model.layers``."""
    return list(layer._flatten_layers(include_self=False))


def is_bookkeeping(attribute: str) -> bool:
    """Whether an attribute of a layer is Keras's own, or that of TensorFlow's ``AutoTrackable`` below it.

    Both keep what they track in attributes of the layer itself, between the student's.
    """
    return attribute.startswith("_self_") or attribute == "_tracker"


# -- TensorFlow 2.21 --------------------------------------------------------------------------------------------------


def uncounted(traced: Any) -> Any:
    """The ``tf.function`` given, left out of the count of retracings by which TensorFlow warns.

    The count is one for the whole process, so our functions, each traced once and thrown away, would bring the warning
    down on the learner's next ``fit``.
    """
    traced._omit_frequent_tracing_warning = True
    return traced


def tensorflow_has_computed() -> bool:
    """True once an op ran in this process or a device was looked at: its runtime then has threads, which no fork takes along.

    Each public question, such as ``tf.config.list_logical_devices()``, would itself start the runtime.
    """
    context: Any = sys.modules.get("tensorflow.python.eager.context")
    made = context.context_safe() if context else None
    return made is not None and bool(made._initialized)


def tensorflow_random_state() -> tuple[int | None, Any]:
    """The seed of TensorFlow's random numbers, None where none was set, and the state of what has been drawn from it.

    TensorFlow can be asked for a number, but not for this state.
    """
    context = _eager_context()
    numbers = getattr(context, "_rng", None)
    return context._seed, None if numbers is None else numbers.getstate()


def set_tensorflow_random_state(seed: int | None, drawn: Any) -> None:
    """Put back what ``tensorflow_random_state`` gave. ``tf.random.set_seed`` would begin anew, and empty the store of kernels."""
    context = _eager_context()
    context._seed = seed
    if drawn is not None:
        context._rng = random.Random()
        context._rng.setstate(drawn)
    elif hasattr(context, "_rng"):
        del context._rng


def _eager_context() -> Any:
    context: Any = sys.modules["tensorflow.python.eager.context"]
    return context.context()


# -- nbgrader 0.9.6 ---------------------------------------------------------------------------------------------------


@contextmanager
def flushed_not_committed(session: Any) -> Iterator[None]:
    """Inside, ``session.commit()`` of this one SQLAlchemy session sends what is pending, and ends no transaction.

    Each method of nbgrader's Gradebook commits, so that a run that ends between two of them leaves half a score.
    """
    session.commit = session.flush
    try:
        yield
    finally:
        del session.commit


def save_cells_within(transaction: Callable[[Any], AbstractContextManager[None]]) -> Any:
    """nbgrader's step ``SaveCells`` as a class that writes each notebook inside ``transaction(gradebook)``.

    Its public ``preprocess`` opens the gradebook itself and closes it again: nobody outside can begin a transaction.
    """
    from nbgrader.preprocessors import SaveCells

    class CellsAtOnce(SaveCells):
        def _create_notebook(self, nb: Any) -> None:
            with transaction(self.gradebook):
                super()._create_notebook(nb)

    return CellsAtOnce


# -- IPython 9 --------------------------------------------------------------------------------------------------------


def shell_class() -> Any:
    """IPython's ``InteractiveShell`` with a method to override, ``show_error(kind, error, lines)``: it is given each traceback.

    The public ``showtraceback`` comes before the lines are made, and errors of syntax do not go through it. And for its
    history IPython 9 formats each traceback once more, which fails where an exception's ``__str__`` raises: not here.
    """
    from IPython.core.interactiveshell import InteractiveShell

    class Shell(InteractiveShell):
        def show_error(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
            super()._showtraceback(kind, error, lines)

        def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
            self.show_error(etype, evalue, stb)

        def _format_exception_for_storage(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return {}

    return Shell
