"""Finding answers in mangled notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course.lesson import Lesson
from autograder.intake.notebook import read_notebook
from autograder.matching.transplant import MOST_SUPPORT, Transplant, transplant
from tests.support.grading_course import LESSON, answer, cell, hand_in, make_course, notebook, released

DOUBLE, SHIFT = answer("double", "2 * x"), answer("shift", "x + 1")


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return make_course(tmp_path_factory.mktemp("course")).lesson(LESSON)


@pytest.fixture
def stubs(lesson: Lesson) -> dict[str, str]:
    return {files.name: files.task.stub for files in lesson.exercises}


@pytest.fixture
def take(lesson: Lesson, tmp_path: Path) -> Any:
    """``take(cell, …)`` or ``take(notebook)``: the transplant of that submission."""

    def take(*cells: dict[str, Any]) -> Transplant:
        content = cells[0] if len(cells) == 1 and "cells" in cells[0] else notebook(*cells)
        return transplant(lesson, read_notebook(hand_in(tmp_path, "ann", content), LESSON))

    return take


def test_a_plain_submission_needs_no_repair(take: Any, stubs: dict[str, str]) -> None:
    """Answers are found by their grade ids, and nothing is reported."""
    found = take(released({"double": DOUBLE, "shift": SHIFT}, stubs))
    assert ({"double": DOUBLE, "shift": SHIFT}, ()) == (found.texts, found.repairs)


def test_an_untouched_stub_is_no_answer(take: Any, stubs: dict[str, str]) -> None:
    """What came back as it went out is told apart from what is missing; blank line ends do not count."""
    found = take(released({"double": DOUBLE, "shift": stubs["shift"] + "  \n\n"}, stubs))
    assert (None, {"shift"}, ()) == (found.answers["shift"], found.untouched, found.repairs)


def test_a_stub_without_metadata_is_known_by_its_text(take: Any, stubs: dict[str, str]) -> None:
    """Some tools strip all metadata; the stub remains a stub."""
    found = take(cell(stubs["double"]), cell(SHIFT))
    assert ({"double"}, SHIFT) == (found.untouched, found.texts["shift"])


def test_a_missing_answer_is_reported(take: Any) -> None:
    """A deleted cell is neither an answer nor an untouched stub."""
    found = take(cell(DOUBLE, "double"))
    assert (None, frozenset()) == (found.answers["shift"], found.untouched)
    assert ("shift: no answer was found in the notebook.",) == found.repairs


def test_of_duplicates_the_last_changed_one_counts(take: Any, stubs: dict[str, str]) -> None:
    """Untouched copies are ignored wherever they stand."""
    first = answer("double", "x")
    found = take(cell(first, "double"), cell(DOUBLE, "double"), cell(stubs["double"], "double"), cell(SHIFT, "shift"))
    assert DOUBLE == found.texts["double"]
    assert ("double: its answer cell stands there 2 times; the last one counts.",) == found.repairs


def test_of_a_split_cell_the_defining_half_counts(take: Any) -> None:
    """Splitting a cell copies its grade id to both halves."""
    found = take(cell(DOUBLE, "double"), cell("print(double(2))", "double"), cell(SHIFT, "shift"))
    assert DOUBLE == found.texts["double"]
    assert ("double: its answer cell stands there 2 times; the last that defines double counts.",) == found.repairs
    assert "print(double(2))" in [piece.source for piece in found.support]


def test_an_answer_turned_into_markdown_is_read_as_code(take: Any) -> None:
    """One keystroke in Jupyter does that."""
    found = take(cell(DOUBLE, "double", "markdown"), cell(SHIFT, "shift"))
    assert DOUBLE == found.texts["double"]
    assert ("double: its answer cell had become a markdown cell; it was read as code.",) == found.repairs


def test_an_answer_without_its_id_is_found_by_its_name(take: Any, stubs: dict[str, str]) -> None:
    """A student who wrote into a new cell keeps the answer, and the last definition counts."""
    found = take(cell(stubs["double"], "double"), cell(answer("double", "x")), cell(DOUBLE), cell(SHIFT, "shift"))
    assert (DOUBLE, frozenset()) == (found.texts["double"], found.untouched)
    assert (
        "double: its answer cell was not found, but double is defined elsewhere; the last of 2 such cells counts.",
    ) == found.repairs


def test_a_marked_cell_without_the_definition_yields_to_one_with_it(take: Any) -> None:
    """The grade id says where the answer was, the name says where it is."""
    found = take(cell("# see below", "double"), cell(DOUBLE), cell(SHIFT, "shift"))
    assert DOUBLE == found.texts["double"]
    assert (
        "double: its answer cell was not found, but double is defined elsewhere; that cell counts.",
    ) == found.repairs


def test_an_answer_with_a_syntax_error_is_found_by_the_look_of_its_lines(take: Any) -> None:
    """What does not parse must still be told that it does not parse."""
    wrong = "def double(x):\n    return 2 * (x"
    assert wrong == take(cell(wrong), cell(SHIFT)).texts["double"]


def test_an_answer_under_another_name_is_found_by_its_place(take: Any) -> None:
    """Between the task and its check stands the answer, whatever it is called."""
    odd = "def dubble(x): return 2 * x"
    found = take(cell("## double", "task-double", "markdown"), cell(odd), cell('check("double")'), cell(SHIFT, "shift"))
    assert odd == found.texts["double"]
    assert ("double: its answer cell was not found; the changed cell in its place counts.",) == found.repairs


def test_without_its_task_only_a_cell_that_does_not_parse_is_taken_by_place(take: Any) -> None:
    """A scratch cell above the check must not be taken for the answer."""
    assert "return (" == take(cell("return ("), cell('check("double")'), cell(SHIFT, "shift")).texts["double"]
    assert take(cell("print(1)"), cell('check("double")'), cell(SHIFT, "shift")).texts["double"] is None


def test_without_its_check_the_place_ends_at_the_next_task(take: Any) -> None:
    """The cell of the next exercise is not charged to this one."""
    odd = "def dubble(x): return 2 * x"
    tasks = [cell("", f"task-{name}", "markdown") for name in ("double", "shift")]
    found = take(tasks[0], cell(odd), tasks[1], cell("def shiftt(x): return x"))
    assert {"double": odd, "shift": "def shiftt(x): return x"} == found.texts
    assert odd == take(tasks[0], cell(odd)).texts["double"]


def test_swapped_answers_are_found_by_their_names(take: Any) -> None:
    """Pasted into each other's cells, or marked anew by a tool: the name tells."""
    found = take(cell(SHIFT, "double"), cell(DOUBLE, "shift"))
    assert {"double": DOUBLE, "shift": SHIFT} == found.texts
    assert 2 == len(found.repairs)


