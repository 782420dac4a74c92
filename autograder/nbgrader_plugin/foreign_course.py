"""Somebody else's nbgrader course, graded by nbgrader's own converter, with our sandbox in the place of its kernel."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.faults import MachineFault, UsageFault
from autograder.intake import Refused, is_student, read_notebook, submitted_files
from autograder.intake.notebook_json import decode_notebook
from autograder.nbgrader_plugin import nbgrader_course
from autograder.nbgrader_plugin.execute_in_sandbox import InSandbox, Sandboxes, in_place_of_execute
from autograder.nbgrader_plugin.inline_tests import NOT_TAMPER_PROOF
from autograder.nbgrader_plugin.nbgrader_course import NbgraderCourse
from autograder.nbgrader_plugin.submission_scores import SubmissionScores
from autograder.sandbox.process_locks import Level
from autograder.sandbox.sandbox import Sandbox

__all__ = ["NOT_TAMPER_PROOF", "InSandbox", "assignments", "grade_course", "is_course", "students"]

_MISSING = re.compile(r"No submitted file: .*?([^/]+\.ipynb)$")
_WHAT = {"checksum": "text", "cell_type": "type", "locked": "lock", "points": "points"}
_CHANGED = re.compile(r"Attribute '(checksum|cell_type|locked|points)' for cell (\S+) has changed!")


def assignments(course_dir: Path) -> list[str]:
    """The assignments of an nbgrader course: the folders of ``source/`` that hold a notebook."""
    return nbgrader_course.assignments(course_dir)


def is_course(course_dir: Path, assignment: str) -> bool:
    """True when ``course_dir`` is the root of an nbgrader course that has ``assignment``."""
    return assignment in assignments(course_dir)


def students(submitted_dir: Path, assignment: str) -> list[str]:
    """Who handed in ``assignment``, in nbgrader's layout ``submitted_dir/STUDENT/ASSIGNMENT``."""
    return sorted(path.name for path in submitted_dir.glob("*") if (path / assignment).is_dir())


def grade_course(
    course_dir: Path,
    submitted_dir: Path,
    assignment: str,
    students: Sequence[str] | None = None,
    sandbox: Sandbox | None = None,
    level: Level = "protected",
    on_progress: Callable[[int, int, str], None] | None = None,
) -> list[SubmissionScores]:
    """Grade submissions of an nbgrader course into its own gradebook, one after the other, in forks of one sandbox.

    Writes what ``nbgrader autograde ASSIGNMENT --force`` would: gradebook and ``autograded/``. Where the gradebook
    does not know the assignment yet, its cells are entered first. Without ``students`` all who handed in are graded;
    without ``sandbox`` one of ``level`` is started that has imported what the source's notebooks import. ``on_progress``
    is called after each student with how many are done, of how many, and the name. Returns one result a student, in order.

    Raises UsageFault for an assignment or a student that is not there, for a course that cannot be read, and for a
    notebook that is not in Python; MachineFault when no sandbox can be started.
    """
    course = NbgraderCourse.open(course_dir, assignment)
    present = _present(submitted_dir, assignment)
    missing = [name for name in students or () if name not in present]
    if missing or not present:
        raise UsageFault(
            f"Submissions lie in {submitted_dir.name}/STUDENT/{assignment}. "
            f"Received {', '.join(missing) or 'a folder without any'}; found: {', '.join(present) or 'nobody'}."
        )
    entered = course.enter_cells()
    sandboxes = Sandboxes(sandbox, level)
    made: list[SubmissionScores] = []
    try:
        level = sandboxes.sandbox(course.notebooks.values()).level
        for name in students or present:
            made.append(_Submission(course, submitted_dir / name / assignment, name, sandboxes, level).grade())
            if on_progress is not None:
                on_progress(len(made), len(students or present), name)
    finally:
        sandboxes.close()
    if entered:
        note = f"The gradebook did not know {assignment}: its cells were entered from source/{assignment}."
        made[0] = replace(made[0], notes=(note, *made[0].notes))
    return made


