"""The reading edition: the lesson executed with its model answers, then shown with the stubs."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course import Lesson
from autograder.editions.source_edition import write_notebook
from autograder.faults import AuthorFault

CELL_SECONDS = 300
PACKAGES = "/site-packages/"


def _from_packages_on(path: re.Match[str]) -> str:
    """A path without what stands before its last site-packages/."""
    _, found, behind = path.group().rpartition(PACKAGES)
    return f"{PACKAGES[1:]}{behind}" if found else behind


VOLATILE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b0x[0-9a-fA-F]{6,}\b"), "0x…"),
    (re.compile(r"\b\d+(\.\d+)?\s?(ns|us|µs|ms|s)/(step|epoch|sample)\b"), r"…/\3"),
    (re.compile(r"(?<=[ \x08])\d+(\.\d+)?(ms|s)(?= …/step)"), "…"),
    # Each path is matched once and whole: a pattern that looks for site-packages/ from every slash of a picture in base64
    # took seven of the eighteen seconds of processor that a lesson needs.
    (re.compile(r"/[^\s'\"<>]*"), _from_packages_on),
)
"""What differs between two runs or two machines though the lesson is the same: addresses, times, paths."""

COMPLAINT = re.compile(r"^WARNING:(tensorflow|absl):.*", re.MULTILINE)
"""In a notebook TensorFlow's own logger writes to stdout."""


def digest_of_inputs(source: Path) -> str:
    """A digest of all that the reading edition is made from: the files of ``source`` (``…/source/LESSON``)."""
    digest = hashlib.sha256()
    for path in sorted(p for p in source.rglob("*") if p.is_file() and ".ipynb_checkpoints" not in p.parts):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(source).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


BESIDE_STUB = "# In this copy for reading, the check beneath ran with the model answer, which is not shown."


def recorded_inputs(reading: Path) -> str | None:
    """The digest that a reading edition carries; None when there is none or it cannot be read."""
    try:
        digest = nbformat.read(reading, as_version=4).metadata["course"]["inputs"]
    except (OSError, ValueError, KeyError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return None
    return str(digest)


def reading_notebook(source: Path, lesson: Lesson) -> NotebookNode:
    """The reading edition without outputs: stubs in the answers' place, no nbgrader metadata."""
    return replace_solutions(
        nbformat.read(source / f"{lesson.name}.ipynb", as_version=4), lesson, digest_of_inputs(source)
    )


def write_reading(source: Path, lesson: Lesson, path: Path) -> None:
    """Execute ``source`` in a real kernel and write what a reader sees to ``path``.

    It runs in a copy of the folder, so that what a lesson saves to disk is not left in ``source/``. Raises AuthorFault
    naming the cell when one raises (without the tag raises-exception), warns, or writes to stderr.
    """
    notebook = nbformat.read(source / f"{lesson.name}.ipynb", as_version=4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / lesson.name
        shutil.copytree(source, folder)
        execute(notebook, folder, f"Lesson {lesson.name}", "runs through with its model answers")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_notebook(replace_solutions(notebook, lesson, digest_of_inputs(source)), path)


def replace_solutions(notebook: NotebookNode, lesson: Lesson, inputs: str) -> NotebookNode:
    """What a reader sees of a solved notebook, in place: stubs, and no trace of nbgrader."""
    stubs = {files.name: files.task.stub for files in lesson.exercises}
    for cell in notebook.cells:
        meta = cell.metadata.pop("nbgrader", {})
        if meta.get("solution"):
            cell.source = f"{BESIDE_STUB}\n{stubs[meta['grade_id']]}"
    notebook.metadata["course"]["inputs"] = inputs
    notebook.metadata["language_info"] = {"name": "python"}  # the kernel adds its patch version, which varies
    return notebook


def execute(notebook: NotebookNode, folder: Path, who: str, rule: str = "runs through") -> None:
    """Execute ``notebook`` in ``folder``, in place, and take from its outputs what differs between two runs.

    Raises AuthorFault, of ``who`` and with the ``rule``, for a cell that raises, warns or writes to stderr.
    """
    _execute(notebook, folder, f"{who} {rule}")
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            _refuse_complaints(cell, number, who)
            cell.outputs = [normalise_output(output, folder) for output in cell.outputs]
            cell.metadata.pop("execution", None)


def _execute(notebook: NotebookNode, folder: Path, rule: str) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    running = {"number": 0}

    def note(cell: NotebookNode, cell_index: int) -> None:
        running["number"] = cell_index + 1

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        # ipykernel 7.4 warns at every start without it. Told by configuration, for nbclient ends only a kernel whose
        # manager it made itself.
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        timeout=CELL_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=note,
    )
    try:
        client.execute(env=_environment(folder))
    except CellExecutionError as error:
        raise _fault(rule, notebook, running["number"], f"{error.ename}: {error.evalue}".rstrip(".")) from None
    except CellTimeoutError:
        raise _fault(rule, notebook, running["number"], f"nothing within {CELL_SECONDS} s") from None
    except DeadKernelError:
        raise _fault(rule, notebook, running["number"], "the end of the kernel") from None


def _environment(folder: Path) -> dict[str, str]:
    """The kernel's: this engine, TensorFlow quiet, and the reader's stored progress out of reach."""
    engine = str(Path(__file__).resolve().parents[2])
    return os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONPATH": os.pathsep.join(p for p in (engine, os.environ.get("PYTHONPATH", "")) if p),
        "PYTHONHASHSEED": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "AUTOGRADER_READING": "1",  # nobody predicts here, so nobody is told that they did not
        "AUTOGRADER_STATE": str(folder.parent / "state"),
    }


def _refuse_complaints(cell: NotebookNode, number: int, who: str) -> None:
    for output in cell.outputs:
        if output.output_type != "stream":
            continue
        warning = COMPLAINT.search(output.text)
        if output.name == "stderr" or warning:
            wrote = warning.group() if warning else output.text.strip()
            raise AuthorFault(
                f"{who} runs without warnings and writes nothing to stderr, which readers take for an error. "
                f"Cell {number}, which begins '{_first(cell.source)}', wrote: {wrote[:300]}"
            )


def _fault(rule: str, notebook: NotebookNode, number: int, received: str) -> AuthorFault:
    return AuthorFault(
        f"{rule}. Cell {number}, which begins "
        f"'{_first(notebook.cells[number - 1].source)}', gave {received}. "
        "Mend it, or tag it raises-exception where the error is the point."
    )


def _first(source: str) -> str:
    return next((line for line in source.splitlines() if line.strip()), "")


def normalise_output(output: Any, folder: Path) -> Any:
    """An output without what differs between two runs. Pictures are left as they are."""
    if isinstance(output, dict):
        return NotebookNode(
            {
                key: part if str(key).startswith("image/") else normalise_output(part, folder)
                for key, part in output.items()
            }
        )
    if isinstance(output, list):
        return [normalise_output(part, folder) for part in output]
    if isinstance(output, str):
        text = output.replace(str(folder), ".")
        for pattern, instead in VOLATILE:
            text = pattern.sub(instead, text)
        return text
    return output
