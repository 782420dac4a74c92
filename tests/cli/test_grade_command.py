"""``autograder grade`` as a person meets it: table, sentences, files, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from autograder.cli import grade_command
from autograder.faults import UsageFault
from tests.support.grading_course import HereSandbox, answer, hand_in
from tests.support.paths import ROOT
from tests.support.term import DOUBLE, Term
from tests.support.zips import Member, packed


@pytest.fixture
def term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Term:
    # They keep the Sandbox that they find when they are first imported.
    import autograder.nbgrader_plugin.foreign_course
    import autograder.sandbox.doctor  # noqa: F401

    monkeypatch.setattr(grade_command, "choose_level", lambda limited, trust: "unprotected" if trust else "protected")
    monkeypatch.setattr("autograder.sandbox.sandbox.Sandbox", HereSandbox)
    return Term(tmp_path / "course")


def run(term: Term, *wishes: Any) -> Any:
    app = typer.Typer()
    app.command("grade")(grade_command.grade)
    return CliRunner().invoke(app, [str(term.submitted), "--course", str(term.root), *map(str, wishes)])


def test_a_class_is_graded_and_shown(term: Term, tmp_path: Path) -> None:
    """A table on stdout, progress on stderr, verdicts as JSON, a report; exit code 0."""
    term.hand_in("ann", double=answer("double", "4 * x"))
    hand_in(term.submitted, "bob", b"{")
    (term.submitted / "ann" / "ps1").mkdir()
    result = run(term, "--json", tmp_path / "all.json", "--jobs", 1)
    assert 0 == result.exit_code
    row = next(line for line in result.stdout.splitlines() if "ann" in line)
    assert ["ann", "◐ 1/4", "✓ 2/2", "3/6"] == [cell.strip() for cell in row.strip("│").split("│")][:4]
    assert "Could not be read: bob, 01_tiny. A notebook is JSON. This file ends in the middle" in result.stdout
    assert "Left alone: ann/ps1 is no lesson of this course." in result.stdout
    assert "Class report:" in result.stdout
    assert "2/2 01_tiny ann" in result.stderr
    assert ["ann", "bob"] == [v["student"] for v in json.loads((tmp_path / "all.json").read_text())]
    assert (term.root / "report.html").exists()
    assert [1, 2] == [row[0] for row in term.rows("ann").values()]


def test_what_could_not_be_judged_makes_exit_code_1(term: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in a script must not pass for complete."""
    monkeypatch.setattr("autograder.sandbox.sandbox.Sandbox", lambda level: HereSandbox(level, fails=[2]))
    term.hand_in("ann", double="MACHINE = 1\n" + DOUBLE)
    result = run(term)
    assert 1 == result.exit_code
    assert "Not judged, no grade written: ann, 01_tiny/double. The parent died." in result.stdout


def test_a_second_run_says_what_still_held(term: Term) -> None:
    """Nobody wonders why it was so fast."""
    term.hand_in("ann")
    run(term)
    assert "1 verdict of an earlier run still held: nothing had changed. Use --again" in run(term).stdout
    assert "still held" not in run(term, "--again").stdout


def test_without_a_sandbox_only_by_an_express_wish(term: Term) -> None:
    """The table names the mode, and the verdict does not count later."""
    term.hand_in("ann")
    assert "unprotected" in run(term, "--i-trust-this-code").stdout
    assert "unprotected" not in run(term).stdout


def test_results_can_go_elsewhere(term: Term, tmp_path: Path) -> None:
    """A trial leaves the course as it was."""
    term.hand_in("ann")
    assert 0 == run(term, "--out", tmp_path / "trial").exit_code
    assert {"autograded", "pages", "gradebook.db", "report.html", "verdicts"} == {
        p.name for p in (tmp_path / "trial").iterdir()
    }
    assert not (term.root / "gradebook.db").exists()


