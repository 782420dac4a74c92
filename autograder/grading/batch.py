"""Grading a folder of submissions: several boxes at work, one verdict file each, then gradebook, pages and report.

Nothing is entered into the gradebook while a box is running; an interrupted run goes on where it stopped, because a
submission that has not changed, of a lesson that has not changed, is not judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.box.box import Box
from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.faults import MachineFault, UsageFault
from autograder.grading import intake, store
from autograder.grading.crew import Crew
from autograder.grading.papers import Papers, papers_of
from autograder.grading.plain_file import listing
from autograder.grading.submission import Graded, broken, grade
from autograder.grading.transplant import transplant
from autograder.verdicts import SubmissionVerdict

NOT_STUDENTS = frozenset({".ipynb_checkpoints", ".git", "__MACOSX"})
MOST_SHOWN = 80

Told = Callable[[int, int, SubmissionVerdict], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One submission: a student's folder for one lesson."""

    student: str
    lesson: str
    folder: Path


@dataclass(slots=True)
class Batch:
    """What grading a folder yielded, by student and lesson. ``kept`` counts verdicts of an earlier run."""

    results: list[tuple[Job, Graded]] = field(default_factory=list)
    strangers: list[SubmissionVerdict] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    kept: int = 0

    @property
    def verdicts(self) -> list[SubmissionVerdict]:
        """All verdicts; those on folders whose names are no student ids come last."""
        return [graded.verdict for _, graded in self.results] + self.strangers


class Grader:
    """Judges submissions of the lessons of one course.

    ``open_box`` makes a box; ``levels`` are those at which an earlier verdict may still count.
    """

    def __init__(
        self, course: Course, out: Path, open_box: Callable[[], Box], levels: frozenset[str] = frozenset({"protected"})
    ) -> None:
        self.course, self.out, self.open_box, self.levels = course, out, open_box, levels
        self._papers: dict[str, Papers] = {}

    def run(
        self,
        submitted: Path,
        *,
        lesson: str | None = None,
        student: str | None = None,
        workers: int = 1,
        again: bool = False,
        told: Told = lambda *_: None,
    ) -> Batch:
        """Grade what lies under ``submitted`` (STUDENT/LESSON/LESSON.ipynb). Each verdict is stored at once.

        ``told(done, of, verdict)`` hears of each. Raises UsageFault for an unknown lesson or student or an empty
        folder, and MachineFault when no box can be opened at all, before anything is judged.
        """
        batch = Batch()
        jobs = find(self.course, submitted, batch, lesson, student)
        for job in jobs:
            self._papers.setdefault(job.lesson, papers_of(self.course, self.course.lesson(job.lesson)))
        done: dict[Job, Graded] = {}
        waiting: list[tuple[Job, intake.Submitted]] = []
        total = len(jobs)
        for job in jobs:
            found = self._read(job, again)
            if isinstance(found, Graded):
                done[job] = found
                batch.kept += found.verdict.refused is None
                told(len(done), total, found.verdict)
            else:
                waiting.append((job, found))
        for job, graded in self._judge(waiting, workers):
            done[job] = graded
            told(len(done), total, graded.verdict)
        batch.results = [(job, done[job]) for job in jobs]
        return batch

    def lesson(self, job: Job) -> tuple[Lesson, Papers]:
        """The lesson of a job and its papers."""
        return self.course.lesson(job.lesson), self._papers[job.lesson]

    # -- inner ----------------------------------------------------------------------------------------------------

    def _read(self, job: Job, again: bool) -> intake.Submitted | Graded:
        """The submitted notebook, or at once the verdict: it cannot be read, or has been judged before."""
        lesson, _ = self.lesson(job)
        try:
            submitted = intake.read(job.folder, job.lesson)
        except intake.Refused as refusal:
            verdict = SubmissionVerdict(job.student, job.lesson, "none", refused=str(refusal))
            store.save(self._path(job), verdict, "refused")
            return Graded(verdict, {})
        known = None if again else store.load(self._path(job), self._key(job, submitted))
        if known is None or known.level not in self.levels:
            return submitted
        return Graded(known, _answers(lesson, submitted))

    def _judge(self, waiting: Sequence[tuple[Job, intake.Submitted]], workers: int) -> Iterable[tuple[Job, Graded]]:
        """Judge in parallel; what met a fault of the machine is tried once more, alone."""
        failed: list[tuple[Job, intake.Submitted]] = []
        crew: Crew[tuple[Job, intake.Submitted], Graded] = Crew(self.open_box, workers, self._one)
        for (job, submitted), outcome in crew.work(waiting):
            if isinstance(outcome, MachineFault):
                failed.append((job, submitted))
            else:
                yield job, self._stored(job, submitted, outcome)
        for job, submitted in failed:
            yield job, self._stored(job, submitted, self._alone(job, submitted))

    def _one(self, box: Box, task: tuple[Job, intake.Submitted]) -> Graded:
        job, submitted = task
        lesson, papers = self.lesson(job)
        return grade(box, lesson, papers.papers, job.student, submitted)

    def _alone(self, job: Job, submitted: intake.Submitted) -> Graded | Exception:
        try:
            with self.open_box() as box:
                return self._one(box, (job, submitted))
        except Exception as fault:
            return fault

    def _stored(self, job: Job, submitted: intake.Submitted, outcome: Graded | Exception) -> Graded:
        if isinstance(outcome, Exception):
            lesson, papers = self.lesson(job)
            reason = str(outcome) if isinstance(outcome, MachineFault) else f"{type(outcome).__name__}: {outcome}"
            verdict = broken(lesson, papers.papers, job.student, "none", reason, submitted.repairs)
            outcome = Graded(verdict, _answers(lesson, submitted))
        store.save(self._path(job), outcome.verdict, self._key(job, submitted))
        return outcome

    def _path(self, job: Job) -> Path:
        return self.out / "verdicts" / job.student / f"{job.lesson}.json"

    def _key(self, job: Job, submitted: intake.Submitted) -> str:
        return hashlib.sha256(f"{submitted.digest} {self._papers[job.lesson].fingerprint}".encode()).hexdigest()