def test_one_cell_may_answer_two_exercises(take: Any, stubs: dict[str, str]) -> None:
    """The stub of the other stays where it was; both pieces have one place."""
    both = f"{DOUBLE}\n\n{SHIFT}"
    found = take(cell(both, "double"), cell(stubs["shift"], "shift"))
    assert {"double": both, "shift": both} == found.texts
    assert ("shift: its answer cell was not found, but shift is defined elsewhere; that cell counts.",) == found.repairs
    assert 1 == len({piece.place for piece in found.answers.values() if piece})


def test_an_answer_in_its_own_cell_is_not_looked_for_in_others(take: Any) -> None:
    """A wrong copy in a later answer's cell does not count."""
    found = take(cell(DOUBLE, "double"), cell(f"{answer('double', 'x')}\n{SHIFT}", "shift"))
    assert (DOUBLE, ()) == (found.texts["double"], found.repairs)


@pytest.mark.parametrize("source", [DOUBLE, f"```python\n{DOUBLE}\n```", f"```\n{DOUBLE}\n```\n"])
@pytest.mark.parametrize("mark", ["double", None])
def test_a_text_cell_that_is_code_is_read_as_code(take: Any, source: str, mark: str | None) -> None:
    """With its mark, or without any by its name; between fences or not."""
    found = take(
        cell("## Notes\n\ndef double(x): see above", kind="markdown"), cell(source, mark, "markdown"), cell(SHIFT)
    )
    assert DOUBLE == found.texts["double"]
    assert "double: its answer cell had become a markdown cell; it was read as code." in found.repairs


