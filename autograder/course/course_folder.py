"""Which folder is a course, and which only looks like one because it was handed in.

Whatever a course's folder holds is run as the person who opens it: hidden.py, lessons, nbgrader_config.py. A submission
may hold files of the same names, and an instructor may type a command while looking into it.
"""

from __future__ import annotations

from pathlib import Path

from autograder.faults import UsageFault

FILE = "course.toml"
CONFIG = "nbgrader_config.py"
HANDED_IN = "submitted"
"""How nbgrader calls the folder of submissions, unless it is configured otherwise."""


def find_course_folder(start: Path) -> Path | None:
    """The folder with a ``course.toml`` that is ``start`` or lies above it; None when there is none.

    Nothing in it has been read. Raises UsageFault when it may have been handed in.
    """
    begin = start.resolve()
    found = next((folder for folder in (begin, *begin.parents) if (folder / FILE).is_file()), None)
    if found is not None:
        refuse_handed_in(found)
    return found


def refuse_handed_in(root: Path) -> None:
    """Raises UsageFault when the course ``root`` lies in another course, or in a folder of submissions."""
    root = root.resolve()
    above = next((folder for folder in root.parents if (folder / FILE).is_file() or (folder / CONFIG).is_file()), None)
    if above is not None:
        raise UsageFault(
            f"A course lies in no other course, for a submission may hold a {FILE} and code of its own, which would run as you. "
            f"Received {root}, which lies in the course {above}. Nothing of it was run. Go to {above}, or name it with --course."
        )
    below = next((folder for folder in root.parents if folder.name.lower() == HANDED_IN), None)
    if below is not None:
        raise UsageFault(
            f"A course lies in no folder of submissions, for a submission may hold a {FILE} and code of its own, which would "
            f"run as you. Received {root}, which lies in {below}. Nothing of it was run. Go to your own course, or name it with "
            f"--course."
        )