def find(
    course: Course, submitted: Path, batch: Batch, lesson: str | None = None, student: str | None = None
) -> list[Job]:
    """The submissions of our lessons, by student and then in the course's order.

    Into ``batch`` go refusals of names that are no student ids, and names of folders that are no lessons.
    Raises UsageFault when nothing is there to grade.
    """
    wanted = course.lessons if lesson is None else (course.lesson(lesson).name,)
    try:
        names = listing(submitted)
    except OSError as error:
        raise UsageFault(
            f"Submissions lie in a folder as STUDENT/LESSON/LESSON.ipynb. Received {submitted}: {error.strerror}. "
            f"Check the path."
        ) from None
    if student is not None and student not in names:
        raise UsageFault(f"--student names a folder of {submitted}. Received '{student}'. There is none of that name.")
    jobs: list[Job] = []
    for name in names if student is None else [student]:
        there = _lessons_of(submitted / name, name, batch)
        batch.unknown += [f"{name}/{other}" for other in there if other not in course.lessons]
        jobs += [Job(name, each, submitted / name / each) for each in wanted if each in there]
    if not jobs and not batch.strangers:
        raise UsageFault(
            f"Submissions lie in a folder as STUDENT/LESSON/LESSON.ipynb. Received {submitted}, which holds none of "
            f"{', '.join(wanted)}. Name the folder above the students' folders."
        )
    return jobs


def _lessons_of(folder: Path, name: str, batch: Batch) -> list[str]:
    if name in NOT_STUDENTS or (folder.is_file() and not folder.is_symlink()):
        return []
    if not intake.is_student(name) or folder.is_symlink():
        says = (
            "A student's folder is a real folder, named by letters, digits, dots, underscores and hyphens, at most 64. "
            "Rename it, or put the folder itself in place of a link."
        )
        batch.strangers.append(SubmissionVerdict(ascii(name)[1:-1][:MOST_SHOWN], "–", "none", refused=says))
        return []
    try:
        return [each for each in listing(folder) if not each.startswith(".") and not (folder / each).is_file()]
    except OSError:
        return []


def _answers(lesson: Lesson, submitted: intake.Submitted) -> dict[str, str | None]:
    graft = transplant(lesson, submitted)
    return {name: piece.source if piece else None for name, piece in graft.answers.items()}
