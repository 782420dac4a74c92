"""The proof of one exercise: every wrong answer refused with its advice, every right one accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam
from autograder.exercise.exam import FunctionCase
from autograder.exercise.known_answers import Answer
from autograder.exercise.ladder import KIND_OF_VALUE, RUNS
from autograder.grading.one_answer import judge_answer
from autograder.judge import PUBLIC, freeze, thaw
from autograder.proof.after_pass_proof import formula_text_agrees
from autograder.proof.contract_mutants import contract_mutants
from autograder.proof.example_proof import prove_examples
from autograder.proof.mistakes_across_seeds import mistakes_hidden_by_draws
from autograder.proof.right_variants import right_variants
from autograder.proof.rung_mutants import rung_mutants
from autograder.proof.shared_fork import SharedFork
from autograder.proof.task_text import prove_task_text
from autograder.proof.unfailed_cases import Unfailed
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import ExerciseVerdict, Mistaken, Right

FEWEST_WRONG, FEWEST_RIGHT = 6, 3
FEWEST_FOR_BLOCKS = 15, 4
BLOCK = 6
"""A layer of so many weights is a block: more can be wrong in it, so more must be shown."""
ALIKE = 0.8
"""The part of the wrong answers with a declared mistake to which the public questions must give the same advice."""


@dataclass(slots=True)
class Proof:
    """What was shown of one exercise; ``unproved`` holds a sentence for each thing that was not.

    ``alike`` counts the wrong answers with a declared mistake to which the frozen public questions, which the learner's
    own check asks, gave the same advice as the hidden ones. ``spoilt`` has, for each kind of mutant of rungs and contract, how many there were and
    how many were refused.
    """

    lesson: str
    exercise: str
    wrong: int = 0
    refused: int = 0
    advised: int = 0
    alike: int = 0
    right: int = 0
    accepted: int = 0
    spoilt: dict[str, list[int]] = field(default_factory=dict)
    unproved: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The row of ``autograder verify --json``."""
        return {name: getattr(self, name) for name in self.__slots__}


def prove(sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles, seed: bytes) -> Proof:
    """Judge the stub, the model answer, all known answers and one rung mutant a rung under one seed."""
    proof = Proof(lesson.name, files.name)
    exercise, known = files.exercise, files.known_answers()
    # An extra earns nothing in class, but its rungs must be told apart here as well.
    exam = exercise.exam(seed, max_points=sum(exercise.points.values()))
    frozen, arrays = freeze([exercise.exam(PUBLIC)])
    public = thaw(frozen, arrays)[exercise.name]
    unfailed = Unfailed(exam)

    def judged(source: str, asked: Exam = exam) -> ExerciseVerdict:
        return judge_answer(sandbox, lesson, files, asked, source, unfailed.listen if asked is exam else None)

    proof.unproved += prove_task_text(files)
    if not formula_text_agrees(exercise, exam):
        proof.unproved.append("What is shown after a pass must give the reference's numbers. Received others.")
    proof.unproved += prove_examples(sandbox, lesson, files, exam)
    stub = judged(files.task.stub)
    if not isinstance(stub.outcome, Mistaken) or stub.outcome.mistake != "unwritten":
        proof.unproved.append(f"The untouched stub must be told that it is unwritten. Received: {_describe(stub)}.")
    if not isinstance((model := judged(files.task.solution)).outcome, Right):
        proof.unproved.append(f"The model answer must pass. Received: {_describe(model)}.")
    fallen: set[str] = set()
    recognised: set[str] = set()
    with SharedFork(sandbox, lesson, files) as shared:
        for answer in known.wrongs:
            source = answer.source(files.task.solution)
            verdict, by_public = shared.judge(exam, source, public if answer.mistake else None, unfailed.listen)
            # What is not as promised beside other answers may be so by itself, and that counts.
            if not as_promised(answer, verdict, exam):
                verdict = judged(source)
            proof.wrong += 1
            if not isinstance(verdict.outcome, Mistaken):
                proof.unproved.append(
                    f"The wrong answer '{answer.name}' must be refused. Received: {_describe(verdict)}."
                )
                continue
            proof.refused += 1
            fallen.add(verdict.outcome.rung)
            unfailed.refused()
            if verdict.outcome.mistake is not None:
                recognised.add(verdict.outcome.mistake)
            if not _at_its_rung(answer, verdict.outcome, exam):
                proof.unproved.append(f"'{answer.name}' must fail at {answer.fails}. Received: {_describe(verdict)}.")
            elif answer.mistake is not None and verdict.outcome.mistake != answer.mistake:
                proof.unproved.append(
                    f"'{answer.name}' must be taken for {answer.mistake}. Received: {_describe(verdict)}."
                )
            elif answer.mistake is not None:
                proof.advised += 1
                proof.alike += _alike(verdict, by_public) or _alike(verdict, judged(source, public))
        for mutant in rung_mutants(exam, files.task.solution):
            outcome = shared.judge(mutant.exam, mutant.source)[0].outcome
            counted = proof.spoilt.setdefault(mutant.kind, [0, 0])
            counted[0] += 1
            if isinstance(outcome, Mistaken):
                fallen.add(outcome.rung)
                counted[1] += 1
            else:
                proof.unproved.append(
                    f"The model answer, spoilt for the rung {mutant.rung} ({mutant.kind}), must be refused. Received: right."
                )
        for broken in contract_mutants(exercise, exam, public, files.task.solution):
            outcome = shared.judge(exam, broken.source)[0].outcome
            counted = proof.spoilt.setdefault(f"contract: {broken.kind}", [0, 0])
            counted[0] += 1
            if isinstance(outcome, Mistaken):
                counted[1] += 1
                fallen.add(outcome.rung)
            elif broken.label not in exercise.freed:
                proof.unproved.append(
                    f"The model answer, broken in one way ({broken.label}), must be refused. Received: right. Ask a case that tells "
                    f"it, or say in the task that this is free and write exercise.free({broken.label!r}, reason=…)."
                )
        for what, source in right_variants(exam, files.task.solution).items():
            verdicts = shared.judge(exam, source, public)
            if not all(verdict and isinstance(verdict.outcome, Right) for verdict in verdicts):
                verdicts = (judged(source), judged(source, public))  # by itself, which is what counts
            proof.right += 1
            proof.accepted += all(verdict and isinstance(verdict.outcome, Right) for verdict in verdicts)
            proof.unproved += [
                f"The model answer as {what} must get full marks, by hidden and public questions. Received: {_describe(verdict)}."
                for verdict in verdicts
                if verdict and not isinstance(verdict.outcome, Right)
            ]
    for answer, verdict in _each(known.rights, files, judged):
        proof.right += 1
        if isinstance(verdict.outcome, Right):
            proof.accepted += 1
        else:
            proof.unproved.append(
                f"The right answer '{answer.name}' must get full marks. Received: {_describe(verdict)}."
            )
    proof.unproved += _coverage(files, exam, fallen, recognised, proof)
    proof.unproved += unfailed.sentences()
    proof.unproved += mistakes_hidden_by_draws(exercise, known.wrongs)
    return proof


