"""The graded notebook: our skeleton, the text of the answers and of what ran with them, and a score under each check cell."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.faults import UsageFault
from autograder.grading.fixed_sentences import NOT_JUDGED, RIGHT
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, SubmissionVerdict

WIDTH = 88
TAKEN = "# Taken from another cell: it ran with the answer {name}."


def skeleton(course: Course, lesson: Lesson) -> NotebookNode:
    """The source edition with stubs and checksums, as nbgrader's generate_assignment would make it.

    Raises UsageFault when the source edition has not been built, or not since the lesson's points changed.
    """
    path = course.source_dir / lesson.name / f"{lesson.name}.ipynb"
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise UsageFault(
            f"Grading needs the source edition. Received none at source/{lesson.name}. "
            f"Run: autograder build {lesson.name}"
        ) from None
    _check(notebook, lesson)
    for step in (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums):
        notebook, _ = step().preprocess(notebook, {})
    return notebook


def _check(notebook: NotebookNode, lesson: Lesson) -> None:
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    built = {m["grade_id"]: float(m["points"]) for m in marks if m.get("grade")}
    wanted = {f"check-{files.name}": files.max_points for files in lesson.exercises}
    if built != wanted:
        raise UsageFault(
            f"The source edition must have the exercises and points of the lesson. "
            f"Received others in source/{lesson.name}. "
            f"Run: autograder build {lesson.name}"
        )


def insert_answers(skeleton: NotebookNode, answers: Mapping[str, str | None]) -> NotebookNode:
    """A copy of the skeleton with the answers' text in the answer cells; None leaves the stub."""
    notebook = nbformat.from_dict(skeleton)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if cell.cell_type == "code":
            cell.outputs = []
            if (text := answers.get(name)) is not None:
                cell.source = text
    return notebook


def score_notebook(
    skeleton: NotebookNode, verdict: SubmissionVerdict, answers: Mapping[str, str | None]
) -> NotebookNode:
    """The notebook that nbgrader's own scoring reads to exactly the points of ``verdict``.

    An exercise without a verdict gets an error in its check cell, which nbgrader scores with nothing: never with all.
    """
    notebook = insert_answers(skeleton, answers)
    notebook.metadata["autograder"] = {"level": verdict.level}
    notebook.cells = [shown for cell in notebook.cells for shown in (*_taken(cell, verdict), cell)]
    verdicts = {f"check-{e.exercise}": e for e in verdict.exercises}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.outputs = _outputs(verdicts.get(cell.metadata.nbgrader["grade_id"]))
    return notebook


def _taken(cell: NotebookNode, verdict: SubmissionVerdict) -> list[NotebookNode]:
    """Cells with what ran besides the answer of ``cell``; none before any other cell. They bear no mark of nbgrader's."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    texts = next((e.taken for e in verdict.exercises if e.exercise == name), ())
    return [
        new_code_cell(f"{TAKEN.format(name=name)}\n{text}", id=f"taken-{number}-{cell.id}"[:64])
        for number, text in enumerate(texts, 1)
    ]


def comment(verdict: ExerciseVerdict) -> str:
    """The sentence for the student: fixed vocabulary, no hidden value, no text of an exception."""
    match verdict.outcome:
        case Mistaken(advice=advice):
            return advice
        case Broken():
            return NOT_JUDGED
    return RIGHT


def _outputs(verdict: ExerciseVerdict | None) -> list[NotebookNode]:
    if verdict is None or isinstance(verdict.outcome, Broken):
        return [new_output("error", ename="NotJudged", evalue="", traceback=[NOT_JUDGED])]
    return [
        # Wrapped: formgrader shows an output as it is, and a long line would run out of sight.
        new_output("stream", name="stdout", text=f"{fill(comment(verdict), WIDTH)}\n"),
        new_output("execute_result", data={"text/plain": f"{verdict.points!r}"}, metadata={}, execution_count=None),
    ]
