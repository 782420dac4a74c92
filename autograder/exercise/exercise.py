"""What every exercise has: a name and a title, minutes, points on rungs, named mistakes, known answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

from autograder.exercise.exam import DrawnCase, Exam, Mistake, Rung
from autograder.exercise.formula_after_pass import FormulaText, read_formula_text
from autograder.exercise.known_answers import Answer, Equivalent
from autograder.exercise.ladder import Kind, LadderRung, shared_with_the_top
from autograder.exercise.mistake_rules import check_facts, exchange_parts
from autograder.faults import AuthorFault

Formula = TypeVar("Formula", bound=Callable[..., Any])
MOST_PAID_RUNGS = 4
LONGEST_TITLE = 60


class Exercise:
    """The part of an exercise that is the same for layers and functions.

    ``title`` says in a few words what it is about: pages show it beside the name. ``points`` maps rungs to points, lowest
    rung first; the other rungs of the ladder advise and earn nothing. ``core=False`` makes it an extra: judged alike, worth
    0 points unless the instructor says otherwise. ``optional`` names rungs that ask for what the task leaves to the learner:
    failing one costs no point.
    """

    kind: ClassVar[Kind]

    def __init__(
        self,
        name: str,
        *,
        title: str,
        minutes: int,
        difficulty: str,
        points: dict[str, float],
        core: bool = True,
        optional: tuple[str, ...] = (),
    ) -> None:
        if len(points) > MOST_PAID_RUNGS:
            raise AuthorFault(
                f"At most {MOST_PAID_RUNGS} rungs of an exercise carry points. Received for {name}: "
                f"{', '.join(points)}. Let the others advise."
            )
        if not title.strip() or len(title) > LONGEST_TITLE:
            raise AuthorFault(
                f"An exercise has a title of at most {LONGEST_TITLE} characters, which pages show beside its name. Received "
                f"{title!r} for {name}. Say in a few words what it is about."
            )
        self.name, self.title, self.minutes, self.difficulty, self.core = name, title, minutes, difficulty, core
        self.optional = optional
        self.points = dict(points)
        self.mistakes: list[Mistake] = []
        self.formulas: dict[str, Callable[..., Any]] = {}
        self.wrongs: list[Answer] = []
        self.rights: list[Answer] = []
        self.equivalents: list[Equivalent] = []
        self.freed: dict[str, str] = {}
        self.formula_text: FormulaText | None = None
        self._reference: Callable[..., Any] | None = None

    @property
    def reference_formula(self) -> Callable[..., Any] | None:
        """What ``reference`` has marked; None before."""
        return self._reference

    # -- what an author says ------------------------------------------------------------------------------------

    def reference(self, formula: Formula) -> Formula:
        """Mark the reference: NumPy in float64, independent of Keras and TensorFlow.

        Its keyword-only parameters are its parts, which a mistake may exchange (``parts=``).
        """
        self._reference = formula
        return formula

    def mistake(
        self,
        name: str,
        advice: str,
        *,
        fails: str = "values",
        misconception: str | None = None,
        change: dict[str, str] | None = None,
        code: str | None = None,
        parts: dict[str, Any] | None = None,
        formula: Callable[..., Any] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> Callable[[Formula], Formula]:
        """State a mistake once: its name, the sentence for the learner, and how it goes wrong.

        ``change`` (pieces of the model answer exchanged) or ``code`` is the known wrong answer that shows it; where both are
        left out it is in ``answers.py``, under the mistake's name. ``fails`` is the rung that refuses it. It is
        recognised by what it returns: ``parts`` are parts of the reference exchanged, ``formula`` is one with the reference's
        signature; or by ``facts`` that the rung reports, of which "message" is contained and the others are equal
        (``ladder.py`` lists them). With none of the three this is a decorator for a longer formula.

        Raises AuthorFault for a name that is taken, more than one way to recognise it, a part that the reference does not
        have, a fact that the rung does not report.
        """
        if sum(way is not None for way in (parts, formula, facts)) > 1:
            raise AuthorFault(
                f"A mistake is recognised in one way: by parts=, formula= or facts=. Received several for '{name}' of "
                f"{self.name}. Keep the one that says most."
            )
        self._add(Mistake(name, advice, fails, misconception, check_facts(self, name, fails, facts)))
        if change is not None or code is not None:
            self.wrongs.append(self._answer(name, code, change, fails, name))
        if parts is not None:
            self.formulas[name] = exchange_parts(self, name, self._reference, parts)
        elif formula is not None:
            self.formulas[name] = formula

        def name_it(formula: Formula) -> Formula:
            self.formulas[name] = formula
            return formula

        return name_it

    def wrong(
        self,
        name: str,
        *,
        fails: str | None = None,
        mistake: str | None = None,
        code: str | None = None,
        change: dict[str, str] | None = None,
    ) -> None:
        """A further wrong answer, or one whose idea has no name. ``fails`` is by default the rung of its ``mistake``.

        Raises AuthorFault for a name that is taken, an unknown mistake, and where neither says which rung refuses it.
        """
        self.wrongs.append(self.wrong_answer(name, fails, mistake, code, change))

    def wrong_answer(
        self, name: str, fails: str | None, mistake: str | None, code: str | None, change: dict[str, str] | None = None
    ) -> Answer:
        """What ``wrong`` adds; an answer with a mistake's name shows that mistake. Raises AuthorFault."""
        known = {m.name: m.rung for m in self.mistakes}
        if mistake is None and name in known:
            mistake = name
        if mistake is not None and mistake not in known:
            raise AuthorFault(
                f"A wrong answer is taken for a mistake of the exercise. Received '{mistake}' for '{name}' in {self.name}. Its "
                f"mistakes are: {', '.join(known) or 'none'}."
            )
        rung = fails or (known[mistake] if mistake else None)
        if rung is None:
            raise AuthorFault(
                f"A wrong answer says which rung refuses it. Received neither fails= nor a mistake for '{name}' in {self.name}. "
                f'Add fails="values", say.'
            )
        return self._answer(name, code, change, rung, mistake)

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
            self.formula_text = read_formula_text(title, formula)
            return formula

        return show_it

    # -- what the engine asks -----------------------------------------------------------------------------------

    def rungs(self, max_points: float | None = None) -> tuple[Rung, ...]:
        """The ladder with points; ``max_points`` rescales them. An extra earns 0 unless ``max_points`` is given.

        Raises AuthorFault for points on a rung that the exercise does not have, and for what makes its ladder or one of its
        mistakes incomplete.
        """
        self._check_recognisable()
        total = sum(self.points.values())
        active = self.active()
        unknown = set(self.points) - {row.name for row in active}
        if unknown:
            raise AuthorFault(
                f"Points are given for rungs that the exercise has. Received for {self.name}: {', '.join(sorted(unknown))}. "
                f"Its rungs are: {', '.join(row.name for row in active)}."
            )
        wanted = (total if self.core else 0.0) if max_points is None else max_points
        share = wanted / total if total else 0.0
        points = shared_with_the_top([row.name for row in active if row.name not in self.optional], self.points)
        return tuple(Rung(row.name, row.words, points.get(row.name, 0.0) * share) for row in active)

    def active(self) -> tuple[LadderRung, ...]:
        """The rungs that this exercise has, lowest first."""
        raise NotImplementedError

    def exam(self, seed: bytes, max_points: float | None = None) -> Exam:
        """All questions with their expected answers, drawn from ``seed``."""
        raise NotImplementedError

    def drawn_cases(self, seed: bytes) -> Iterator[DrawnCase]:
        """The cases of ``exam(seed)``, each drawn when it is reached, its formulas run when they are asked for."""
        raise NotImplementedError

    def free(self, *mutants: str, reason: str) -> None:
        """Leave these mutants of the contract be, because the task's text frees what they do; ``reason`` says where."""
        if not reason.strip().endswith("."):
            raise AuthorFault(
                f"What is free is recorded with a sentence that says why. Received for {', '.join(mutants)} in {self.name}: "
                f"{reason!r}. Write reason='… .'."
            )
        self.freed |= dict.fromkeys(mutants, reason)

    def arguments_of_one_value(self) -> tuple[str, ...]:
        """The constructor arguments of a layer that are the same in all cases, where the exercise has to tell them apart."""
        return ()

    # -- inner ----------------------------------------------------------------------------------------------------

    def _add(self, mistake: Mistake) -> None:
        if mistake.name in {m.name for m in self.mistakes}:
            raise AuthorFault(
                f"Names of mistakes differ within an exercise. Received '{mistake.name}' twice in {self.name}. Rename one."
            )
        self.mistakes.append(mistake)

    def _check_recognisable(self) -> None:
        """Each mistake has facts or a formula; a decorator without its function leaves it with neither."""
        for mistake in self.mistakes:
            if not mistake.when and mistake.name not in self.formulas:
                raise AuthorFault(
                    f"A mistake is recognised by parts=, formula= or facts=, or by the function below @exercise.mistake(…). "
                    f"Received none of them for '{mistake.name}' of {self.name}. Add one."
                )

    def _answer(
        self, name: str, code: str | None, change: dict[str, str] | None, fails: str | None, mistake: str | None
    ) -> Answer:
        if (code is None) == (change is None):
            raise AuthorFault(
                f"An answer is given either by code= or by change=. Received {'neither' if code is None else 'both'} for '{name}' of "
                f"{self.name}. Where most of it stays, write change={{old: new}}."
            )
        if name in {a.name for a in (*self.wrongs, *self.rights)}:
            raise AuthorFault(
                f"Names of answers differ within an exercise. Received '{name}' twice in {self.name}. Rename one."
            )
        return Answer(name, code, dict(change or {}), fails, mistake)
