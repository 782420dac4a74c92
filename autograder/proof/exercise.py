"""The proof of one exercise: every wrong answer refused with its advice, every right one accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.box.box import Box
from autograder.course.files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Paper
from autograder.exercise.answers import Answer
from autograder.grading.bare import judge_answer
from autograder.judge import PUBLIC, freeze, thaw
from autograder.proof.afterword import holds
from autograder.proof.cases import Unfailed
from autograder.proof.draws import hidden_by_draws
from autograder.proof.saboteurs import saboteurs
from autograder.proof.shared import SharedFork
from autograder.verdicts import ExerciseVerdict, Mistaken, Right

FEWEST_WRONG, FEWEST_RIGHT = 6, 3
FEWEST_FOR_BLOCKS = 15, 4
BLOCK = 6
"""A layer of so many weights is a block: more can be wrong in it, so more must be shown."""
TELLING = 32
"""A line shorter than this, such as ``return inputs``, may stand in a sibling problem as well."""
ALIKE = 0.8
"""The part of the wrong answers with a declared mistake to which the public questions must give the same advice."""


@dataclass(slots=True)
class Proof:
    """What was shown of one exercise; ``unproved`` holds a sentence for each thing that was not.

    ``alike`` counts the wrong answers with a declared mistake to which the frozen public questions, which the learner's
    own check asks, gave the same advice as the hidden ones.
    """

    lesson: str
    exercise: str
    wrong: int = 0
    refused: int = 0
    advised: int = 0
    alike: int = 0
    right: int = 0
    accepted: int = 0
    unproved: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The row of ``autograder verify --json``."""
        return {name: getattr(self, name) for name in self.__slots__}


def prove(box: Box, lesson: Lesson, files: ExerciseFiles, seed: bytes) -> Proof:
    """Judge the stub, the model answer, all known answers and one saboteur a rung under one seed."""
    proof = Proof(lesson.name, files.name)
    exercise = files.exercise
    # An extra earns nothing in class, but its rungs must be told apart here as well.
    paper = exercise.paper(seed, max_points=sum(exercise.points.values()))
    frozen, arrays = freeze([exercise.paper(PUBLIC)])
    public = thaw(frozen, arrays)[exercise.name]
    unfailed = Unfailed(paper)

    def judged(source: str, asked: Paper = paper) -> ExerciseVerdict:
        return judge_answer(box, lesson, files, asked, source, unfailed.listen if asked is paper else None)

    proof.unproved += _text(files)
    if not holds(exercise, paper):
        proof.unproved.append("What is shown after a pass must give the reference's numbers. Received others.")
    stub = judged(files.task.stub)
    if not isinstance(stub.outcome, Mistaken) or "has not been written yet" not in stub.outcome.advice:
        proof.unproved.append(f"The untouched stub must be told that it is unwritten. Received: {_told(stub)}.")
    if not isinstance((model := judged(files.task.solution)).outcome, Right):
        proof.unproved.append(f"The model answer must pass. Received: {_told(model)}.")
    fallen: set[str] = set()
    recognised: set[str] = set()
    with SharedFork(box, lesson, files) as shared:
        for answer in exercise.wrongs:
            source = answer.source(files.task.solution)
            verdict, seen = shared.judge(paper, source, public if answer.as_ else None, unfailed.listen)
            # What is not as promised beside other answers may be so by itself, and that counts.
            if not as_promised(answer, verdict):
                verdict = judged(source)
            proof.wrong += 1
            if not isinstance(verdict.outcome, Mistaken):
                proof.unproved.append(f"The wrong answer '{answer.name}' must be refused. Received: {_told(verdict)}.")
                continue
            proof.refused += 1
            fallen.add(verdict.outcome.rung)
            unfailed.refused()
            if verdict.outcome.mistake is not None:
                recognised.add(verdict.outcome.mistake)
            if verdict.outcome.rung != answer.fails:
                proof.unproved.append(f"'{answer.name}' must fail at {answer.fails}. Received: {_told(verdict)}.")
            elif answer.as_ is not None and verdict.outcome.mistake != answer.as_:
                proof.unproved.append(f"'{answer.name}' must be taken for {answer.as_}. Received: {_told(verdict)}.")
            elif answer.as_ is not None:
                proof.advised += 1
                proof.alike += _alike(verdict, seen) or _alike(verdict, judged(source, public))
        for rung, source in saboteurs(paper, files.task.solution).items():
            outcome = shared.judge(paper, source)[0].outcome
            if isinstance(outcome, Mistaken):
                fallen.add(outcome.rung)
            else:
                proof.unproved.append(
                    f"The model answer, spoilt for the rung {rung}, must be refused. Received: right."
                )
    for answer, verdict in _each(exercise.rights, files, judged):
        proof.right += 1
        if isinstance(verdict.outcome, Right):
            proof.accepted += 1
        else:
            proof.unproved.append(f"The right answer '{answer.name}' must get full marks. Received: {_told(verdict)}.")
    proof.unproved += _coverage(files, paper, fallen, recognised, proof)
    proof.unproved += unfailed.sentences()
    proof.unproved += hidden_by_draws(exercise)
    return proof


