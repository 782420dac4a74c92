"""What a build must never do: lose an edit, cut submissions off from their cells, release something hidden."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.editions.build_lesson import build_lesson
from autograder.faults import UsageFault
from tests.support.build import run
from tests.support.miniature_course import change, write_course

NAME = "01_mini"
SOURCE = f"source/{NAME}/{NAME}.ipynb"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Path:
    """A miniature course, built without executing it."""
    root = write_course(tmp_path_factory.mktemp("built") / "course")
    build(root)
    return root


@pytest.fixture
def built(built_once, tmp_path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "course"))


def build(root, **how):
    course = Course.open(root)
    return build_lesson(course, course.lesson(NAME), **{"execute": False, **how})


# -- edits by hand ------------------------------------------------------------------------------------------------


def test_an_edit_by_hand_is_refused_with_its_diff(built):
    """Claim: the message names the file, shows the edit as a diff, and says what to do."""
    change(built, SOURCE, "5 minutes.", "50 minutes.")
    with pytest.raises(UsageFault) as refusal:
        build(built)
    sentence = str(refusal.value)
    assert (
        f"Received an edit by hand in {SOURCE}. Carry it over to lessons/01_mini, or drop it with --force." in sentence
    )
    assert [line for line in sentence.splitlines() if line[:1] in "+-" and "minutes" in line] == [
        '-    "5 minutes."',
        '+    "50 minutes."',
    ]


def test_an_edit_by_hand_stays_when_it_was_refused(built):
    """Claim: a refusal changes nothing."""
    change(built, SOURCE, "5 minutes.", "50 minutes.")
    before = (built / SOURCE).read_bytes()
    with pytest.raises(UsageFault):
        build(built)
    assert before == (built / SOURCE).read_bytes()


def test_force_drops_an_edit_by_hand(built, built_once):
    """Claim: --force builds as if nobody had edited."""
    change(built, SOURCE, "5 minutes.", "50 minutes.")
    build(built, force=True)
    assert (built_once / SOURCE).read_bytes() == (built / SOURCE).read_bytes()


def test_a_changed_lesson_is_no_edit_by_hand(built):
    """Claim: the everyday case, an edit in lessons/, builds without a question."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    assert SOURCE in build(built).written


def test_a_source_folder_of_unknown_origin_is_not_overwritten(mini):
    """Claim: without a record of an earlier build, what is there counts as somebody's work."""
    (mini / "source" / NAME).mkdir(parents=True)
    (mini / SOURCE).write_text("{}")
    with pytest.raises(UsageFault, match="Received an edit by hand"):
        build(mini)


def test_a_file_of_ones_own_in_source_is_refused_and_shown(built):
    """Claim: such a file would travel to students; it is shown, not removed."""
    (built / "source" / NAME / "notes.txt").write_text("mine\n")
    with pytest.raises(UsageFault, match=r"(?s)source/01_mini/notes.txt\. .*\(nothing\).*\+mine"):
        build(built)


def test_what_a_killed_build_left_half_written_is_nobodys_edit(built):
    """Claim: it is removed, and the build goes on."""
    left = [built / place / NAME / f".{NAME}.ipynb.0a1b2c3d.part" for place in ("source", "release")]
    for path in left:
        path.write_text("{")
    assert [] == build(built).written
    assert [] == [path for path in left if path.exists()]


def test_a_changed_binary_file_is_reported_without_a_diff(built):
    """Claim: arrays are not printed."""
    (built / "source" / NAME / "checks" / "cases.safetensors").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(
        UsageFault, match=r"Binary file source/01_mini/checks/cases.safetensors differs from what lessons"
    ):
        build(built)


def test_a_long_diff_is_cut(built):
    """Claim: a refusal fits a screen or two."""
    (built / SOURCE).write_text("\n".join(str(n) for n in range(500)))
    with pytest.raises(UsageFault, match=r"… and \d+ more lines"):
        build(built)


def test_what_a_lesson_no_longer_gives_is_removed(built):
    """Claim: a probe that was taken out does not linger in source/ and release/."""
    (built / "lessons" / NAME / "double" / "probe.py").unlink()
    written = build(built).written
    assert f"release/{NAME}/checks/probes/double.py (removed)" in written
    assert not (built / "release" / NAME / "checks" / "probes").exists()


# -- grade ids ----------------------------------------------------------------------------------------------------


def rename(root):
    """Give the exercise double another name."""
    for part in ("task", "hidden"):
        path = root / "lessons" / NAME / "double" / f"{part}.py"
        path.write_text(path.read_text().replace("def double", "def twice").replace('"double"', '"twice"'))
    change(root, "lessons/01_mini/lesson.py", "double(21.0)", "twice(21.0)")


def test_grade_ids_may_change_before_there_are_submissions(built):
    """Claim: nobody is hindered without need."""
    rename(built)
    assert SOURCE in build(built).written


def test_grade_ids_of_a_lesson_with_submissions_are_kept(built):
    """Claim: a renamed exercise is refused once somebody has handed in, whatever is forced."""
    (built / "submitted" / "alice" / NAME).mkdir(parents=True)
    rename(built)
    with pytest.raises(UsageFault, match=r"1 in submitted/: .*double removed.*twice added.*old name back"):
        build(built, force=True)


