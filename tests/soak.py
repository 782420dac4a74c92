"""The soak: no answer is refused or accepted by chance, and equal submissions get equal verdicts.

``python -m tests.soak`` judges the model answer and each right-but-different answer of each exercise under many seeds;
each must get full marks each time. Each known wrong answer must be refused each time, at its rung and with its advice;
``autograder verify`` shows that under one seed. Then the same submissions are graded in sandbox after sandbox; the stored
verdict must be the same byte for byte. Nothing is written into the course. Exit code 0: all held; 1: something did
not, and is named.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from autograder.course.course import Course
from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam, Exercise
from autograder.exercise.known_answers import Answer
from autograder.grading import verdict_files
from autograder.grading.submission import grade_submission
from autograder.grading.workers import WorkerPool
from autograder.intake.notebook import Submitted, SubmittedCell
from autograder.judge import seed
from autograder.proof.exercise_proof import as_promised
from autograder.proof.shared_fork import SharedFork
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken

OpenSandbox = Callable[[], Sandbox]
STRETCH = 50
"""Seeds for which one answer is asked before the next: their exams are kept meanwhile."""
WHO = "soak"


@dataclass(frozen=True, slots=True)
class Piece:
    """One answer and the numbers of the seeds under which it is asked."""

    lesson: Lesson
    files: ExerciseFiles
    answer: Answer
    seeds: range

    @property
    def address(self) -> str:
        return f"{self.lesson.name}/{self.files.name}"


@dataclass(slots=True)
class Row:
    """What was seen of one exercise. ``amiss`` holds a sentence for each verdict that was not as it must be."""

    answers: int = 0
    judged: int = 0
    amiss: list[str] = field(default_factory=list)


def seed_of(number: int, address: str) -> bytes:
    """The seed of that number, derived as a course derives its own."""
    return seed(f"soak {number}".encode(), address)


@lru_cache(maxsize=2 * STRETCH)
def exam_of(address: str, exercise: Exercise, number: int) -> Exam:
    """The exam of that seed. Drawn once for all answers to it."""
    # An extra earns nothing in class; here full marks must be told from none.
    return exercise.exam(seed_of(number, address), max_points=sum(exercise.points.values()))


def answers(files: ExerciseFiles) -> list[Answer]:
    """The model answer, the right-but-different ones and the known wrong ones."""
    known = files.known_answers()
    return [Answer("model answer"), *known.rights, *known.wrongs]


def pieces(course: Course, seeds: int, only: Sequence[str]) -> Iterator[Piece]:
    """All the work, answer by answer within a stretch of seeds, so that their exams are drawn once."""
    chosen = [course.exercise(address) for address in only] or [
        (lesson, files) for lesson in map(course.lesson, course.lessons) for files in lesson.exercises
    ]
    for lesson, files in chosen:
        for start in range(0, seeds, STRETCH):
            stretch = range(start, min(start + STRETCH, seeds))
            for answer in answers(files):
                yield Piece(lesson, files, answer, stretch)


def soak(sandbox: Sandbox, piece: Piece) -> list[str]:
    """Ask one answer all questions of all seeds of ``piece``; a sentence for each verdict that is not as it must be."""
    amiss = []
    source = piece.answer.source(piece.files.task.solution)
    with SharedFork(sandbox, piece.lesson, piece.files) as fork:
        for number in piece.seeds:
            exam = exam_of(piece.address, piece.files.exercise, number)
            verdict, _ = fork.judge(exam, source)
            if not as_promised(piece.answer, verdict, exam):
                key = seed_of(number, piece.address).hex()
                amiss.append(f"{piece.address}, '{piece.answer.name}', seed {number} ({key}): {_described(verdict)}")
    return amiss


def _described(verdict: ExerciseVerdict) -> str:
    outcome = verdict.outcome
    if isinstance(outcome, Mistaken):
        taken = f", taken for {outcome.mistake}" if outcome.mistake else ""
        return f"refused at {outcome.rung} in {outcome.evidence.case}{taken}; received {outcome.evidence.received}"
    return (
        f"not judged: {outcome.reason}" if isinstance(outcome, Broken) else f"accepted with {verdict.points:g} points"
    )


# -- determinism ----------------------------------------------------------------------------------------------------


def submissions(lesson: Lesson) -> dict[str, Submitted]:
    """The model answers, and two submissions of wrong answers, whose evidence holds numbers that came back."""

    def submitted(name: str, texts: dict[str, str]) -> Submitted:
        return Submitted(tuple(SubmittedCell("code", text, exercise) for exercise, text in texts.items()), name)

    def wrong(files: ExerciseFiles, place: int) -> str:
        # Those that fail late were asked most: their numbers, not only their build, must come back the same.
        wrongs = files.known_answers().wrongs
        late = [a for a in wrongs if a.fails not in ("builds", "runs")] or wrongs
        return late[place % len(late)].source(files.task.solution) if late else files.task.stub

    texts = {"right": {files.name: files.task.solution for files in lesson.exercises}}
    texts |= {f"wrong {i}": {files.name: wrong(files, i) for files in lesson.exercises} for i in (0, 7)}
    return {name: submitted(name, each) for name, each in texts.items()}


def stored(open_sandbox: OpenSandbox, lesson: Lesson) -> dict[str, bytes]:
    """The verdict file on each submission, graded in a sandbox that is opened for it."""
    exams = {f.name: exam_of(f"{lesson.name}/{f.name}", f.exercise, 0) for f in lesson.exercises}
    with open_sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        found = {}
        for name, submitted in submissions(lesson).items():
            path = Path(folder) / name
            verdict_files.save_verdict(path, grade_submission(sandbox, lesson, exams, WHO, submitted).verdict, WHO)
            found[name] = path.read_bytes()
    return found


def differing(open_sandbox: OpenSandbox, course: Course, repeats: int, jobs: int) -> list[str]:
    """A sentence for each submission whose verdicts were not all the same."""
    sentences = []
    for lesson in map(course.lesson, course.lessons):
        with ThreadPoolExecutor(jobs) as pool:
            found = list(pool.map(lambda _, lesson=lesson: stored(open_sandbox, lesson), range(repeats)))
        for name in submissions(lesson):
            kinds = {each[name] for each in found}
            print(f"{lesson.name}, the submission '{name}' in {repeats} sandboxes: {len(kinds)} verdict(s)")
            if len(kinds) > 1:
                sentences.append(f"{lesson.name}, '{name}': {len(kinds)} different verdicts on equal submissions.")
    return sentences


# -- the program ----------------------------------------------------------------------------------------------------


def run(course: Course, open_sandbox: OpenSandbox, seeds: int, only: Sequence[str], jobs: int) -> dict[str, Row]:
    """One row an exercise. A fault of the machine is amiss as well: what was not seen does not hold."""
    work = list(pieces(course, seeds, only))
    rows = {piece.address: Row(answers=len(answers(piece.files))) for piece in work}
    pool: WorkerPool[Piece, list[str]] = WorkerPool(open_sandbox, jobs, soak)
    for done, (piece, outcome) in enumerate(pool.work(work), 1):
        row = rows[piece.address]
        if isinstance(outcome, Exception):
            outcome = [f"{piece.address}, '{piece.answer.name}': {type(outcome).__name__}: {outcome}"]
        row.judged += len(piece.seeds)
        row.amiss += outcome
        print(f"{done}/{len(work)} {piece.address}, '{piece.answer.name}', {len(outcome)} amiss", file=sys.stderr)
    return rows


def main(arguments: Sequence[str] | None = None, open_sandbox: OpenSandbox = Sandbox) -> int:
    """Print the table and what was refused. Returns 0 when all held, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="seeds an answer")
    parser.add_argument("--repeats", type=int, default=20, help="sandboxes in which equal submissions are graded")
    parser.add_argument("--jobs", type=int, default=2, help="sandboxes at once")
    parser.add_argument("--course", type=Path, help="the course's folder; by default found upwards")
    parser.add_argument("--exercise", action="append", default=[], metavar="LESSON/Name", help="only this one")
    wish = parser.parse_args(arguments)
    course, start = Course.open(wish.course), time.monotonic()
    rows = run(course, open_sandbox, wish.seeds, wish.exercise, wish.jobs)
    print(f"{'exercise':40}{'answers':>8}{'seeds':>7}{'judged':>8}{'amiss':>8}")
    for address, row in rows.items():
        print(f"{address:40}{row.answers:8}{wish.seeds:7}{row.judged:8}{len(row.amiss):8}")
    amiss = [sentence for row in rows.values() for sentence in row.amiss]
    print(f"{'all':40}{sum(r.answers for r in rows.values()):8}{wish.seeds:7}{sum(r.judged for r in rows.values()):8}"
          f"{len(amiss):8}")  # fmt: skip
    amiss += differing(open_sandbox, course, wish.repeats, wish.jobs)
    for sentence in amiss:
        print(sentence)
    print(f"{time.monotonic() - start:.0f} s")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
