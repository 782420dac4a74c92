"""What every exercise has: a name, minutes, points on rungs, named mistakes, known answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.exercise.after_pass import Afterword, afterword
from autograder.exercise.exam import Exam, Mistake, Rung
from autograder.exercise.known_answers import Answer, Equivalent
from autograder.faults import AuthorFault

Formula = TypeVar("Formula", bound=Callable[..., Any])
MOST_PAID_RUNGS = 4


@dataclass(frozen=True, slots=True)
class Sketch:
    """A case of a draw. ``pairs(mistake)`` gives the reference's results and that formula's, as far as it says anything.

    ``rung`` is that of a function's case, empty for a layer's.
    """

    rung: str
    pairs: Callable[[str], Iterator[tuple[Any, Any]]]


class Exercise:
    """The part of an exercise that is the same for layers and functions.

    ``points`` maps rungs to points, lowest rung first; the other rungs of the ladder advise and earn nothing.
    ``core=False`` makes it an extra: judged alike, worth 0 points unless the instructor says otherwise.
    """

    kind = ""
    ladder: tuple[str, ...] = ()

    def __init__(
        self,
        name: str,
        *,
        minutes: int,
        difficulty: str,
        points: dict[str, float],
        core: bool = True,
    ) -> None:
        if len(points) > MOST_PAID_RUNGS:
            raise AuthorFault(
                f"At most {MOST_PAID_RUNGS} rungs of an exercise carry points. Received for {name}: "
                f"{', '.join(points)}. Let the others advise."
            )
        self.name, self.minutes, self.difficulty, self.core = name, minutes, difficulty, core
        self.points = dict(points)
        self.mistakes: list[Mistake] = []
        self.formulas: dict[str, Callable[..., Any]] = {}
        self.wrongs: list[Answer] = []
        self.rights: list[Answer] = []
        self.equivalents: list[Equivalent] = []
        self.afterword: Afterword | None = None

    # -- what an author says ------------------------------------------------------------------------------------

    def mistake(
        self, advice: str, *, rung: str = "values", misconception: str | None = None
    ) -> Callable[[Formula], Formula]:
        """Name a wrong idea by its formula, which has the reference's signature; ``advice`` is its sentence."""

        def name_it(formula: Formula) -> Formula:
            self._add(Mistake(formula.__name__, advice, rung, misconception))
            self.formulas[formula.__name__] = formula
            return formula

        return name_it

    def mistake_when(self, name: str, advice: str, *, rung: str, misconception: str | None = None, **facts: Any) -> str:
        """Name a wrong idea by plain facts that the rung reports. Returns ``name``.

        ``message`` is contained in the text of the student's exception, every other fact is equal. Of all rungs: "error",
        the class of the exception; for layers "case", the label of the case that failed. Of builds: "stage" ("construct", "call", "symbolic"), "untracked". Of weights:
        "trainable", "non_trainable", "untracked" (counts), "early" (weights before the first call), "ranks" (of the
        trainable ones, as in "1, 1"), "windows" (of those with more than two axes, as in "3x3, 3x3"), "dtypes" other than float32. Of starts: "random" (how many weights do not hold one number throughout). Of
        losses: "losses", their number. Of gradients: "none", the roles without one. Of state: "moved_when_false", "moved_when_left_out". Of saves: "reset". Of trains: "unmoved", "moved_frozen".
        """
        if not facts:
            raise AuthorFault(f"A mistake told by facts needs at least one. Received none for '{name}' of {self.name}.")
        self._add(Mistake(name, advice, rung, misconception, facts))
        return name

    def wrong(
        self,
        name: str,
        *,
        fails: str,
        as_: Callable[..., Any] | str | None = None,
        code: str | None = None,
        change: dict[str, str] | None = None,
    ) -> None:
        """A wrong answer: the rung that must refuse it and, if its idea has a name, the mistake it must be taken for."""
        known = as_ if isinstance(as_, str) or as_ is None else as_.__name__
        self.wrongs.append(self._answer(name, code, change, fails, known))

    def right(self, name: str, *, code: str | None = None, change: dict[str, str] | None = None) -> None:
        """A right answer written differently from the model answer."""
        self.rights.append(self._answer(name, code, change, None, None))

    def equivalent(self, old: str, new: str, *, reason: str) -> None:
        """Record that ``autograder mutants`` may exchange ``old`` for ``new`` and leave the model answer right."""
        if not reason.strip().endswith("."):
            raise AuthorFault(
                f"An equivalent is recorded with a sentence that says why it is one. Received for {new!r} in {self.name}: "
                f"{reason!r}. Write reason='… .'."
            )
        self.equivalents.append(Equivalent(old, new, reason))

    def after_pass(self, title: str) -> Callable[[Formula], Formula]:
        """Mark a function whose text is shown after a pass, where the lessons are at hand; for a layer it is ``f(x, w)``,
        its output at inference, with those constructor arguments that it names; for a function it has the reference's arguments.
        """

        def show_it(formula: Formula) -> Formula:
            self.afterword = afterword(title, formula)
            return formula

        return show_it

    # -- what the engine asks -----------------------------------------------------------------------------------

    def rungs(self, max_points: float | None = None) -> tuple[Rung, ...]:
        """The ladder with points; ``max_points`` rescales them. An extra earns 0 unless ``max_points`` is given."""
        total = sum(self.points.values())
        unknown = set(self.points) - set(self.active())
        if unknown:
            raise AuthorFault(
                f"Points stand on rungs of the ladder. Received for {self.name}: {', '.join(sorted(unknown))}. "
                f"Its rungs are {', '.join(self.active())}."
            )
        wanted = (total if self.core else 0.0) if max_points is None else max_points
        share = wanted / total if total else 0.0
        return tuple(Rung(name, self.points.get(name, 0.0) * share) for name in self.active())

    def active(self) -> tuple[str, ...]:
        """The rungs that this exercise has, lowest first."""
        return self.ladder

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        """All questions with their expected answers, drawn from ``seed``."""
        raise NotImplementedError

    def sketches(self, seed: bytes) -> Iterator[Sketch]:
        """The cases of ``exam(seed)``, each drawn when it is reached, its formulas run when they are asked for."""
        raise NotImplementedError

    # -- inner ----------------------------------------------------------------------------------------------------

    def _add(self, mistake: Mistake) -> None:
        if mistake.name in {m.name for m in self.mistakes}:
            raise AuthorFault(
                f"Names of mistakes differ within an exercise. Received '{mistake.name}' twice in {self.name}."
            )
        self.mistakes.append(mistake)

    def _answer(
        self, name: str, code: str | None, change: dict[str, str] | None, fails: str | None, as_: str | None
    ) -> Answer:
        if (code is None) == (change is None):
            raise AuthorFault(
                f"An answer is given by code= or by change=, one of them. Received for '{name}': both or none."
            )
        if name in {a.name for a in (*self.wrongs, *self.rights)}:
            raise AuthorFault(f"Names of answers differ within an exercise. Received '{name}' twice in {self.name}.")
        if as_ is not None and as_ not in {m.name for m in self.mistakes}:
            raise AuthorFault(f"as_ names a mistake of the exercise. Received '{as_}' for '{name}' in {self.name}.")
        return Answer(name, code, dict(change or {}), fails, as_)