def _each(
    answers: Iterable[Answer], files: ExerciseFiles, judged: Callable[[str], ExerciseVerdict]
) -> Iterator[tuple[Answer, ExerciseVerdict]]:
    for answer in answers:
        yield answer, judged(answer.source(files.task.solution))


def as_promised(answer: Answer, verdict: ExerciseVerdict, exam: Exam) -> bool:
    """True when a wrong answer is refused at its rung and taken for its mistake; when a right one gets all points."""
    outcome = verdict.outcome
    if answer.fails is None:
        return isinstance(outcome, Right) and verdict.points == verdict.max_points
    if not isinstance(outcome, Mistaken) or not _at_its_rung(answer, outcome, exam):
        return False
    return answer.mistake is None or outcome.mistake == answer.mistake


def _at_its_rung(answer: Answer, outcome: Mistaken, exam: Exam) -> bool:
    """A wrong answer without a name may fall earlier than it says: the order of a function's questions is drawn, and where it
    has a contract, examples are as well. Without examples it does not fall before its values are looked at.
    """
    rungs = [rung.name for rung in exam.rungs]
    if answer.mistake is None and exam.kind == "function" and answer.fails in rungs:
        drawn = any(isinstance(case, FunctionCase) and case.about for case in exam.cases)
        before = [] if drawn else [RUNS.name, KIND_OF_VALUE.name]
        return outcome.rung == answer.fails or outcome.rung in set(rungs[: rungs.index(answer.fails)]) - set(before)
    return outcome.rung == answer.fails


def _alike(verdict: ExerciseVerdict, by_public: ExerciseVerdict | None) -> bool:
    advices = [v.outcome.advice for v in (verdict, by_public) if v and isinstance(v.outcome, Mistaken)]
    return len(advices) == 2 and advices[0] == advices[1]


def _coverage(files: ExerciseFiles, exam: Exam, fallen: set[str], recognised: set[str], proof: Proof) -> Iterator[str]:
    exercise = files.exercise
    wrong, right = FEWEST_FOR_BLOCKS if len(exam.roles) >= BLOCK else (FEWEST_WRONG, FEWEST_RIGHT)
    known = files.known_answers()
    if len(known.wrongs) < wrong or len(known.rights) < right:
        yield (
            f"An exercise is proved by at least {wrong} wrong and {right} right-but-different answers. "
            f"Received: {len(known.wrongs)} and {len(known.rights)}."
        )
    for rung in exam.rungs:
        if rung.name not in fallen:
            yield f"Each rung must be failed by a wrong answer. Received none for {rung.name}."
    for argument in exercise.arguments_of_one_value():
        yield (
            f"Each constructor argument must take two values among the cases, so that one that saving loses is missed. Received one "
            f"for {argument}."
        )
    for mistake in exercise.mistakes:
        if mistake.name not in recognised:
            yield f"Each advice must be made to appear. Received no wrong answer that is taken for {mistake.name}."
    if proof.alike < ALIKE * proof.advised:
        yield (
            f"The learner's own check must give the advice of grading for {ALIKE:.0%} of the wrong answers that have one. "
            f"Received: {proof.alike} of {proof.advised}. Make the cases differ less between seeds."
        )


def _describe(verdict: ExerciseVerdict) -> str:
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken):
        by_public = f"; {outcome.evidence.received}" if outcome.evidence.received else ""
        return f"mistaken at {outcome.rung}, taken for {outcome.mistake}: {outcome.advice}{by_public}"
    return outcome.word if isinstance(outcome, Right) else f"broken: {outcome.reason}"
