"""A course in nbgrader's own layout: its configuration, its gradebook, and the notebooks of one assignment."""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.course_folder import refuse_handed_in
from autograder.faults import UsageFault
from autograder.nbgrader_plugin.inline_tests import require_python
from autograder.nbgrader_plugin.submission_scores import CellScore

PRELOADABLE = {
    "numpy": "numpy",
    "scipy": "scipy",
    "pandas": "pandas",
    "matplotlib": "matplotlib.pyplot",
    "sklearn": "sklearn",
    "tensorflow": "tensorflow",
    "keras": "keras",
}
"""What a fork server may import before it forks, by the name in a notebook: these start no thread when imported."""

_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w., \t]+)", re.MULTILINE)


@dataclass(frozen=True)
class NbgraderCourse:
    """One assignment of an nbgrader course. ``notebooks`` are its source notebooks by name, without ``.ipynb``."""

    root: Path
    assignment: str
    config: Config
    notebooks: dict[str, NotebookNode]

    @classmethod
    def open(cls, root: Path, assignment: str) -> NbgraderCourse:
        """Read the course's own ``nbgrader_config.py``, where it has one, and the source of ``assignment``.

        Raises UsageFault for a folder that may have been handed in itself, an unknown assignment, a configuration or a notebook that cannot be read, and a notebook
        that is not in Python.
        """
        root = root.resolve()
        refuse_handed_in(root)
        config = _config(root)
        known = assignments(root, config)
        if assignment not in known:
            raise UsageFault(
                f"An assignment is a folder of notebooks in source/. Received {assignment}; "
                f"found: {', '.join(known) or 'none'}."
            )
        return cls(root, assignment, config, _notebooks(source_dir(root, config) / assignment))

    def directory(self, **changes: str) -> CourseDirectory:
        """nbgrader's own idea of the course's folders, with ``changes`` to it."""
        found = CourseDirectory(config=self.config)
        for name, value in {"root": str(self.root), "assignment_id": self.assignment, **changes}.items():
            setattr(found, name, value)
        return found

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """nbgrader's gradebook of the course, made if it is not there."""
        directory = self.directory()
        with tools_on_path():
            opened = Gradebook(directory.db_url, directory.course_id)
        with opened:
            yield opened

    def enter_cells(self) -> bool:
        """Let the gradebook know the assignment, if it does not yet, as ``nbgrader generate_assignment`` would.

        True when it was entered now. The course's ``release/`` stays as it is. Raises UsageFault when nbgrader refuses.
        """
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(self.assignment)
            except MissingEntry:
                pass
            else:
                return False
        with TemporaryDirectory(prefix=".release-", dir=self.root) as release:
            directory = self.directory(student_id=".", release_directory=Path(release).name)
            failure = convert(GenerateAssignment(coursedir=directory, config=self.config, log=silent()))[1]
        if failure:
            raise UsageFault(f"nbgrader could not enter {self.assignment} into the gradebook: {failure}")
        return True

    def scores(self, student: str) -> tuple[float, float, tuple[CellScore, ...]]:
        """A student's points, the most that could be had, and each cell's automatic score, as the gradebook has them."""
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            cells = [
                CellScore(
                    notebook=notebook.name,
                    cell=grade.name,
                    auto_score=grade.auto_score,
                    max_score=grade.max_score,
                    needs_manual_grade=bool(grade.needs_manual_grade),
                )
                for notebook in submission.notebooks
                for grade in notebook.grades
            ]
            points, most = float(submission.score), float(submission.max_score)
        return points, most, tuple(sorted(cells, key=lambda score: (score.notebook, score.cell)))


def preload(notebooks: Iterable[NotebookNode]) -> tuple[str, ...]:
    """What the notebooks import, of that which a fork server may import before it forks."""
    text = "\n".join(cell.source for nb in notebooks for cell in nb.cells if cell.cell_type == "code")
    named = {word.split(".")[0] for line in _IMPORT.findall(text) for word in re.split(r"[,\s]+", line)}
    return (*(module for name, module in PRELOADABLE.items() if name in named and find_spec(name)), "IPython")


def assignments(root: Path, config: Config | None = None) -> list[str]:
    """The assignments of an nbgrader course: the folders of its source folder that hold a notebook."""
    found = source_dir(root, config or Config())
    return sorted(path.name for path in found.glob("*") if not path.name.startswith(".") and any(path.glob("*.ipynb")))


def source_dir(root: Path, config: Config) -> Path:
    """The folder of the instructor's notebooks, ``source`` unless configured."""
    return root / str(CourseDirectory(config=config).source_directory)


@contextmanager
def tools_on_path() -> Iterator[None]:
    """For a new gradebook nbgrader runs ``alembic``, which lies beside Python and on PATH only in an active environment."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), before))
    try:
        yield
    finally:
        os.environ["PATH"] = before


def convert(converter: BaseConverter) -> tuple[list[str], str | None]:
    """Start ``converter``, whose log must be of :func:`silent`. Returns its warnings, and its last error or None."""
    keeper = _Keeper()
    converter.log.addHandler(keeper)
    failure = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's, on each first submission; scores are right
            converter.start()
    except (NbGraderException, SystemExit) as error:
        failure = keeper.reason() or str(error)
    finally:
        converter.log.removeHandler(keeper)
    return keeper.warnings, failure


def silent() -> logging.Logger:
    """A log that writes nowhere: what nbgrader says is kept by :func:`convert`."""
    log = logging.Logger("nbgrader", logging.WARNING)
    log.addHandler(logging.NullHandler())
    return log


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def reason(self) -> str:
        """The exception of the first traceback, where there is one, or else the first error."""
        traced = [text for text in self.errors if text.startswith("Traceback ")]
        return (traced or self.errors or [""])[0].strip().splitlines()[-1] if self.errors else ""

    def emit(self, record: logging.LogRecord) -> None:
        (self.errors if record.levelno >= logging.ERROR else self.warnings).append(record.getMessage())


def _config(root: Path) -> Config:
    path = root / "nbgrader_config.py"
    if not path.exists():
        return Config()
    try:
        return PyFileConfigLoader(path.name, path=str(root)).load_config()
    except Exception as error:  # it is a program, and nbgrader itself would go on with its defaults
        raise UsageFault(
            f"nbgrader_config.py must run without an error. Received {type(error).__name__}: {error}. "
            f"Run it with python to see where."
        ) from None


def _notebooks(folder: Path) -> dict[str, NotebookNode]:
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            found[path.stem] = nbformat.read(path, as_version=4)
        except Exception as error:  # whatever a damaged file makes of it
            raise UsageFault(f"A source notebook must be readable. {path.name} is not: {error}") from None
        require_python(found[path.stem], path.name)
    return found