def _each(
    answers: list[Answer], files: ExerciseFiles, judged: Callable[[str], ExerciseVerdict]
) -> Iterator[tuple[Answer, ExerciseVerdict]]:
    for answer in answers:
        yield answer, judged(answer.source(files.task.solution))


def as_promised(answer: Answer, verdict: ExerciseVerdict) -> bool:
    """True when a wrong answer is refused at its rung and taken for its mistake; when a right one gets all points."""
    outcome = verdict.outcome
    if answer.fails is None:
        return isinstance(outcome, Right) and verdict.points == verdict.max_points
    if not isinstance(outcome, Mistaken) or outcome.rung != answer.fails:
        return False
    return answer.as_ is None or outcome.mistake == answer.as_


def _alike(verdict: ExerciseVerdict, seen: ExerciseVerdict | None) -> bool:
    advices = [v.outcome.advice for v in (verdict, seen) if v and isinstance(v.outcome, Mistaken)]
    return len(advices) == 2 and advices[0] == advices[1]


def _coverage(
    files: ExerciseFiles, paper: Paper, fallen: set[str], recognised: set[str], proof: Proof
) -> Iterator[str]:
    exercise = files.exercise
    wrong, right = FEWEST_FOR_BLOCKS if len(paper.roles) >= BLOCK else (FEWEST_WRONG, FEWEST_RIGHT)
    if len(exercise.wrongs) < wrong or len(exercise.rights) < right:
        yield (
            f"An exercise is proved by at least {wrong} wrong and {right} right-but-different answers. "
            f"Received: {len(exercise.wrongs)} and {len(exercise.rights)}."
        )
    for rung in paper.rungs:
        if rung.name not in fallen:
            yield f"Each rung must be failed by a wrong answer. Received none for {rung.name}."
    for mistake in exercise.mistakes:
        if mistake.name not in recognised:
            yield f"Each advice must be made to appear. Received no wrong answer that is taken for {mistake.name}."
    if proof.alike < ALIKE * proof.advised:
        yield (
            f"The learner's own check must give the advice of grading for {ALIKE:.0%} of the wrong answers that have one. "
            f"Received: {proof.alike} of {proof.advised}. Make the cases differ less between seeds."
        )


def _text(files: ExerciseFiles) -> Iterator[str]:
    said = f"{'core' if files.core else 'extra'}, {files.exercise.minutes} minutes, {files.exercise.difficulty}"
    if f"({said})" not in files.task.prose:
        yield f"The task's heading says ({said}), as hidden.py does. Received: {files.task.prose.strip().splitlines()[0]}"
    for kind in ("nudge", "locate", "show"):
        if not files.task.hints.get(kind, "").strip():
            yield f"Each exercise has three hints. Received an empty one: {kind}."
    model = {line.strip() for line in files.task.solution.splitlines()} - {
        s.strip() for s in files.task.stub.splitlines()
    }
    shown = [
        line
        for line in files.task.hints.get("show", "").splitlines()
        if len(line.strip()) > TELLING and line.strip() in model
    ]
    if shown:
        yield f"The last hint shows a sibling problem, never the answer. Received a line of the answer: {shown[0].strip()}"


def _told(verdict: ExerciseVerdict) -> str:
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken):
        seen = f"; {outcome.evidence.received}" if outcome.evidence.received else ""
        return f"mistaken at {outcome.rung}, taken for {outcome.mistake}: {outcome.advice}{seen}"
    return outcome.word if isinstance(outcome, Right) else f"broken: {outcome.reason}"