def test_a_file_for_json_needs_its_folder(term: Term, tmp_path: Path) -> None:
    """Found out before anything is judged."""
    term.hand_in("ann")
    with pytest.raises(UsageFault, match="--json names a file in a folder that exists"):
        grade_command.grade(term.submitted, json_file=tmp_path / "none" / "x.json", course=term.root)
    assert not (term.root / "verdicts").exists()


def test_an_unknown_lesson_is_one_sentence_and_exit_code_2(term: Term) -> None:
    """Through the real command line."""
    term.hand_in("ann")
    line = [sys.executable, "-c", "from autograder.cli.app import main; main()", "grade", str(term.submitted)]
    done = subprocess.run(
        [*line, "--course", str(term.root), "--lesson", "99_none"], capture_output=True, text=True, check=False
    )
    assert 2 == done.returncode
    assert done.stderr.startswith("autograder: Lessons are those of course.toml. Received '99_none'.")
    assert "Traceback" not in done.stderr


def test_of_another_courses_class_one_students_part_may_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the student, without steering a terminal, and the others are graded."""
    (tmp_path / "source" / "ps1").mkdir(parents=True)
    (tmp_path / "source" / "ps1" / "ps1.ipynb").write_text("{}")
    (tmp_path / "class.zip").write_bytes(
        packed(Member("ann/ps1/ps1.ipynb"), Member("bob/ps1/a\\b"), Member("\x1b[31m/ps1/ps1.ipynb"))
    )
    graded: list[list[str]] = []

    def grade_foreign(root: Path, submitted: Path, **wishes: Any) -> bool:
        graded.append(sorted(each.name for each in submitted.iterdir()))
        return True

    monkeypatch.setattr("autograder.cli.foreign_course_command.grade_foreign", grade_foreign)
    monkeypatch.setattr(grade_command, "choose_level", lambda limited, trust: "protected")
    grade_command.grade(tmp_path / "class.zip", course=tmp_path)
    printed = capsys.readouterr().out
    assert [["ann"]] == graded
    assert "Could not be read: bob. Names in an archive are parted by slashes" in printed
    assert r"Could not be read: \x1b[31m. A student's folder is a real folder" in printed


def test_on_a_terminal_there_is_a_bar(term: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the student who was last judged."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    term.hand_in("ann")
    assert "Grading: ann" in run(term).stderr


@pytest.mark.timeout(300)
def test_the_real_sandbox_grades_a_real_lesson(tmp_path: Path) -> None:
    """Lesson 03 end to end: model answers, a wrong one, an endless exit, in the sandbox."""
    import nbformat

    from autograder.course.course import Course
    from autograder.editions.source_edition import write_source
    from autograder.results.graded_notebook import insert_answers, skeleton

    here = ROOT / "lessons" / "03_weights"
    (tmp_path / "course.toml").write_text(f'title = "T"\n[[lesson]]\npath = "{here}"\n')
    course = Course.open(tmp_path)
    lesson = course.lesson("03_weights")
    write_source(course, lesson, course.source_dir / lesson.name)
    ours = skeleton(course, lesson)
    model = {files.name: files.task.solution for files in lesson.exercises}
    first = lesson.exercises[0]
    given = {
        "right": model,
        "wrong": model | {first.name: first.exercise.wrongs[0].source(first.task.solution)},
        "ends": model | {first.name: "import os\nos._exit(0)"},
        "none": {},
    }
    for student, answers in given.items():
        hand_in(tmp_path / "submitted", student, nbformat.writes(insert_answers(ours, answers)).encode(), lesson.name)
    grade_command.grade(tmp_path / "submitted", jobs=1, json_file=tmp_path / "all.json", course=tmp_path)
    points = {v["student"]: v["points"] for v in json.loads((tmp_path / "all.json").read_text())}
    full = sum(files.max_points for files in lesson.exercises)
    assert {"right": full, "ends": full - first.max_points, "none": 0} == {
        k: points[k] for k in ("right", "ends", "none")
    }
    assert full - first.max_points <= points["wrong"] < full
