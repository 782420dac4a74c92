"""Known answers judged one after another in one fork: what a process costs before it answers is paid once for many.

They are the author's own code, so nothing must be kept apart for anybody's safety; and what one answer defines the next
does not find. A verdict that matters alone, because it is not the one promised, is ``judge_answer``'s to give.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

import numpy as np

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.exercise import Exam
from autograder.grading.one_answer import examine_answer, load_answer
from autograder.judge import lost_verdict
from autograder.reply import AnswerLost, Ask, Reply
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, Session
from autograder.verdicts import ExerciseVerdict

A_FORK = 16
"""Answers that one fork is asked for: what tracing leaves behind in TensorFlow must not fill its memory."""
NOTE = Cell("note", "_autograder_usual = dict(globals())")
FORGET = Cell(
    "forget",
    "for _autograder_name in {*globals()} - {*_autograder_usual, '_autograder_usual'}:\n"
    "    del globals()[_autograder_name]\n"
    "globals().update(_autograder_usual)",
)


class SharedFork:
    """A context manager; ``judge`` puts one answer after another to a fork that is made anew now and then."""

    def __init__(self, sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles) -> None:
        self._sandbox, self._lesson, self._files = sandbox, lesson, files
        self._session: Session | None = None
        self._answers = 0

    def __enter__(self) -> SharedFork:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._part()

    def judge(
        self, exam: Exam, source: str, also: Exam | None = None, listen: Callable[[Ask], Ask] | None = None
    ) -> tuple[ExerciseVerdict, ExerciseVerdict | None]:
        """The verdicts on ``source`` by ``exam`` and by ``also``; None where the first one cost the process.

        Raises MachineFault when the sandbox fails.
        """
        try:
            ran = load_answer(self._open(), self._files, source)
        except AnswerLost as lost:
            self._part()
            return lost_verdict(exam, lost), None
        verdict = examine_answer(exam, listen(self._asked) if listen else self._asked, ran)
        if also is None or self._session is None:
            return verdict, None
        return verdict, examine_answer(also, self._asked, ran)

    def _open(self) -> Session:
        """The fork as the set-up cell left it."""
        if self._answers == A_FORK:
            self._part()
        if self._session is None:
            self._session, self._answers = self._sandbox.fork(), 0
            self._session.run_cells([Cell("setup", self._lesson.setup), NOTE])
        self._session.run_cells([FORGET])
        self._session.exercise()
        self._answers += 1
        return self._session

    def _asked(self, op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
        assert self._session is not None
        try:
            return self._session.ask(op, facts, arrays)
        except AnswerLost:
            self._part()
            raise

    def _part(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
