"""``make lab``: a desk as a student has it. A copy of release/ to work in, and JupyterLab on the first lesson.

The copy lies in work/, which git ignores. What stands there already is never overwritten.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from autograder.faults import Fault, UsageFault
from autograder.whole_files import write_whole

SETTINGS = ".desk"
# JupyterLab otherwise asks, over the first lesson, whether it may fetch its own news.
DEFAULTS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
# A student has nbgrader's Validate; the other parts of nbgrader belong to the instructor or need a shared exchange.
HIDDEN = [
    f"@jupyter/nbgrader:{part}"
    for part in ("menu", "create-assignment", "formgrader", "course-list", "assignment-list")
]
# Validate allows a cell 30 s by default, of which the import of TensorFlow may take all.
VALIDATE = """c = get_config()  # noqa: F821
c.ExecutePreprocessor.timeout = 300
c.KernelManager.transport_encryption = "auto"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Lay the desk and start JupyterLab. Returns an exit code only where no JupyterLab could be started."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.student.lab",
        description="Open the released lessons in JupyterLab. Further arguments go to jupyter lab as they are.",
    )
    parser.add_argument("--course", type=Path, help="the folder that holds release/; by default found upwards")
    parser.add_argument("--no-browser", action="store_true", help="start the server and say its address only")
    parser.add_argument("--port", type=int, help="the server's port")
    given, further = parser.parse_known_args(arguments)
    try:
        course = given.course.absolute() if given.course else course_above(Path.cwd())
        lessons, kept = copy_release(course)
        if kept:
            print(kept, flush=True)
        command, environment = lab_command(course / "work", lessons[0], given.no_browser, given.port, further)
    except Fault as fault:
        print(f"autograder: {fault}", file=sys.stderr)
        return 2
    return start(command, environment, course / "work")


def course_above(start_at: Path) -> Path:
    """The nearest folder from ``start_at`` upwards that holds release/. Raises UsageFault."""
    for folder in (start_at.absolute(), *start_at.absolute().parents):
        if release_folder(folder):
            return folder
    raise UsageFault(
        f'The lessons to open lie in release/. None was found from "{start_at.absolute().name}" upwards. Run this in the '
        f"course's folder, after make build."
    )


def release_folder(course: Path) -> list[str]:
    """The names of the released lessons, in order: each a folder with the notebook of its own name."""
    return sorted(
        folder.name for folder in (course / "release").glob("*") if (folder / f"{folder.name}.ipynb").is_file()
    )


def copy_release(course: Path) -> tuple[list[str], str]:
    """Copy what work/ does not hold yet. Returns the lessons, and a sentence on files that stay as they are, or "".

    Raises UsageFault when there is nothing to copy or work/ cannot be written.
    """
    lessons = release_folder(course)
    if not lessons:
        raise UsageFault(
            f'The lessons to open lie in release/. "{course.name}" has none there. Run make build, or name the course\'s '
            f"folder with --course."
        )
    kept = []
    try:
        for lesson in lessons:
            kept += copy_lesson(course / "release" / lesson, course / "work" / lesson)
        settings = course / "work" / SETTINGS
        (settings / "labconfig").mkdir(parents=True, exist_ok=True)
        page = {"disabledExtensions": dict.fromkeys(HIDDEN, True)}
        for name, content in (
            ("labconfig/default_setting_overrides.json", json.dumps(DEFAULTS)),
            ("labconfig/page_config.json", json.dumps(page)),
            ("nbgrader_config.py", VALIDATE),
        ):
            (settings / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise UsageFault(
            f"The lessons are copied into work/ to be worked on. It cannot be written ({error.strerror}). Look who owns "
            f"the folder and whether the disk is full."
        ) from None
    return lessons, describe_kept(kept)


def copy_lesson(source: Path, target: Path) -> list[str]:
    """Copy files that ``target`` does not hold; return those that it holds otherwise, as "lesson/file"."""
    kept = []
    for file in sorted(source.rglob("*")):
        inner = file.relative_to(source)
        if not file.is_file() or any(part.startswith(".") or part == "__pycache__" for part in inner.parts):
            continue
        there = target / inner
        if there.exists():
            if not filecmp.cmp(file, there, shallow=False):
                kept.append((Path(target.name) / inner).as_posix())
            continue
        # A copy cut short must not pass for the learner's own file.
        write_whole(there, file.read_bytes(), mode=None)
    return kept


def describe_kept(kept: Sequence[str]) -> str:
    """One sentence on files in work/ that differ from those released."""
    if not kept:
        return ""
    few = ", ".join(kept[:3]) + (f" and {len(kept) - 3} more" if len(kept) > 3 else "")
    return f"Your own work stays as it is: {few} in work/ {'differs' if len(kept) == 1 else 'differ'} from what was released; to begin afresh, move {'it' if len(kept) == 1 else 'them'} away and start again."


def lab_command(
    work: Path, lesson: str, no_browser: bool, port: int | None, further: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """The command that starts JupyterLab on ``lesson``, and its environment. Raises UsageFault without JupyterLab."""
    if find_spec("jupyterlab") is None:
        raise UsageFault(
            "make lab opens JupyterLab. This Python has none. Run make setup, or install the course with [grade]."
        )
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={work}"),
        f"--LabApp.default_url=/lab/tree/{lesson}/{lesson}.ipynb",
        "--KernelManager.transport_encryption=auto",  # ipykernel 7.4 warns at every start without it
    ]
    if no_browser:
        command.append("--no-browser")
    if port is not None:
        command.append(f"--port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container knows no other user; the server listens to this machine only
    paths = [str(work / SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    # These two keep TensorFlow's notes for engineers out of the first cell; only both together do.
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "2", "TF_ENABLE_ONEDNN_OPTS": "0"}
    return [*command, *further], quiet | os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def start(command: list[str], environment: dict[str, str], work: Path) -> int:
    """Become JupyterLab, so that Ctrl-C and signals reach it; where a process cannot become another, wait for it."""
    os.chdir(work)  # away from the instructor's nbgrader_config.py
    if os.name == "posix":
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
