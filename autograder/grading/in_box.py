"""The step that takes the place of nbgrader's ``Execute``: the cells run in the box and not in a kernel."""

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

from autograder.box.box import Box
from autograder.box.lock import Level
from autograder.faults import MachineFault, UsageFault
from autograder.grading import handed_in, inline
from autograder.grading.nbgrader_course import preload

JUDGE = "autograder.grading.executor.Judge"


class Boxes:
    """One warm box, started when it is first needed and anew after it failed; a box from outside is never replaced."""

    def __init__(self, given: Box | None = None, level: Level = "protected") -> None:
        self._given = given
        self._level = level
        self._box = given
        self._stack = ExitStack()

    def box(self, notebooks: Iterable[NotebookNode]) -> Box:
        """The box. If it must be started it imports what ``notebooks`` import, as far as that is safe before a fork."""
        if self._box is None:
            self._box = self._stack.enter_context(Box(preload=preload(notebooks), level=self._level))
        return self._box

    def close(self) -> None:
        self._stack.close()
        self._box = self._given


_shared = Boxes()
atexit.register(_shared.close)


class InBox(Execute):
    """The place of nbgrader's ``Execute`` in ``c.Autograde.autograde_preprocessors``: the cells run in the box.

    It is a kind of Execute, so that ``c.ExecutePreprocessor.timeout`` and ``c.Execute.timeout`` hold for it too; it
    starts no kernel. ``notes`` collects what happened; ``fault`` is the machine's fault that ended the last notebook.
    """

    def __init__(self, *args: Any, boxes: Boxes | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes = boxes or _shared
        self.notes: list[str] = []
        self.fault: MachineFault | None = None

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Run the notebook in the box. Raises Refused when the submission holds links, MachineFault when the box fails."""
        marks = resources.get("nbgrader", {})
        directory = self._directory()
        if directory is not None and marks:
            step = directory.submitted_directory
            # nbgrader has copied what such a link led to, which may be anything that the instructor can read.
            handed_in.files(Path(directory.format_path(step, marks["student"], marks["assignment"])))
        try:
            nb = inline.run(nb, resources, self.boxes.box([nb]), timeout=self.timeout)
        except (MachineFault, OSError) as error:
            self.fault = (
                error if isinstance(error, MachineFault) else MachineFault(f"The system failed the box: {error}.")
            )
            self.boxes.close()
            raise self.fault from None
        for note in (*resources[inline.NOTES], inline.NOT_TAMPER_PROOF):
            self.log.warning("%s", note)
        self.notes += [f"{marks.get('notebook', 'notebook')}: {note}" for note in resources[inline.NOTES]]
        return nb, resources

    def _directory(self) -> CourseDirectory | None:
        above = self.parent
        while above is not None and not isinstance(getattr(above, "coursedir", None), CourseDirectory):
            above = above.parent
        return None if above is None else above.coursedir


def in_place_of_execute(steps: Sequence[Any], step: InBox) -> list[Any]:
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
