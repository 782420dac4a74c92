"""The step that takes the place of nbgrader's ``Execute``: the cells run in the sandbox and not in a kernel."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets.utils.importstring import import_item

from autograder.faults import MachineFault, UsageFault
from autograder.intake import submitted_files
from autograder.nbgrader_plugin import inline_tests
from autograder.nbgrader_plugin.nbgrader_course import preload
from autograder.sandbox.process_locks import Level
from autograder.sandbox.sandbox import Sandbox

JUDGE = "autograder.nbgrader_plugin.preprocessors.Judge"


class Sandboxes:
    """One warm sandbox, started when it is first needed and anew after it failed; a sandbox from outside is never replaced."""

    def __init__(self, given: Sandbox | None = None, level: Level = "protected") -> None:
        self._given = given
        self._level = level
        self._sandbox = given
        self._stack = ExitStack()

    def sandbox(self, notebooks: Iterable[NotebookNode]) -> Sandbox:
        """The sandbox. If it must be started it imports what ``notebooks`` import, as far as that is safe before a fork."""
        if self._sandbox is None:
            self._sandbox = self._stack.enter_context(Sandbox(preload=preload(notebooks), level=self._level))
        return self._sandbox

    def close(self) -> None:
        self._stack.close()
        self._sandbox = self._given


_shared = Sandboxes()
atexit.register(_shared.close)


class InSandbox(Execute):
    """The place of nbgrader's ``Execute`` in ``c.Autograde.autograde_preprocessors``: the cells run in the sandbox.

    It is a kind of Execute, so that ``c.ExecutePreprocessor.timeout`` and ``c.Execute.timeout`` hold for it too; it
    starts no kernel. ``notes`` collects what happened; ``fault`` is the machine's fault that ended the last notebook.
    """

    def __init__(self, *args: Any, sandboxes: Sandboxes | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sandboxes = sandboxes or _shared
        self.notes: list[str] = []
        self.fault: MachineFault | None = None

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run the notebook in the sandbox. Raises Refused when the submission holds links, MachineFault when the sandbox fails."""
        marks = resources.get("nbgrader", {})
        directory = self._directory()
        if directory is not None and marks:
            step = directory.submitted_directory
            # nbgrader has copied what such a link led to, which may be anything that the instructor can read.
            submitted_files.read_files(Path(directory.format_path(step, marks["student"], marks["assignment"])))
        try:
            nb = inline_tests.run_notebook(nb, resources, self.sandboxes.sandbox([nb]), timeout=self.timeout)
        except (MachineFault, OSError) as error:
            self.fault = (
                error if isinstance(error, MachineFault) else MachineFault(f"The system failed the sandbox: {error}.")
            )
            self.sandboxes.close()
            raise self.fault from None
        for note in (*resources[inline_tests.NOTES], inline_tests.NOT_TAMPER_PROOF):
            self.log.warning("%s", note)
        self.notes += [f"{marks.get('notebook', 'notebook')}: {note}" for note in resources[inline_tests.NOTES]]
        return nb, resources

    def _directory(self) -> CourseDirectory | None:
        above = self.parent
        while above is not None and not isinstance(getattr(above, "coursedir", None), CourseDirectory):
            above = above.parent
        return None if above is None else above.coursedir


def in_place_of_execute(steps: Sequence[Any], step: InSandbox) -> list[Any]:
    """``steps`` with ``step`` where a kernel, or one of our own steps, would run the cells. Raises UsageFault without one."""
    found = [step if _executes(each) else each for each in steps]
    if step not in found:
        raise UsageFault(
            "c.Autograde.autograde_preprocessors must hold a step that executes the cells. Received "
            f"{len(found)} others. Put 'nbgrader.preprocessors.Execute' among them."
        )
    return found


def _executes(each: Any) -> bool:
    if isinstance(each, str):
        if each == JUDGE:
            return True
        each = import_item(each)
    return issubclass(each if isinstance(each, type) else type(each), Execute)
