"""The source edition: reproducible, and never at the price of somebody's work."""

from __future__ import annotations

import nbformat
import pytest

from autograder.course import Course
from autograder.editions.build_lesson import make_editions
from tests.support.miniature_course import change
from tests.support.miniature_editions import NAME, RELEASE, SOURCE, bytes_in, cells, editions_of


def test_two_builds_give_equal_bytes(mini, tmp_path):
    """Claim: source/ and release/ depend on the lesson alone."""
    course = Course.open(mini)
    for name in ("one", "two"):
        make_editions(course, course.lesson(NAME), tmp_path / name)
    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")


def test_an_exercise_becomes_prose_answer_and_check(built_once):
    """Claim: three cells with nbgrader's metadata, the check locked and carrying the points."""
    lines = [
        (cell.id, meta["grade"], meta["solution"], meta["locked"], meta.get("points"))
        for cell in cells(built_once, SOURCE)
        if (meta := cell.metadata.get("nbgrader"))
    ]
    assert [
        ("task-double", False, False, True, None),
        ("double", False, True, False, None),
        ("check-double", True, False, True, 2),
        ("task-Scale", False, False, True, None),
        ("Scale", False, True, False, None),
        ("check-Scale", True, False, True, 0),
    ] == lines


def test_the_check_cell_says_one_word(built_once):
    """Claim: what stands beneath an exercise is check("Name") and nothing else."""
    assert 'check("double")' == next(c.source for c in cells(built_once, SOURCE) if c.id == "check-double")


def test_cell_ids_stay_when_a_cell_is_put_in_above(mini, tmp_path):
    """Claim: ids depend on content, not on position, and equal cells are told apart."""
    before = [c.id for c in cells(editions_of(mini, tmp_path / "a"), SOURCE)]
    change(mini, "lessons/01_mini/lesson.py", "# %%\ndouble(21.0)", "# %%\n1 + 1\n\n# %%\ndouble(21.0)")
    after = [c.id for c in cells(editions_of(mini, tmp_path / "b"), SOURCE)]
    assert len(before) + 1 == len(set(after))
    assert before == [name for name in after if name in before]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 + 1", "# Drawing\n1 + 1"),
        ("# Drawing\n1 + 1", "# Drawing\n1 + 1"),
        ("# Proof\nassert 1 + 1 == 2", "# Proof\nassert 1 + 1 == 2"),
    ],
)
def test_a_drawing_is_folded_beneath_its_label(mini, tmp_path, written, expected):
    """Claim: the build labels a folded cell with "# Drawing", unless it begins with a comment of its own."""
    change(mini, "lessons/01_mini/lesson.py", "# %%\ndouble(21.0)", f'# %% tags=["drawing"]\n{written}')
    folded = [c for c in cells(editions_of(mini, tmp_path / "a"), SOURCE) if "drawing" in c.metadata.get("tags", [])]
    assert [(expected, True)] == [(c.source, c.metadata["jupyter"]["source_hidden"]) for c in folded]


def test_the_header_of_the_course_follows_the_title(built_once):
    """Claim: course.toml's header is the second cell."""
    assert "Ask in the forum." == cells(built_once, RELEASE)[1].source


def test_a_built_notebook_says_so(built_once):
    """Claim: whoever opens the JSON learns from where it comes."""
    for name in (SOURCE, RELEASE, f"notebooks/{NAME}.ipynb"):
        marks = nbformat.read(built_once / name, as_version=4).metadata["course"]
        assert ("autograder build", "lessons/01_mini") == (marks["built_by"], marks["built_from"])


def test_no_jupytext_metadata_is_left(built_once):
    """Claim: a student who saves the notebook gets no stray .py beside it."""
    assert not [name for name in (SOURCE, RELEASE) if "jupytext" in (built_once / name).read_text()]
