"""``hint`` and ``solution``: a try between two hints, and an answer only after work."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import keras
import pytest

from autograder import check, hint, open_lesson, solution
from autograder.student.command import NotYet, Sentence
from autograder.student.progress_db import store
from tests.support.learner import GOOD_GAIN, HINTS, LATE_GAIN, Learner


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    made = Learner(tmp_path, monkeypatch)
    with redirect_stdout(StringIO()):
        open_lesson("03_weights")
    return made


def checked(passed: bool = False, stub: bool = False, name: str = "Gain") -> None:
    store().add("03_weights", "check", name, passed=passed, stub=stub)


FIRST = "hints: Gain\n\n1 of 3: nudge (which idea)\nWhich idea is `it`?\n"
SECOND = "\n2 of 3: locate (which line)\nLook at **line** 3.\n"
THIRD = "\n3 of 3: show (a sibling problem)\nA sibling is `Loss`.\n"
WAIT = 'The next hint opens after a try: change your answer and run `check("Gain")`, then ask again.\n'
ALL = 'These are all the hints. `solution("Gain")` says whether the solution is open to you.\n'


def test_hints_come_one_after_another_with_a_try_between(learner: Learner, capsys: Any) -> None:
    """The first is free; each further one follows a check that failed; those given are shown again."""
    hint("Gain")
    assert capsys.readouterr().out == FIRST
    hint("Gain")
    assert capsys.readouterr().out == FIRST + WAIT
    checked()
    hint("Gain")
    assert capsys.readouterr().out == FIRST + SECOND
    checked()
    hint("03_weights/Gain")
    hint("Gain")
    assert capsys.readouterr().out == FIRST + SECOND + THIRD + FIRST + SECOND + THIRD + ALL
    assert [e.data["step"] for e in store().events(kind="hint")] == ["nudge", "locate", "show"]


@pytest.mark.parametrize("other", [{"stub": True}, {"name": "area"}])
def test_a_stub_or_another_exercise_is_no_try(learner: Learner, capsys: Any, other: dict[str, Any]) -> None:
    """Only a written answer to this exercise opens its next hint."""
    hint("Gain")
    checked(**other)
    hint("Gain")
    assert capsys.readouterr().out.endswith(WAIT)


def test_after_a_pass_hints_are_free(learner: Learner, capsys: Any) -> None:
    """Who has passed may read on."""
    checked(passed=True)
    hint("Gain")
    hint("Gain")
    assert capsys.readouterr().out == FIRST + FIRST + SECOND


def test_an_exercise_without_hints_says_so(learner: Learner, capsys: Any) -> None:
    """Nothing is counted."""
    hint("area")
    assert capsys.readouterr().out == "area has no hints.\n"
    assert store().events(kind="hint") == []


@pytest.mark.parametrize("word", [hint, solution])
def test_a_wrong_name_is_answered_with_the_known_ones(learner: Learner, word: Any) -> None:
    """As in check."""
    with pytest.raises(Sentence, match="Did you mean Gain"):
        word("gain")


# -- solution ---------------------------------------------------------------------------------------------------------


LATER = "Solutions are not on this machine. Your instructor releases them after the due date. Until then, hint helps.\n"


def test_in_a_class_solutions_come_from_the_instructor(learner: Learner, capsys: Any) -> None:
    """No lessons above the notebook: a pass changes nothing, and no reader of lessons is imported for it."""
    checked(passed=True)
    solution("Gain")
    assert capsys.readouterr().out == "solution: Gain\n" + LATER


@pytest.fixture
def clone(learner: Learner, tmp_path: Path) -> Path:
    """A self-study clone around the learner's folder, with the exercise Gain in its lessons."""
    (tmp_path / "course.toml").write_text(
        'title = "Course"\n[[lesson]]\npath = "lessons/03_weights"\n', encoding="utf-8"
    )
    folder = tmp_path / "lessons" / "03_weights"
    (folder / "gain").mkdir(parents=True)
    (folder / "lesson.py").write_text(
        '# %% [markdown]\nr"""\n# Weights\n\n5 minutes\n"""\n\n# %% tags=["setup"]\nimport keras\n\n# %% exercise="gain"\n',
        encoding="utf-8",
    )
    hints = "".join(f'\n# %% [markdown] hint="{step}"\nr"""\n{text}\n"""\n' for step, text in HINTS.items())
    (folder / "gain" / "task.py").write_text(
        '# %% [markdown]\nr"""\n### Exercise: `Gain`\n"""\n\n# %%\nclass Gain(keras.layers.Layer):\n    def call(self, x):\n'
        "        ### BEGIN SOLUTION\n        return self.gain * x  # the answer\n        ### END SOLUTION\n" + hints,
        encoding="utf-8",
    )
    (folder / "gain" / "hidden.py").write_text(
        '"""Gain."""\n\nfrom tests.support.learner import gain\n\nexercise = gain()\n', encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(("given", "left"), [(0, "3 hints are left"), (2, "1 hint is left")])
def test_in_self_study_the_solution_waits_for_work(clone: Path, capsys: Any, given: int, left: str) -> None:
    """Neither passed nor all hints seen."""
    for step in list(HINTS)[:given]:
        store().add("03_weights", "hint", "Gain", step=step)
    solution("Gain")
    assert capsys.readouterr().out == (
        f'solution: Gain\nThe solution opens when your check passes, or after all hints. {left}: `hint("Gain")`.\n'
    )


@pytest.mark.parametrize("how", ["a pass", "all hints"])
def test_in_self_study_the_solution_opens(clone: Path, capsys: Any, how: str) -> None:
    """After a pass or all hints, without nbgrader's markers, and it is kept that it was seen."""
    if how == "a pass":
        checked(passed=True)
    else:
        for step in HINTS:
            store().add("03_weights", "hint", "Gain", step=step)
    solution("Gain")
    assert capsys.readouterr().out == (
        "solution: Gain\n    class Gain(keras.layers.Layer):\n        def call(self, x):\n"
        "            return self.gain * x  # the answer\n"
        "One good way of several. Close it, and write your own from memory: that is where the learning is.\n"
    )
    assert [e.name for e in store().events(kind="solution")] == ["Gain"]


def test_a_lesson_that_the_course_does_not_have_comes_from_the_instructor(
    clone: Path, learner: Learner, capsys: Any
) -> None:
    """A private exercise of a class, worked on inside a clone."""
    checked(passed=True, name="area")
    solution("area")
    assert capsys.readouterr().out == "solution: area\n" + LATER


def test_where_nothing_reads_lessons_solutions_come_from_the_instructor(
    clone: Path, monkeypatch: Any, capsys: Any
) -> None:
    """The student's wheel alone does not bring what reads lessons."""
    monkeypatch.setitem(sys.modules, "autograder.course", None)
    checked(passed=True)
    solution("Gain")
    assert capsys.readouterr().out == "solution: Gain\n" + LATER


def test_an_authors_fault_is_one_sentence_too(clone: Path) -> None:
    """A damaged task.py is told with its file, without a stack trace."""
    checked(passed=True)
    (clone / "lessons" / "03_weights" / "gain" / "task.py").write_text("# %%\nx = 1\n", encoding="utf-8")
    with pytest.raises(Sentence, match=r"task\.py") as raised:
        solution("Gain")
    assert raised.value._render_traceback_() == [str(raised.value)]


OUTPUT_CAPS = (
    "The formula in NumPy:\nThe judge's numbers come from a formula like this one.\n"
    "    def in_numpy(x, w):\n        return x * w.gain  # one line\n"
)


@pytest.fixture
def after_pass_clone(clone: Path) -> Path:
    """The clone, whose author shows the formula after a pass."""
    hidden = clone / "lessons" / "03_weights" / "gain" / "hidden.py"
    more = '\n\n@exercise.after_pass("The formula in NumPy")\ndef in_numpy(x, w):\n    return x * w.gain  # one line\n'
    hidden.write_text(hidden.read_text(encoding="utf-8") + more, encoding="utf-8")
    return clone


def test_after_a_pass_the_formula_is_shown_where_the_lessons_are_at_hand(after_pass_clone: Path, capsys: Any) -> None:
    """Beneath what `check` shows, and beneath the model answer."""
    namespace: dict[str, Any] = {"keras": keras, "check": check, "__name__": "notebook"}
    exec(GOOD_GAIN + '\ncheck("Gain")', namespace)
    assert capsys.readouterr().out.endswith("are still to come in grading.\n" + OUTPUT_CAPS)
    solution("Gain")
    assert capsys.readouterr().out.endswith("that is where the learning is.\n" + OUTPUT_CAPS)


def test_before_a_pass_and_in_a_class_no_formula_is_shown(after_pass_clone: Path, capsys: Any) -> None:
    """A failed check shows none; neither does a pass where only the release is there."""
    namespace: dict[str, Any] = {"keras": keras, "check": check, "__name__": "notebook"}
    with pytest.raises(NotYet):
        exec(LATE_GAIN + '\ncheck("Gain")', namespace)
    (after_pass_clone / "course.toml").unlink()
    exec(GOOD_GAIN + '\ncheck("Gain")', namespace)
    assert "in NumPy" not in capsys.readouterr().out
