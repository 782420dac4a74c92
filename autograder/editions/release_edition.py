"""The student's version, made by nbgrader's own generate_assignment."""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
from pathlib import Path

from autograder.faults import AuthorFault


def write_release(source: Path, release: Path) -> None:
    """Run nbgrader's GenerateAssignment on ``source`` (``…/source/LESSON``) and put the outcome into ``release``.

    It works in a temporary course without a gradebook, for a build must not touch the instructor's. Raises
    AuthorFault with nbgrader's own words when it refuses.
    """
    from nbgrader.converters import GenerateAssignment  # here, for it takes 2.5 s
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    lesson = source.name
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        shutil.copytree(source, root / "source" / lesson)
        log_text = io.StringIO()
        log = logging.Logger("autograder.release", logging.ERROR)
        log.addHandler(logging.StreamHandler(log_text))
        # As its --no-db does: the gradebook is the instructor's, and making one takes a process of alembic's.
        config = Config({"SaveCells": {"enabled": False}})
        course = CourseDirectory(root=str(root), assignment_id=lesson, log=log)
        try:
            GenerateAssignment(coursedir=course, force=True, log=log, no_database=True, config=config).start()
        except NbGraderException:
            raise AuthorFault(
                f"nbgrader must generate lesson {lesson}. It refused: {_gist(log_text.getvalue())}"
            ) from None
        if release.exists():
            shutil.rmtree(release)
        shutil.copytree(root / "release" / lesson, release)


def _gist(log: str) -> str:
    """The error of a traceback in nbgrader's log, else all that it said."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [
        line
        for line in lines
        if ": " in line and line.split(":")[0].rpartition(".")[2].endswith(("Error", "Exception"))
    ]
    return errors[-1] if errors else " ".join(lines)
