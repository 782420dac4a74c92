"""The sample class that ``make demo`` grades, through the command line and the real sandbox, against scores set by hand."""

from __future__ import annotations

import json
import subprocess
import tomllib

import pytest
from nbgrader.api import Gradebook

from tests.sample_class import LESSON, sample_class
from tests.support.paths import AUTOGRADER


@pytest.fixture(scope="session")
def expected(root):
    return tomllib.loads((root / "tests" / "expected_scores.toml").read_text(encoding="utf-8"))


def test_each_behaviour_scores_what_it_should(graded_class, expected):
    out, _ = graded_class
    verdicts = {v["student"]: v for v in json.loads((out / "all.json").read_text(encoding="utf-8"))}
    assert set(expected) == set(verdicts)
    for student, wanted in expected.items():
        exercises = verdicts[student]["exercises"]
        assert wanted["points"] == [e["points"] for e in exercises[:4]], student
        assert wanted["extras"] == [e["verdict"] == "right" for e in exercises[4:]], student
        if "misconceptions" in wanted:
            named = {e["misconception"] for e in exercises if e["verdict"] == "mistaken"}
            assert set(wanted["misconceptions"]) == named, student


def test_the_gradebook_holds_the_same_points_and_the_advice(graded_class, expected):
    out, _ = graded_class
    verdicts = {v["student"]: v for v in json.loads((out / "all.json").read_text(encoding="utf-8"))}
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        for student, verdict in verdicts.items():
            assert verdict["points"] == gradebook.find_submission(LESSON, student).score
            for exercise in verdict["exercises"]:
                comment = gradebook.find_comment(exercise["exercise"], LESSON, LESSON, student).comment or ""
                assert exercise["advice"] in comment


def test_each_student_has_a_page_and_a_verdict(graded_class, expected):
    out, _ = graded_class
    for student in expected:
        assert (out / "feedback" / student / LESSON / f"{LESSON}.html").stat().st_size > 1_000
        assert (out / "verdicts" / student / f"{LESSON}.json").exists()


def test_the_table_shows_everybody_and_says_where_the_pages_are(graded_class, expected):
    _, done = graded_class
    assert all(student in done.stdout for student in expected)
    assert "Feedback pages:" in done.stdout
    assert "Class report:" in done.stdout


def test_a_second_run_judges_nothing_again(graded_class, root):
    out, _ = graded_class
    again = subprocess.run(
        [AUTOGRADER, "grade", "tests/submissions", "--out", str(out)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert "12 verdicts of an earlier run still held" in again.stdout


def test_the_committed_submissions_are_what_the_lesson_gives(root):
    """Refresh with ``make submissions`` after a lesson has changed."""
    import nbformat

    from autograder.course.course import Course

    for student, notebook in sample_class(Course.open(root)).items():
        path = root / "tests" / "submissions" / student / LESSON / f"{LESSON}.ipynb"
        assert nbformat.writes(notebook) + "\n" == path.read_text(encoding="utf-8"), student
