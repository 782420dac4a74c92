"""The score of the mutants: which are refused, which are right after all, and which the judge lets through."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam
from autograder.exercise.known_answers import Equivalent
from autograder.faults import AuthorFault
from autograder.grading.one_answer import judge_answer
from autograder.parsing import parse
from autograder.proof.mutants import Mutant, mutants, normalised_source, solution_lines
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Broken, Mistaken, Outcome

FREE_NAME = "The name of a weight or of a layer is free."
MAKERS = ("add_weight", "add_variable")


@dataclass(slots=True)
class Trial:
    """The mutants of one exercise with what its author, or the contract, says of them. ``outcomes`` fill up later."""

    lesson: Lesson
    files: ExerciseFiles
    exam: Exam
    mutants: list[Mutant]
    outcomes: dict[Mutant, Outcome] = field(default_factory=dict)

    @classmethod
    def of(cls, lesson: Lesson, files: ExerciseFiles, seed: bytes) -> Trial:
        """Make the mutants, and the exam that ``prove`` judges by. Raises AuthorFault when hidden.py has no exam."""
        exercise = files.exercise
        exam = exercise.exam(seed, max_points=sum(exercise.points.values()))
        return cls(lesson, files, exam, mutants(files.task.solution, solution_lines(files.task)))

    def judge(self, sandbox: Sandbox, mutant: Mutant) -> Outcome:
        """Judge one mutant, as any other answer. Raises MachineFault when the sandbox fails."""
        return judge_answer(sandbox, self.lesson, self.files, self.exam, mutant.source).outcome

    def score(self) -> Score:
        """What the outcomes come to. All mutants have one by now."""
        solution = self.files.task.solution
        score = Score(self.lesson.name, self.files.name, len(self.mutants))
        recorded: dict[str, Equivalent] = {}
        for record in self.files.exercise.equivalents:
            try:
                recorded[normalised_source(record.source(solution))] = record
            except (AuthorFault, SyntaxError) as fault:
                score.stale.append(_stale(record, f"a text that cannot be exchanged: {fault}"))
        named = unnamed(solution)
        for mutant in self.mutants:
            outcome = self.outcomes[mutant]
            found = recorded.pop(normalised_source(mutant.source), None)
            free = unnamed(mutant.source) == named
            if isinstance(outcome, Broken):
                score.broken.append(f"{mutant.difference(solution)}\n{outcome.reason}")
            elif isinstance(outcome, Mistaken):
                score.killed += 1
                if found is not None:
                    score.stale.append(_stale(found, f"a refusal at {outcome.rung}"))
                elif free:
                    score.stale.append(
                        f"{FREE_NAME} Received a refusal at {outcome.rung} of {mutant.difference(solution)!r}: "
                        f"{outcome.advice} Mend the check."
                    )
            elif found is not None or free:
                score.equivalent.append({
                    "difference": mutant.difference(solution),
                    "reason": found.reason if found is not None else FREE_NAME,
                })  # fmt: skip
            else:
                score.survived.append(mutant.difference(solution))
        score.stale += [_stale(record, "no mutant of that text") for record in recorded.values()]
        return score


@dataclass(slots=True)
class Score:
    """What became of the mutants of one exercise. ``stale`` holds a sentence for each record that is not true."""

    lesson: str
    exercise: str
    mutants: int
    killed: int = 0
    equivalent: list[dict[str, str]] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """The killed ones in a hundred of those that are not equivalent; 100 where there are none."""
        return percent(self.killed, self.mutants - len(self.equivalent))

    def to_json(self) -> dict[str, Any]:
        """The row of ``autograder mutants --json``."""
        return {name: getattr(self, name) for name in self.__slots__} | {"score": self.percent}


def percent(killed: int, of: int) -> float:
    """Rounded down to tenths, so that 100 means all."""
    return 1000 * killed // of / 10 if of else 100.0


def unnamed(source: str) -> str:
    """What Python reads of ``source`` without ``name=`` where a layer or weight is made: equal if only names differ.

    Only a constant name is left out, for another expression may do more than name. Raises SyntaxError.
    """
    tree = parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _makes(node.func):
            node.keywords = [k for k in node.keywords if k.arg != "name" or not _is_name(k.value)]
    return ast.dump(tree)


def _makes(function: ast.expr) -> bool:
    """``self.add_weight`` and ``keras.layers.Dense``: what makes a weight or a layer."""
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr in MAKERS or ast.unparse(function.value) in ("keras.layers", "layers")


def _is_name(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, str))


def _stale(record: Equivalent, received: str) -> str:
    return (
        f"An equivalent is recorded for a mutant that the judge takes for right. Received for {record.old!r} → "
        f"{record.new!r}: {received}. Remove the record from hidden.py."
    )