_present = students


class _Submission:
    """One student's folder on its way through nbgrader's converter."""

    def __init__(self, course: NbgraderCourse, folder: Path, student: str, sandboxes: Sandboxes, level: str) -> None:
        self.course = course
        self.folder = folder
        self.student = student
        self.sandboxes = sandboxes
        self.level = level
        self.notes: list[str] = []

    def grade(self) -> SubmissionScores:
        try:
            files = self._files()
        except Refused as refused:
            return self._result(refused=str(refused))
        fault, failure = self._convert(files)
        if fault is not None:  # tried once more, alone: the fault may have been a neighbour's
            fault, failure = self._convert(files)
        if fault is not None:
            return self._result(refused=str(fault), broken=True)
        if failure is not None:
            return self._result(refused=f"nbgrader could not grade this submission: {failure}")
        return self._result(scored=True)

    def _files(self) -> dict[str, bytes]:
        """What was handed in, as far as it may be used. Raises Refused."""
        if not is_student(self.student):
            raise Refused(
                "A student's id has letters, digits, dots, underscores and hyphens only, and does not begin with a dot. "
                "Rename this folder."
            )
        if self.folder.parent.is_symlink():
            raise Refused("A student's folder must be a folder. This one is a link. Put the folder itself there.")
        files = submitted_files.read_files(self.folder)
        for name in self.course.notebooks:
            if (file := f"{name}.ipynb") in files:
                read_notebook(self.folder, name)
                notebook, mended = decode_notebook(files[file])
                if mended:  # nbgrader reads less than we do
                    files[file] = json.dumps(notebook).encode()
                    self.notes += mended
        try:
            parse_utc(files.get("timestamp.txt", b"2000-01-01").decode().strip())
        except (ValueError, OverflowError):
            del files["timestamp.txt"]
            self.notes.append("timestamp.txt holds no date; it was left out.")
        return files

    def _convert(self, files: dict[str, bytes]) -> tuple[MachineFault | None, str | None]:
        """Let nbgrader grade a clean copy of ``files``. Returns the machine's fault, and nbgrader's last error."""
        with self._copy(files) as directory:
            converter = Autograde(coursedir=directory, config=self.course.config, log=nbgrader_course.silent())
            converter.force = True
            step = InSandbox(parent=converter, sandboxes=self.sandboxes)
            converter.autograde_preprocessors = in_place_of_execute(converter.autograde_preprocessors, step)
            log_lines, failure = nbgrader_course.convert(converter)
        for line in log_lines:
            if match := _CHANGED.match(line):
                self.notes.append(
                    f"Cell {match[2]} came with another {_WHAT[match[1]]} than the source's, which was used."
                )
            elif match := _MISSING.match(line):
                self.notes.append(f"{match[1]} was not handed in: its cells have no points.")
        self.notes += step.notes
        return step.fault, failure

    @contextmanager
    def _copy(self, files: dict[str, bytes]) -> Iterator[CourseDirectory]:
        """The course's folders, with a copy of the files in the place of what was handed in."""
        with TemporaryDirectory(prefix=".handed-in-", dir=self.course.root) as folder:
            directory = self.course.directory(student_id=self.student, submitted_directory=Path(folder).name)
            place = Path(directory.format_path(directory.submitted_directory, self.student, self.course.assignment))
            for name, data in files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
            try:
                yield directory
            finally:
                shutil.rmtree(place)

    def _result(self, scored: bool = False, refused: str | None = None, broken: bool = False) -> SubmissionScores:
        points, most, scores = self.course.scores(self.student) if scored else (0.0, 0.0, ())
        return SubmissionScores(
            student=self.student,
            assignment=self.course.assignment,
            level=self.level,
            points=points,
            max_points=most,
            scores=scores,
            notes=tuple(dict.fromkeys(self.notes)),
            refused=refused,
            broken=broken,
        )