def test_a_text_that_shows_code_among_words_is_no_answer(take: Any) -> None:
    """A page of notes stays one."""
    found = take(cell(f"My idea:\n```python\n{DOUBLE}\n```", kind="markdown"), cell(SHIFT, "shift"))
    assert found.texts["double"] is None


def test_parts_of_a_split_answer_are_joined(take: Any) -> None:
    """Where a part is no Python alone, and all of them are Python together; marks may be lost."""
    head, body, tail = "def double(x):", "    y = 2", "    return y * x"
    for marks in (("double", "double", "double"), ("double", None, None), (None, None, None)):
        parts = [cell(text, mark) for text, mark in zip((head, body, tail), marks, strict=True)]
        found = take(*parts, cell(SHIFT, "shift"))
        assert f"{head}\n{body}\n{tail}" == found.texts["double"]
        assert "double: its answer cell had been split; its 3 parts were joined." in found.repairs
        assert all(piece.source.strip() for piece in found.support)


def test_what_stands_after_a_whole_answer_is_not_joined_to_it(take: Any) -> None:
    """An indented experiment runs in a notebook, and a broken one is its own affair."""
    for after in ("    print(double(2))", "print(", "    return x"):
        found = take(cell(DOUBLE, "double"), cell(after), cell(SHIFT, "shift"))
        assert (DOUBLE if after != "    return x" else f"{DOUBLE}\n{after}") == found.texts["double"]


def test_checks_and_cells_of_ours_are_never_joined(take: Any) -> None:
    """An answer that ends in the middle does not swallow the check beneath it."""
    for after in (
        cell('    check("double")', "check-double"),
        cell("    pass", "shift"),
        cell("    pass", kind="markdown"),
    ):
        assert "def double(x):" == take(cell("def double(x):", "double"), after).texts["double"]


def test_a_conflict_inside_an_answer_is_settled(take: Any) -> None:
    """The later side counts, and the student is told."""
    source = "def double(x):\n<<<<<<< HEAD\n    return x\n=======\n    return 2 * x\n>>>>>>> mine"
    found = take(cell(source, "double"), cell(SHIFT, "shift"))
    assert DOUBLE == found.texts["double"]
    assert (
        "double: its cell held the marks of a merge conflict; the later side that is Python counts.",
    ) == found.repairs


def test_checks_stubs_and_the_setup_cell_never_travel_along(take: Any, stubs: dict[str, str]) -> None:
    """The submitted copy of a check cell is never run, whatever was done to it."""
    own = cell("helper = 3")
    check = cell("import os; os._exit(0)", "check-double")
    found = take(cell("import math"), own, check, cell('check("shift")'), cell(stubs["shift"]), cell(DOUBLE, "double"))
    assert ["table = [1, 2, 3]", "helper = 3"] == [piece.source for piece in found.support]


def test_a_deleted_experiment_of_ours_is_still_there_for_names(take: Any) -> None:
    """An answer may use what the lesson defined, though the student has deleted that cell."""
    found = take(cell("table = [9]"), cell(DOUBLE, "double"))
    assert ["table = [1, 2, 3]", "table = [9]"] == [piece.source for piece in found.support]
    assert found.support[0].place < found.support[1].place


def test_further_cells_are_capped(take: Any) -> None:
    """A thousand cells are enough for any honest notebook."""
    found = take(*[cell(f"x{i} = 1") for i in range(MOST_SUPPORT + 5)], cell(DOUBLE, "double"), cell(SHIFT, "shift"))
    assert MOST_SUPPORT + 1 == len(found.support)
    assert (f"Of {MOST_SUPPORT + 5} further code cells the first {MOST_SUPPORT} were kept.",) == found.repairs
