"""Transplanting and reading names: nothing escapes, no cell is slow to read, and answers are found wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.course.lesson import Lesson
from autograder.intake.notebook import MOST_CELLS, Submitted, SubmittedCell
from autograder.matching.python_names import MOST_PARSED, defined_names, is_python, needed_names
from autograder.matching.transplant import transplant
from tests.property.bounds import MIB, bounded, light, share
from tests.property.python_text import repeated, sources
from tests.support.grading_course import LESSON, make_course, released


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return make_course(tmp_path_factory.mktemp("course")).lesson(LESSON)


@share(4)
@given(sources())
@example("(" + "\n" * 99_999)
@example("f'" + "{x}" * 33_000 + "'")
def test_a_cell_of_any_text_is_read_in_bounded_time(source: str) -> None:
    """Names are told of it, or it is said not to be Python."""
    with bounded():
        names = defined_names(source) | needed_names(source)
        assert all(name for name in names)
        assert not (defined_names(source) & needed_names(source))
        assert is_python(source) in (True, False)


@share(20)
@given(sources(MOST_PARSED))
def test_a_cell_of_any_text_is_read_in_bounded_memory(source: str) -> None:
    """A thousand bytes for each of its own."""
    with light(1_000 * len(source) + MIB):
        is_python(source)


_IDS = [None, None, "double", "shift", "task-double", "task-shift", "check-double", "check-shift", "solution", ""]
_CELLS = st.lists(
    st.builds(
        SubmittedCell, st.sampled_from(["code", "code", "markdown", "raw"]), sources(2_000), st.sampled_from(_IDS)
    ),
    max_size=10,
)


@share(4)
@given(cells=_CELLS, repairs=st.lists(st.text(max_size=5), max_size=1))
def test_any_cells_are_transplanted(lesson: Lesson, cells: list[SubmittedCell], repairs: list[str]) -> None:
    """Every exercise has an answer or None; an answer is one of the submitted texts, or made of them."""
    with bounded():
        graft = transplant(lesson, Submitted(tuple(cells), "digest", tuple(repairs)))
    assert {"double", "shift"} == set(graft.answers)
    for name, piece in graft.answers.items():
        if piece is None:
            assert name in graft.untouched or f"{name}: no answer was found in the notebook." in graft.repairs
        else:
            assert name == piece.exercise
            assert name not in graft.untouched
            assert 0 <= piece.place < len(cells)
    assert all(sentence.isprintable() for sentence in graft.repairs if sentence not in repairs)
    assert all(piece.exercise is None for piece in graft.support)


@share(100)
@given(
    kind=st.sampled_from(["code", "markdown"]),
    first=st.sampled_from(_IDS),
    others=st.sampled_from(_IDS),
    source=st.tuples(st.just(""), st.sampled_from(["table = [1, 2, 3]", "\n", "x\n", " \n", "check(", "(", "```\n", "class double:\n"]),
                     st.integers(0, 1), st.just("\n"), st.just("")),
)  # fmt: skip
@example("code", "task-double", None, ("table = [1, 2, 3]", "\n", 0, "", ""))
@example("code", "double", "double", ("def double(x):\n", "  x\n", 0, "", ""))
def test_as_many_cells_as_may_be_are_transplanted_in_bounded_time(
    lesson: Lesson, kind: Any, first: str | None, others: str | None, source: Any
) -> None:
    """Two thousand cells of two thousand characters, each of which is a copy of the same."""
    text = repeated(source, 2_000)
    cells = [SubmittedCell(kind, text, first), *[SubmittedCell(kind, text, others)] * (MOST_CELLS - 1)]
    with bounded(30):
        transplant(lesson, Submitted(tuple(cells), "digest"))


_BODIES = st.sampled_from(
    ["    return 2 * x", "    return x + 1", "    y = x\n    return y * 2", '    """Doc."""\n    raise Exit']
)
_SCRATCH = st.sampled_from(
    ["print(1)", "x = 3", "%time double(2)", "!ls", "for i in range(3):\n    shift(i)", "# note", "# x\ny=1"]
)


@share(4)
@given(
    bodies=st.fixed_dictionaries({}, optional={"double": _BODIES, "shift": _BODIES}),
    scratch=st.lists(st.tuples(_SCRATCH, st.sampled_from(["code", "markdown"])), max_size=5),
    data=st.data(),
)
def test_answers_are_found_in_any_order_of_the_other_cells(
    lesson: Lesson, bodies: Any, scratch: Any, data: Any
) -> None:
    """Cells that are moved with their marks, and cells of the student's own, do not lead to other answers."""
    stubs = {files.name: files.task.stub for files in lesson.exercises}
    answers = {name: f"def {name}(x):\n{body}" for name, body in bodies.items()}
    cells = [
        SubmittedCell(c["cell_type"], c["source"], c["metadata"].get("nbgrader", {}).get("grade_id"))
        for c in released(dict(answers), stubs)["cells"]
    ]
    cells += [SubmittedCell(kind, text) for text, kind in scratch]
    others = data.draw(st.permutations([cell for cell in cells if cell.grade_id not in stubs]))
    order = data.draw(st.permutations([cell for cell in cells if cell.grade_id in stubs]))
    for cell in order:
        others.insert(data.draw(st.integers(0, len(others))), cell)
    graft = transplant(lesson, Submitted(tuple(others), "digest"))
    assert {name: answers.get(name) for name in stubs} == graft.texts
    assert set(stubs) - set(answers) == set(graft.untouched)