def test_grade_ids_are_kept_for_rows_of_the_gradebook(built):
    """Claim: submissions that only the gradebook knows protect the ids, too."""
    record_submission(built)
    rename(built)
    with pytest.raises(UsageFault, match=r"1 in gradebook.db: .*check-double removed"):
        build(built)


def test_an_exercise_may_not_be_added_under_submissions(built):
    """Claim: nbgrader could not grade the new cell in what was handed in."""
    (built / "submitted" / "alice" / NAME).mkdir(parents=True)
    folder = built / "lessons" / NAME
    shutil.copytree(folder / "double", folder / "twice")
    for part in ("task", "hidden"):
        path = folder / "twice" / f"{part}.py"
        path.write_text(path.read_text().replace("def double", "def twice").replace('"double"', '"twice"'))
    path = folder / "lesson.py"
    path.write_text(path.read_text() + '\n# %% exercise="twice"\n')
    with pytest.raises(UsageFault, match=r"task-twice added; twice added; check-twice added"):
        build(built)


def test_a_cell_may_not_come_to_mean_another_kind(built):
    """Claim: an id that was an answer's stays an answer's."""
    from autograder.editions.grade_ids import refuse_changes

    (built / "submitted" / "alice" / NAME).mkdir(parents=True)
    content = json.loads((built / SOURCE).read_text())
    meta = next(c["metadata"]["nbgrader"] for c in content["cells"] if c["id"] == "double")
    meta |= {"solution": False, "locked": True}
    (built / "fresh.ipynb").write_text(json.dumps(content))
    course = Course.open(built)
    with pytest.raises(UsageFault, match=r"double was an answer, is locked text"):
        refuse_changes(course, course.lesson(NAME), built / "fresh.ipynb")


def test_points_and_text_may_change_under_submissions(built):
    """Claim: only ids are frozen."""
    record_submission(built)
    (built / "submitted" / "alice" / NAME).mkdir(parents=True)
    change(built, "course.toml", "12:00:00\n", "12:00:00\n[lesson.points]\nScale = 4\n")
    assert SOURCE in build(built).written


def test_submissions_of_another_lesson_do_not_matter(built):
    """Claim: a gradebook that does not know the lesson freezes nothing."""
    record_submission(built, "another")
    rename(built)
    assert SOURCE in build(built).written


def record_submission(root, name=NAME):
    # Of a new gradebook nbgrader runs the command alembic by its bare name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        _record(root, name)


def _record(root, name):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment(name)
        gradebook.add_notebook(name, name)
        for grade_id in ("check-double", "check-Scale"):
            gradebook.add_grade_cell(grade_id, name, name, max_score=1, cell_type="code")
        for grade_id in ("double", "Scale"):
            gradebook.add_solution_cell(grade_id, name, name)
        for grade_id in ("double", "Scale", "check-double", "check-Scale", "task-double", "task-Scale"):
            gradebook.add_source_cell(grade_id, name, name, cell_type="code")
        gradebook.add_student("alice")
        gradebook.add_submission(name, "alice")


# -- the command --------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote(mini):
    """Claim: one line a file, one a lesson, no control codes when it is not a terminal."""
    done = run(NAME, "--no-execute", "--course", mini)
    assert 0 == done.exit_code
    assert f"  {SOURCE}\n" in done.output
    assert f"{NAME}: 9 files written, notebooks/ is outdated: run again without --no-execute\n" in done.output
    assert "\x1b" not in done.output


def test_the_command_says_when_there_was_nothing_to_do(built):
    """Claim: a second build is told as such."""
    assert f"{NAME}: up to date, notebooks/ is outdated" in run("--no-execute", "--course", built).output


def test_check_exits_with_1_and_the_sentence(built):
    """Claim: CI fails on a difference and shows what to run."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    done = run("--check", "--course", built)
    assert 1 == done.exit_code
    assert f"release/{NAME}/{NAME}.ipynb differs from lessons/01_mini. Run: make build" in done.output


def test_check_writes_nothing(built):
    """Claim: --check is safe anywhere."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    before = {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()}
    run("--check", "--course", built)
    assert before == {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.is_file()}


def test_a_leak_stops_the_build(mini):
    """Claim: exit code 1, the finding is told, nothing is written."""
    change(mini, "lessons/01_mini/double/task.py", "Tripling is `x + x + x`.", "twice_as_much = x + x")
    done = run("--no-execute", "--course", mini)
    assert 1 == done.exit_code
    assert "line of the solution of double: twice_as_much = x + x" in done.output
    assert f"{NAME}: something hidden would have been released. Nothing was written." in done.output
    assert not (mini / "release").exists()


def test_an_unknown_lesson_is_a_usage_fault(built):
    """Claim: the console command turns it into one sentence and exit code 2 (cli.app does, for all commands)."""
    assert isinstance(run("02_mini", "--course", built).exception, UsageFault)
