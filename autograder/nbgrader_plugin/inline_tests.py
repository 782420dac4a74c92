"""A notebook of somebody else's course, run whole in the sandbox: its tests are in it, beside the student's code.

So the process that is graded is the process that says how it went, and a score of such a notebook is not tamper-proof.
What nbgrader reads from the outputs afterwards is left to nbgrader.
"""

from __future__ import annotations

import base64
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade

from autograder.faults import UsageFault
from autograder.intake import submitted_files
from autograder.judge.advice import LOST
from autograder.nbgrader_plugin.cell_outputs import error_output, failed, to_nbformat
from autograder.reply import AnswerLost
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, CellResult, Session

NOT_TAMPER_PROOF = (
    "These scores are not tamper-proof: the tests of this course run beside the student's code, "
    "which can change them or their outcome."
)

RESTARTS = 3
"""How many cells of one notebook may end the process before the rest is given up."""

TIMEOUT = 30.0
"""CPU-seconds for a cell; waiting counts a fifth. nbgrader's own default, there by the clock."""

DAY = 86_400.0
MOST_OUTPUT = 8 << 20
"""Characters of a cell's output. nbgrader knows no bound; what is cut is told on stderr, which costs the cell's points."""

FRAME = 32 << 20
"""Characters of base64 that are sent to a fork at a time."""

IN_FORK = Path(__file__).with_name("in_fork.py").read_text(encoding="utf-8")

NOTES = "notes"
"""The key of ``resources`` that holds the sentences that a run adds."""

LANGUAGE = {
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "file_extension": ".py",
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "codemirror_mode": {"name": "ipython", "version": 3},
}


def run_notebook(
    nb: NotebookNode, resources: dict[str, Any], sandbox: Sandbox, timeout: float | None = TIMEOUT
) -> NotebookNode:
    """Execute all code cells of ``nb`` in forks of ``sandbox``, and put their outputs and counts in, as nbclient would.

    The files of the folder ``resources["metadata"]["path"]`` are put beside the code first, this notebook's own
    excepted. ``timeout`` is in CPU-seconds a cell, five times as many by the clock; None, as in nbclient, is without
    one. A cell that ends the process, or is ended, gets an error as its output; the others are run again without it in
    a new fork. ``resources["notes"]`` collects a sentence for each such cell. Changes and returns ``nb``. Raises UsageFault for another language than Python,
    Refused for files that may not be read, MachineFault when the sandbox fails.
    """
    require_python(nb, resources.get("unique_key", "The notebook"))
    where = resources.get("metadata", {}).get("path")
    beside = submitted_files.read_files(Path(where)) if where else {}
    beside.pop(f"{resources.get('unique_key')}.ipynb", None)
    notes = resources.setdefault(NOTES, [])
    allowed = timeout if timeout and timeout > 0 else DAY
    _Run([cell for cell in nb.cells if _runs(cell)], beside, sandbox, allowed, notes).whole()
    nb.metadata["language_info"] = NotebookNode(LANGUAGE)
    return nb


def require_python(nb: NotebookNode, name: str) -> None:
    """Raise UsageFault when the notebook names a kernel of another language."""
    language = nb.metadata.get("kernelspec", {}).get("language") or "python"
    if str(language).lower() != "python":
        raise UsageFault(
            f"The sandbox runs notebooks in Python. {name} asks for {language}. Grade it with nbgrader's own autograde."
        )


def _runs(cell: NotebookNode) -> bool:
    """As nbclient decides it, but for one thing: the tag that skips a cell is the student's to set, and so not on a test."""
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    return is_grade(cell) or "skip-execution" not in cell.metadata.get("tags", [])


def notebook_limits(timeout: float) -> Limits:
    """What a fork may use: a cell is interrupted first, so that the names before an endless loop stay, and then ended."""
    return Limits(
        cpu=1.5 * timeout,
        wall=7.5 * timeout,
        total_cpu=20 * timeout,
        total_wall=100 * timeout,
        output=MOST_OUTPUT,
        exercise_cpu=20 * timeout,
        exercise_wall=100 * timeout,
        programs=True,
        processes=256,
        files=512,
    )


def _parts(files: dict[str, bytes]) -> Iterator[dict[str, str]]:
    """The files in base64, no more at a time than a frame holds; a file that is larger goes alone."""
    part: dict[str, str] = {}
    for name, data in files.items():
        text = base64.b64encode(data).decode()
        if part and sum(map(len, part.values())) + len(text) > FRAME:
            yield part
            part = {}
        part[name] = text
    if part:
        yield part


@dataclass
class _Run:
    """One notebook under way: which cells are done, and which of them ended their process."""

    cells: list[NotebookNode]
    beside: dict[str, bytes]
    sandbox: Sandbox
    timeout: float
    notes: list[str]
    done: int = 0
    culprits: set[int] = field(default_factory=set)

    def whole(self) -> None:
        while self.done < len(self.cells):
            if len(self.culprits) > RESTARTS:
                return self._give_up(f"{len(self.culprits)} cells ended the process")
            with self.sandbox.fork(limits=notebook_limits(self.timeout)) as session:
                try:
                    self._prepare(session)
                except AnswerLost as lost:
                    return self._give_up(f"the cells before it did not run a second time ({lost.how})")
                self._on(session)
        return None

    def _prepare(self, session: Session) -> None:
        """Bring a fork to where the last one was, without the cells that end it."""
        session.load_probe(
            "folder", f"{IN_FORK}\nenter_folder()\ninterrupt_after({self.timeout!r}, {5 * self.timeout!r})\n"
        )
        for part in _parts(self.beside):
            session.load_probe("files", f"{IN_FORK}\nwrite_files({part!r})\n")
        for number in range(self.done):
            if number not in self.culprits:
                self._cell(session, number, capture=False)

    def _on(self, session: Session) -> None:
        """Run cell after cell until the last or until the process is lost."""
        while self.done < len(self.cells):
            number = self.done
            self.done += 1
            try:
                self._write(number, self._cell(session, number, capture=True))
            except AnswerLost as lost:
                self.culprits.add(number)
                self._fail(number, LOST[lost.how])
                self.notes.append(
                    f"{self._name(number)} ended the process ({lost.how}); the other cells ran without it."
                )
                return

    def _cell(self, session: Session, number: int, capture: bool) -> CellResult:
        return session.run_cells([Cell(str(number), self.cells[number].source)], capture=capture)[0]

    def _write(self, number: int, result: CellResult) -> None:
        cell = self.cells[number]
        cell.execution_count = number + 1
        cell.outputs = to_nbformat(result.outputs, number + 1)
        if result.ename == "CellTimeoutError":
            self.notes.append(f"{self._name(number)} took more than {self.timeout:g} seconds and was interrupted.")
        # As nbgrader does: code that silences tracebacks has failed all the same.
        if result.status != "ok" and not any(failed(o) for o in cell.outputs):
            cell.outputs.append(error_output(str(result.ename), str(result.evalue)))

    def _fail(self, number: int, sentence: str) -> None:
        cell = self.cells[number]
        cell.execution_count = number + 1
        cell.outputs = [error_output("CellLost", sentence)]

    def _give_up(self, why: str) -> None:
        for number in range(self.done, len(self.cells)):
            self._fail(number, f"This cell was not run: {why}.")
        self.notes.append(f"{self._name(self.done)} and all after it were not run: {why}.")
        self.done = len(self.cells)

    def _name(self, number: int) -> str:
        marks = self.cells[number].metadata.get("nbgrader", {})
        name = marks.get("grade_id") if isinstance(marks, dict) else None
        return f"Cell {name}" if name else f"Code cell {number + 1}"
