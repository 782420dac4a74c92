"""An ordering task is built without its proof, and never in a right order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.course.parsons_file import Parsons
from autograder.editions.build_lesson import build_lesson
from autograder.editions.release_checks import write_checks
from tests.support.ordering_task import PLACE, TOML, changed, read


def public(task: Parsons, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "course.toml").write_text('title = "P"\n[[lesson]]\npath = "90_order"\n', encoding="utf-8")
    lesson = tmp_path / "90_order" / "lesson.py"
    lesson.parent.mkdir()
    lesson.write_text('# %% [markdown]\nr"""\n# 90 — Order\n\n5 minutes.\n"""\n\n# %% tags=["setup"]\nx = 1\n')
    (lesson.parent / "parsons.toml").write_text(TOML, encoding="utf-8")
    write_checks(Course.open(tmp_path).lesson("90_order"), tmp_path / "checks")
    content = json.loads((tmp_path / "checks" / "lesson.json").read_text(encoding="utf-8"))
    return dict(content["parsons"])


def test_the_built_task_is_shuffled_the_same_way_each_time_and_has_no_proof(tmp_path: Path) -> None:
    """Claim: the pieces never stand in a right order, and what proves them stays with the author."""
    task = read(tmp_path)["mean"]
    built = public(task, tmp_path)
    names = [piece["name"] for piece in built["mean"]["pieces"]]
    assert ["title", "task", "start", "end", "pieces"] == list(built["mean"])
    assert {"zero", "loop", "count", "empty"} == set(names)
    assert not task.allows([next(p for p in task.pieces if p.name == name) for name in names])
    assert "proof" not in json.dumps(built) and task.proof not in json.dumps(built)
    assert ["loop", "zero"] == [name for name in names if name in ("loop", "zero")]


def test_a_shuffle_that_happens_to_be_right_is_turned(tmp_path: Path) -> None:
    """Claim: whatever the id, the learner's pieces never come in a right order."""
    from autograder.editions.release_checks import _parsons

    for number in range(40):
        task = read(tmp_path, changed('id = "mean"', f'id = "mean{number}"'))[f"mean{number}"]
        by_name = {piece.name: piece for piece in task.pieces}
        assert not task.allows([by_name[piece["name"]] for piece in _parsons(task)["pieces"]])


def test_a_build_writes_ordering_tasks_and_leaves_other_lessons_alone(mini: Path) -> None:
    """Claim: they travel in checks/lesson.json; without parsons.toml nothing is added to it."""
    lesson_json = mini / "release" / "01_mini" / "checks" / "lesson.json"
    for text in (None, TOML):
        if text is not None:
            (mini / PLACE).write_text(text, encoding="utf-8")
        course = Course.open(mini)
        assert [] == build_lesson(course, course.lesson("01_mini"), execute=False).findings
        assert (["mean"] if text else None) == (
            list(json.loads(lesson_json.read_text(encoding="utf-8")).get("parsons", {})) or None
        )


def test_pieces_that_are_an_answer_are_not_released(mini: Path) -> None:
    """Claim: the guard knows a line of an exercise's solution in a piece."""
    line = "twice_as_much = x + x"
    (mini / PLACE).write_text(changed("total = 0", line), encoding="utf-8")
    course = Course.open(mini)
    findings = build_lesson(course, course.lesson("01_mini"), execute=False).findings
    assert {"line of the solution of double"} == {finding.rule for finding in findings}
