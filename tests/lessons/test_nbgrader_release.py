"""Unmodified nbgrader with the repository's own nbgrader_config.py: generate, autograde, feedback; the same scores.

Of the whole sample class, and from the same secret, so that the hidden cases are the same as well.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.sample_class import LESSON
from tests.support.paths import BIN, ROOT

STUDENTS = sorted(path.name for path in (ROOT / "tests" / "submissions").iterdir())


def nbgrader(course: Path, *words: str) -> str:
    """Run a command of nbgrader in ``course`` and return what it said; it must succeed."""
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    # ipykernel would take itself to be under test.
    environment.pop("PYTEST_CURRENT_TEST", None)
    done = subprocess.run(
        [str(BIN / "nbgrader"), *words], cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4_000:]
    # nbgrader logs a broken nbgrader_config.py and goes on without it.
    assert "Exception while loading config file" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(root, graded_class, tmp_path_factory):
    """A copy of the course as an instructor has it, with submissions handed in, generated and graded by nbgrader."""
    here = tmp_path_factory.mktemp("course")
    for name in ("lessons", "source"):
        shutil.copytree(root / name, here / name)
    for name in ("course.toml", "nbgrader_config.py", ".course-secret"):
        shutil.copy(root / name, here / name)
    for student in STUDENTS:
        shutil.copytree(root / "tests" / "submissions" / student, here / "submitted" / student)
    nbgrader(here, "generate_assignment", LESSON, "--force")
    nbgrader(here, "autograde", LESSON, "--create")
    nbgrader(here, "generate_feedback", LESSON)
    return here


def scores(course: Path, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(LESSON, student)
        return {grade.name: grade.score for grade in submission.notebooks[0].grades}


def test_generate_gives_the_committed_release(course, root):
    """What an instructor's click on Generate makes is what is committed, the frozen checks included."""
    theirs = {p.relative_to(course / "release"): p.read_bytes() for p in (course / "release").rglob("*") if p.is_file()}
    ours = {
        p.relative_to(root / "release"): p.read_bytes() for p in (root / "release" / LESSON).rglob("*") if p.is_file()
    }
    assert ours == theirs


def test_autograde_gives_the_scores_of_autograder_grade(course, graded_class):
    """All twelve, the endless loop too: each exercise, in both gradebooks and in the verdict file."""
    out, _ = graded_class
    assert len(STUDENTS) >= 12
    for student in STUDENTS:
        verdict = json.loads((out / "verdicts" / student / f"{LESSON}.json").read_text(encoding="utf-8"))
        expected = {f"check-{e['exercise']}": e["points"] for e in verdict["exercises"]}
        assert expected == scores(course, student) == scores(out, student), student


def test_the_advice_is_the_comment_in_both_ways(course, graded_class):
    """Word for word; a person is asked for in the same places."""
    out, _ = graded_class
    for student in STUDENTS:
        comments, asked = [], []
        for database in (course / "gradebook.db", out / "gradebook.db"):
            with Gradebook(f"sqlite:///{database}") as gradebook:
                notebook = gradebook.find_submission_notebook(LESSON, LESSON, student)
                comments.append({c.name: c.comment for c in notebook.comments})
                asked.append({g.name: g.needs_manual_grade for g in notebook.grades})
        assert comments[0] == comments[1], student
        assert asked[0] == asked[1], student


def test_feedback_shows_the_advice(course):
    """The first sentence of each comment in the gradebook stands in nbgrader's page for the student."""
    page = (course / "feedback" / "raw_variables" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_submission_notebook(LESSON, LESSON, "raw_variables")
        advice = [comment.comment for comment in notebook.comments if comment.comment]
    assert any("tf.Variable" in comment for comment in advice)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).replace("`", "").split())
    for comment in advice:
        sentence = " ".join(comment.replace("`", "").split()).split(". ")[0]
        assert sentence in words


def test_nothing_that_the_student_wrote_around_the_answers_is_kept(course):
    graded = (course / "autograded" / "mangles_check_cells" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert "assert True" not in graded
    assert graded.count('"grade_id": "check-RunningMean"') == 1
