"""Grading a folder of submissions: several sandboxes at work, one verdict file each, then gradebook, pages and report.

Nothing is entered into the gradebook while a sandbox is running; an interrupted run goes on where it stopped, because a
submission that has not changed, of a lesson that has not changed, is not judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.faults import MachineFault
from autograder.grading import verdict_files
from autograder.grading.exams import Exams, draw_exams
from autograder.grading.graded_batch import Batch, GradedSubmission
from autograder.grading.submission import broken_verdict, grade_submission
from autograder.grading.workers import WorkerPool
from autograder.intake import Job, Refused, Submitted, UnpackFolder, find_submissions, read_notebook
from autograder.matching.transplant import transplant
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import SubmissionVerdict

OnProgress = Callable[[int, int, SubmissionVerdict], None]


class Grader:
    """Judges submissions of the lessons of one course.

    ``open_sandbox`` makes a sandbox; ``levels`` are those at which an earlier verdict may still count. Archives are unpacked by
    ``unpacked``, which must not be closed before the batch is recorded.
    """

    def __init__(
        self,
        course: Course,
        out: Path,
        open_sandbox: Callable[[], Sandbox],
        levels: frozenset[str] = frozenset({"protected"}),
        unpacked: UnpackFolder | None = None,
    ) -> None:
        self.course, self.out, self.open_sandbox, self.levels = course, out, open_sandbox, levels
        self.unpacked = unpacked or UnpackFolder()
        self._exams: dict[str, Exams] = {}

    def run(
        self,
        submitted: Path,
        *,
        lesson: str | None = None,
        student: str | None = None,
        workers: int = 1,
        again: bool = False,
        on_progress: OnProgress = lambda *_: None,
    ) -> Batch:
        """Grade what lies under ``submitted`` (STUDENT/LESSON/LESSON.ipynb, or archives). Each verdict is stored at once.

        ``on_progress(done, of, verdict)`` hears of each. Raises UsageFault for an unknown lesson or student, an empty folder or
        a bad archive of a class, and MachineFault when no sandbox can be opened at all, before anything is judged.
        """
        layout = find_submissions(self.course, submitted, self.unpacked, lesson, student)
        batch = Batch(strangers=layout.strangers, unknown=layout.unknown, beside=layout.beside)
        jobs = layout.jobs
        for job in jobs:
            if job.lesson not in self._exams:
                self._exams[job.lesson] = draw_exams(self.course, self.course.lesson(job.lesson))
        done: dict[Job, GradedSubmission] = {}
        waiting: list[tuple[Job, Submitted]] = []
        total = len(jobs)
        for job in jobs:
            found = self._read(job, again)
            if isinstance(found, GradedSubmission):
                done[job] = found
                batch.kept += found.verdict.refused is None
                on_progress(len(done), total, found.verdict)
            else:
                waiting.append((job, found))
        for job, graded in self._judge(waiting, workers):
            done[job] = graded
            on_progress(len(done), total, graded.verdict)
        batch.results, batch.exams = [(job, done[job]) for job in jobs], self._exams
        return batch

    # -- inner ----------------------------------------------------------------------------------------------------

    def _lesson(self, job: Job) -> tuple[Lesson, Exams]:
        return self.course.lesson(job.lesson), self._exams[job.lesson]

    def _read(self, job: Job, again: bool) -> Submitted | GradedSubmission:
        """The submitted notebook, or at once the verdict: it cannot be read, or has been judged before."""
        lesson, _ = self._lesson(job)
        try:
            if job.refused is not None:
                raise Refused(job.refused)
            submitted = read_notebook(job.folder, job.lesson)
        except Refused as refusal:
            verdict = SubmissionVerdict(job.student, job.lesson, "none", refused=str(refusal))
            verdict_files.save_verdict(self._path(job), verdict, "refused")
            return GradedSubmission(verdict, {})
        known = None if again else verdict_files.load_verdict(self._path(job), self._key(job, submitted))
        if known is None or known.level not in self.levels:
            return submitted
        return GradedSubmission(known, transplant(lesson, submitted).texts)

    def _judge(self, waiting: Sequence[tuple[Job, Submitted]], workers: int) -> Iterable[tuple[Job, GradedSubmission]]:
        """Judge in parallel; what met a fault of the machine is tried once more, alone."""
        failed: list[tuple[Job, Submitted]] = []
        pool: WorkerPool[tuple[Job, Submitted], GradedSubmission] = WorkerPool(self.open_sandbox, workers, self._one)
        for (job, submitted), outcome in pool.work(waiting):
            if isinstance(outcome, MachineFault):
                failed.append((job, submitted))
            else:
                yield job, self._stored(job, submitted, outcome)
        for job, submitted in failed:
            yield job, self._stored(job, submitted, self._alone(job, submitted))

    def _one(self, sandbox: Sandbox, task: tuple[Job, Submitted]) -> GradedSubmission:
        job, submitted = task
        lesson, exams = self._lesson(job)
        return grade_submission(sandbox, lesson, exams.exams, job.student, submitted)

    def _alone(self, job: Job, submitted: Submitted) -> GradedSubmission | Exception:
        try:
            with self.open_sandbox() as sandbox:
                return self._one(sandbox, (job, submitted))
        except Exception as fault:
            return fault

    def _stored(self, job: Job, submitted: Submitted, outcome: GradedSubmission | Exception) -> GradedSubmission:
        if isinstance(outcome, Exception):
            lesson, exams = self._lesson(job)
            reason = str(outcome) if isinstance(outcome, MachineFault) else f"{type(outcome).__name__}: {outcome}"
            verdict = broken_verdict(lesson, exams.exams, job.student, "none", reason, submitted.repairs)
            outcome = GradedSubmission(verdict, transplant(lesson, submitted).texts)
        exams = self._exams[job.lesson]
        replay = {
            "submission": submitted.digest,
            "fingerprint": exams.fingerprint,
            "seeds": {name: seed.hex() for name, seed in exams.seeds.items()},
            "versions": dict(exams.versions),
        }
        verdict_files.save_verdict(self._path(job), outcome.verdict, self._key(job, submitted), replay)
        return outcome

    def _path(self, job: Job) -> Path:
        return self.out / "verdicts" / job.student / f"{job.lesson}.json"

    def _key(self, job: Job, submitted: Submitted) -> str:
        return hashlib.sha256(f"{submitted.digest} {self._exams[job.lesson].fingerprint}".encode()).hexdigest()
