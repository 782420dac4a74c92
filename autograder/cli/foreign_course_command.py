"""What ``autograder grade`` does in somebody else's nbgrader course: grade it in the sandbox, show it, say what it is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.cli.tables import print_foreign_class
from autograder.cli.visible_text import visible
from autograder.faults import UsageFault

if TYPE_CHECKING:
    from autograder.nbgrader_plugin.submission_scores import SubmissionScores
    from autograder.sandbox.process_locks import Level


def is_foreign(root: Path) -> bool:
    """True when ``root`` is an nbgrader course that is not ours: assignments under source/, and no course.toml."""
    from autograder.nbgrader_plugin import foreign_course

    return not (root / "course.toml").exists() and bool(foreign_course.assignments(root))


def grade_foreign(
    root: Path,
    submitted: Path,
    assignment: str | None = None,
    student: str | None = None,
    json_file: Path | None = None,
    level: Level = "protected",
) -> bool:
    """Grade ``submitted`` into the course's own gradebook and print a table an assignment.

    Without ``assignment`` each one that somebody handed in. Returns True when everything was graded, False when the
    machine failed somewhere. Raises Fault.
    """
    from autograder.nbgrader_plugin import foreign_course

    wanted = (
        [assignment]
        if assignment
        else [a for a in foreign_course.assignments(root) if foreign_course.students(submitted, a)]
    )
    if not wanted:
        known = ", ".join(foreign_course.assignments(root))
        raise UsageFault(f"Submissions lie in {submitted.name}/STUDENT/ASSIGNMENT. None was found for any of {known}.")
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    results: list[SubmissionScores] = []
    for name in wanted:

        def on_progress(done: int, of: int, who: str, name: str = name) -> None:
            progress.print(visible(f"{done}/{of} {name} {who}"), markup=False)

        made = foreign_course.grade_course(
            root, submitted, name, [student] if student else None, level=level, on_progress=on_progress
        )
        results += made
        print_foreign_class(name, made)
    if json_file is not None:
        json_file.write_text(json.dumps([result.to_json() for result in results], indent=2) + "\n", encoding="utf-8")
    return not any(result.broken for result in results)
