"""An exam: the questions of one exercise with the answers a judge expects. Pure data, no formulas left.

An exam is made from ``hidden.py`` and a seed. The hidden exam stays with the judge; a public one is frozen into the
release, so that the student's own check gives the same advice without the formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

AXES = {
    1: ("batch",),
    2: ("batch", "channels"),
    3: ("batch", "steps", "channels"),
    4: ("batch", "height", "width", "channels"),
}
"""What the course calls the axes of an input, by their number: the batch first, the channels last."""


def format_shape(shape: Sequence[int | None]) -> str:
    """A shape with the names of its axes: (batch 2, height 5, width 7, channels 3)."""
    sizes = ["any" if size is None else str(size) for size in shape]
    names = AXES.get(len(shape))
    return f"({', '.join(sizes if names is None else map(' '.join, zip(names, sizes, strict=True)))})"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder. ``words`` is the sentence by which people know it, ``points`` what passing it earns."""

    name: str
    words: str
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong idea with its sentence.

    It is recognised either by a formula, whose answers are in each case under ``name``, or by plain facts:
    ``when`` holds facts that must all be equal ("message" must be contained) at the rung that failed.
    """

    name: str
    advice: str
    rung: str
    misconception: str | None = None
    when: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raises:
    """An expected or received error: the names of its classes, and texts that its message must hold."""

    errors: tuple[str, ...]
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a layer gives for one input; also what a mistaken formula gives. ``None`` means: not said.

    ``output`` has the shape of the layer's output; ``state`` maps the role of a non-trainable weight to its value
    after the call; ``loss`` is the sum of ``layer.losses``.
    """

    output: np.ndarray | None = None
    state: dict[str, np.ndarray] = field(default_factory=dict)
    loss: float | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A weight by what it does. ``start`` is its value before training, or None where that is free."""

    name: str
    trainable: bool = True
    start: float | None = None


@dataclass(frozen=True, slots=True)
class FurtherInput:
    """An input that a layer is given after the one of its case: ``what`` says in a few words what is different about it.

    ``x`` (batch, …) float32; ``result``: the reference's, with the weights of the case, in training or at inference.
    """

    what: str
    x: np.ndarray
    training: bool
    result: Result


@dataclass(frozen=True, slots=True)
class LayerCase:
    """One layer, one input, one set of weights, and all that the reference says of them.

    ``x`` (batch, …) float32; ``weights`` by role, float32; ``start``: the untouched layer's result; ``inference`` and
    ``training``: results with ``weights`` set, of which a role is absent where this layer does not have it;
    ``cotangent`` has the output's shape; ``directions`` maps "x" and each trainable role to a direction, and ``slopes``
    to the derivative of <cotangent, output> along it.
    ``loss_slopes``: the derivative of the sum of ``losses`` along the same directions; ``training_slopes``: as ``slopes``, in
    training.
    ``mistaken`` maps the name of a mistake to its results, keyed "start", "inference", "training".
    ``traced`` is False where the layer is called by hand only, never inside a ``keras.Model``, in which the axes ``open`` have an
    unknown size. ``saved`` is True where it makes the round trip through a file. ``further`` holds the inputs that the layer is
    given afterwards.
    """

    label: str
    kwargs: dict[str, Any]
    x: np.ndarray
    weights: dict[str, np.ndarray]
    inference: Result
    training: Result
    cotangent: np.ndarray
    directions: dict[str, np.ndarray]
    slopes: dict[str, float]
    loss_slopes: dict[str, float]
    start: Result | None = None
    mistaken: dict[str, dict[str, Result]] = field(default_factory=dict)
    traced: bool = True
    training_slopes: dict[str, float] = field(default_factory=dict)
    open: tuple[int, ...] = ()
    saved: bool = True
    further: tuple[FurtherInput, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionCase:
    """One call. ``args`` are JSON values or arrays; ``expected`` a JSON value, an array, nests of them, or Raises.

    ``about`` says what is special about the arguments of a case that the engine has made ("the least n"); it is empty for an
    author's own.
    """

    label: str
    rung: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    expected: Any
    mistaken: dict[str, Any] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True, slots=True)
class Exam:
    """All questions of one exercise. ``kind`` is "layer" or "function"; ``roles`` is empty for functions.

    For functions, ``order`` is the order in which the cases are asked (theirs, where it is empty), ``returns`` the names of the
    types that the result may have (any, where it is empty), and ``changes`` the places of arguments that an answer may change.
    """

    kind: str
    name: str
    rungs: tuple[Rung, ...]
    cases: tuple[LayerCase, ...] | tuple[FunctionCase, ...]
    mistakes: tuple[Mistake, ...] = ()
    roles: tuple[Role, ...] = ()
    title: str = ""
    order: tuple[int, ...] = ()
    returns: tuple[str, ...] = ()
    changes: tuple[int, ...] = ()

    def roles_of(self, case: LayerCase) -> tuple[Role, ...]:
        """The roles of the weights that the layer of this case has."""
        return tuple(role for role in self.roles if role.name in case.weights)

    def with_cases(self, indices: Sequence[int]) -> Exam:
        """The same exam with some of its cases."""
        return replace(self, cases=tuple(self.cases[i] for i in indices))  # type: ignore[arg-type]

    @property
    def heading(self) -> str:
        """The exercise's name with its title, as pages show it."""
        return f"{self.name} · {self.title}" if self.title else self.name

    @property
    def max_points(self) -> float:
        """The sum of the rungs' points."""
        return sum(rung.points for rung in self.rungs)

    @property
    def questions(self) -> int:
        """How many questions an answer has to withstand: cases times what is asked of each."""
        asked = len([rung for rung in self.rungs if rung.name != "runs"]) if self.kind == "layer" else 1
        return len(self.cases) * asked


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case of a draw. ``pairs(mistake)`` gives the reference's results and that formula's, as far as it says anything.

    ``rung`` is that of a function's case, empty for a layer's.
    """

    rung: str
    pairs: Callable[[str], Iterator[tuple[Any, Any]]]
