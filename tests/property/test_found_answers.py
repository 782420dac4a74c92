"""What fuzzing has found, each as the plain example that it was, so that it stays mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course.lesson import Lesson
from autograder.grading import verdict_files
from autograder.intake import submitted_files
from autograder.intake.notebook import MOST_BYTES, MOST_CELLS, MOST_SOURCE, Submitted, SubmittedCell, read_notebook
from autograder.intake.refusal import Refused
from autograder.matching.dependencies import CellDependencies
from autograder.matching.python_names import defined_names, is_python
from autograder.matching.transplant import transplant
from autograder.sandbox.frame_caps import CELLS, WireError
from autograder.sandbox.strict_json import decode_json
from autograder.sandbox.wire import encode
from tests.property.bounds import MIB, bounded, light
from tests.property.test_verdict_files import KEY, VERDICT
from tests.support.grading_course import LESSON, hand_in, make_course


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return make_course(tmp_path_factory.mktemp("course")).lesson(LESSON)


@pytest.mark.parametrize("blank", ["\n", "\t\n", "\x0b\n", "\u2028\n", "\xa0\n"])
def test_a_cell_of_empty_lines_is_read_at_once(blank: str) -> None:
    """A search for magics that crossed lines took six minutes for one cell, and there may be forty."""
    source = ("(" + blank * MOST_SOURCE)[:MOST_SOURCE]
    with bounded(1):
        assert not is_python(source)
        assert not is_python(source[:15_000])


def test_an_f_string_of_many_parts_is_read_at_once() -> None:
    """Python's parser takes a time that goes with the square of their number: three seconds for one cell."""
    with bounded(1):
        assert {"x"} == defined_names("x = f'" + "{x}" * 30_000 + "'")


def test_a_cell_too_long_to_be_parsed_is_judged_by_the_look_of_its_lines() -> None:
    """A pasted table still defines its name."""
    assert {"table"} == defined_names("table = [\n" + "    1.0,\n" * 5_000 + "]")


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (SubmittedCell("markdown", "", "task-double"), "table = [1, 2, 3]" + "\n" * 1_980),
        (SubmittedCell("code", "def double(x):\n  x", "double"), "  x\n" * 500),
        (SubmittedCell("markdown", "", "check-double"), "\n" * 1_990 + "check('double')"),
    ],
)
def test_two_thousand_copies_do_not_cost_their_square(lesson: Lesson, first: SubmittedCell, text: str) -> None:
    """Looking at each cell anew for each other one took minutes."""
    copies = [SubmittedCell("code", text, first.grade_id if first.kind == "code" else None)] * (MOST_CELLS - 1)
    with bounded(10):
        transplant(lesson, Submitted((first, *copies), "digest"))


def test_a_thousand_names_of_a_thousand_cells_are_looked_up_once(lesson: Lesson) -> None:
    """Each cell was parsed anew for each name that an answer lacks: hours."""
    words = [f"a{i}" for i in range(2_000)]
    cells = [SubmittedCell("code", f"def double(x):\n    return [{', '.join(words)}]", "double")]
    cells += [SubmittedCell("code", "\n".join(f"{word} = b{i}" for word in words[:1_000])) for i in range(300)]
    with bounded(20):
        needs = CellDependencies(transplant(lesson, Submitted(tuple(cells), "digest")), lesson.setup)
        assert 1_000 == len(needs.lacking("double")[0])


def test_values_are_counted_before_they_are_made() -> None:
    """An answer of 64 MiB of empty lists became two gigabytes of the judge's memory before it was refused."""
    data = b'{"a":[' + b"[]," * 2_000_000 + b"0]}"
    with light(3 * len(data)), pytest.raises(WireError, match="may hold 200000 values"):
        decode_json(data, CELLS)


@pytest.mark.parametrize("text", ['{"a": ",[{\\"[,"}', '{"a\\\\": "\\\\\\\\[,"}', '{",,,,[[[[": 1}'])
def test_what_stands_in_strings_does_not_count(text: str) -> None:
    """Escaped quotes and backslashes included."""
    from autograder.sandbox.frame_caps import Caps

    assert json.loads(text) == decode_json(text.encode(), Caps(nodes=2))


@pytest.mark.parametrize(
    "arrays",
    [
        {"__metadata__": np.zeros(2)},
        {"a": np.zeros((1,) * 33)},
        {"a": np.zeros((0, 2**48))},
        {"x" * 3_000_000: np.zeros(1)},
        {"a": np.broadcast_to(np.float32(1), (2**20,) * 2)},
    ],
    ids=["a reserved name", "33 axes", "an empty array of huge shape", "a long name", "a view of what is not there"],
)
def test_arrays_that_the_other_side_would_refuse_are_not_sent(arrays: dict[str, Any]) -> None:
    """The last took four terabytes to copy before its size was looked at."""
    with light(32 * MIB), pytest.raises(WireError):
        encode({}, arrays)


@pytest.mark.parametrize(
    ("place", "value"),
    [("instructor", []), ("points", 7), ("exercises", "[" * 5_000 + "]" * 5_000), ("repairs", "abc")],
)
def test_a_stored_verdict_that_was_changed_counts_as_none(tmp_path: Path, place: str, value: Any) -> None:
    """It ended the run with an AttributeError or a RecursionError, or came back as something else."""
    path = tmp_path / "v.json"
    verdict_files.save_verdict(path, VERDICT, KEY)
    document = json.loads(path.read_text())
    document[place] = "HERE"
    text = value if isinstance(value, str) and value.startswith("[") else json.dumps(value)
    path.write_text(json.dumps(document).replace('"HERE"', text))
    assert verdict_files.load_verdict(path, KEY) is None


def test_points_beyond_all_numbers_count_as_none(tmp_path: Path) -> None:
    """They ended the run with an OverflowError."""
    path = tmp_path / "v.json"
    verdict_files.save_verdict(path, VERDICT, KEY)
    path.write_text(path.read_text().replace('"points": 1,', f'"points": 1{"0" * 400},'))
    assert verdict_files.load_verdict(path, KEY) is None


def test_format_3_costs_no_more_than_its_length(tmp_path: Path) -> None:
    """nbformat's converter took minutes and gigabytes for a file of 20 MB that holds no cell."""
    junk = b'{"nbformat": 3, "worksheets": [], "metadata": {"a": [' + b"{}," * 300_000 + b"{}]}}"
    with bounded(3), light(100 * len(junk) + MOST_BYTES):
        assert () == read_notebook(hand_in(tmp_path, "ann", junk), LESSON).cells


def test_a_name_in_a_refusal_steers_no_terminal(tmp_path: Path) -> None:
    """An escape sequence reached the screen of whoever graded."""
    (tmp_path / "\x1b[2Jx").symlink_to("nowhere")
    with pytest.raises(Refused, match=r"\\x1b\[2Jx is a link"):
        submitted_files.read_files(tmp_path)
