"""``check`` in a plain Python process: what was checked, the advice, the evidence, what is still to come."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder import check, open_lesson
from autograder.student.command import NotYet, Sentence
from autograder.student.progress_db import store
from tests.support.learner import GOOD_GAIN, LATE_GAIN, STUB_GAIN, Learner

CHECK = sys.modules["autograder.student.check"]


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    made = Learner(tmp_path, monkeypatch)
    with redirect_stdout(StringIO()):
        open_lesson("03_weights")
    return made


def run(code: str, name: str = "Gain") -> None:
    """Check ``name`` where ``code`` has defined it, as a cell of a notebook would."""
    namespace: dict[str, Any] = {"keras": keras, "tf": tf, "np": np, "os": os, "warnings": warnings, "logging": logging}
    namespace |= {"__name__": "notebook", "check": check, "asked": name}
    exec(code + "\ncheck(asked)", namespace)


def refused(code: str, name: str = "Gain") -> str:
    with pytest.raises(NotYet) as raised:
        run(code, name)
    return str(raised.value)


def test_a_right_answer_passes_and_hidden_questions_are_still_to_come(learner: Learner, capsys: Any) -> None:
    """Never "all tests passed": each check is named by its words, and so is what grading adds."""
    run(GOOD_GAIN)
    assert capsys.readouterr().out == (
        "✓ passed here: Gain · an example\n"
        "  ✓ passed  It can be made and called, by hand and inside a model (1 point in grading)\n"
        "  ✓ passed  Its output has the promised shape and dtype\n"
        "  ✓ passed  It owns the right weights, and Keras counts them\n"
        "  ✓ passed  Untrained, it gives what the task promises\n"
        "  ✓ passed  Its numbers are those of the formula (1 point in grading)\n"
        "  ✓ passed  Its penalties are those of the task\n"
        "  ✓ passed  It leaves its input as it was\n"
        "  ✓ passed  Gradients reach the input and every weight\n"
        "  ✓ passed  One training step moves what it should\n"
        "  ✓ passed  It is right for inputs of other sizes, and leaves all else alone (1 point in grading)\n"
        "This holds for the public cases. 12 hidden questions with fresh numbers are still to come in grading.\n"
    )


def test_wrong_numbers_are_shown_beside_the_right_ones(learner: Learner, capsys: Any) -> None:
    """The failed check, the judge's advice, the case, a table and the words of the picture."""
    sentence = refused(LATE_GAIN.replace('"ones"', "lambda s, dtype: keras.ops.zeros(s)").replace("+ 1.0", "+ 0.0"))
    assert sentence == (
        'Not yet: Gain passes 3 of 10 checks. The advice above is about the one that fails: "Untrained, it gives what the task '
        'promises".'
    )
    out = capsys.readouterr().out
    assert "✗ not yet: Gain · an example\n" in out
    assert "  ✓ passed       It owns the right weights, and Keras counts them\n" in out
    assert "  ✗ failed       Untrained, it gives what the task promises\n" in out
    assert "  · not reached  Its numbers are those of the formula (1 point in grading)\n" in out
    assert "Look at the initializer of each weight." in out
    assert "  case: input (batch 3, channels 2)\n" in out
    assert "6 of 6 entries differ:\n  entry   expected" in out
    assert (
        "[Picture] Three grids, expected, yours and yours minus expected, for input (batch 3, channels 2): 6 of 6 entries differ."
        in out
    )
    assert "These are the public cases; 12 hidden questions are still to come in grading." in out


def test_a_stub_is_met_kindly(learner: Learner, capsys: Any) -> None:
    """No list of failures for one who has not begun; it counts as a stub in the store."""
    assert refused(STUB_GAIN) == "Not yet: Gain waits to be written."
    assert capsys.readouterr().out == (
        "· not written yet: Gain · an example\n"
        "A `raise NotImplementedError()` is still in Gain: that is where everybody starts.\n"
        'Put your own lines in its place, run the cell, and check again. `hint("Gain")` gives a nudge.\n'
    )
    assert [e.data["stub"] for e in store().events(kind="check")] == [True]


@pytest.mark.parametrize("name", ["Gain", "area"])
def test_a_name_that_is_not_there_is_no_list_of_failures(learner: Learner, capsys: Any, name: str) -> None:
    """The cell was not run, or its stub raised; neither is a try."""
    assert refused("", name) == f"Not yet: {name} is not defined."
    out = capsys.readouterr().out
    assert out.startswith(f"· not defined: {name} · an example\n{name} is not defined: its cell was not run, ")
    assert out.endswith("\nIf that line says NotImplementedError: that line marks where your own lines go.\n")
    assert [e.data["stub"] for e in store().events(kind="check")] == [True]


def test_a_functions_mistake_is_named(learner: Learner, capsys: Any) -> None:
    """The advice of the named mistake, what was received and what was expected."""
    assert refused("def area(w, h):\n    return w + h", "area").endswith('"It returns the right values".')
    out = capsys.readouterr().out
    assert "An area is width times height. Here they are added. Use `*`.\n" in out
    assert "  case:     area(2, 3)\n  received: 5\n  expected: 6\n" in out
    assert "Grading asks no further questions of this exercise." in out


def test_an_address_names_the_lesson_too(learner: Learner, capsys: Any) -> None:
    """03_weights/area is area of the open lesson."""
    run("def area(w, h):\n    return w * h", "03_weights/area")
    assert "✓ passed here: area" in capsys.readouterr().out


def test_an_address_works_before_a_lesson_is_open(learner: Learner, capsys: Any) -> None:
    """The folder's own lesson is found by its name."""
    learner.new_kernel()
    run("def area(w, h):\n    return w * h", "03_weights/area")
    assert "✓ passed here: area" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gain", 'Weights has no exercise "gain". Did you mean Gain? It has: Gain, area.'),
        ("Rotation", 'Weights has no exercise "Rotation". It has: Gain, area.'),
        (
            len,
            'An exercise is named by text, as in "ScaleShift". Received a builtin_function_or_method. Put the name in quotation marks.',
        ),
    ],
)
def test_a_wrong_name_is_answered_with_the_known_ones(learner: Learner, name: Any, sentence: str) -> None:
    """One sentence, with a near name where there is one."""
    with pytest.raises(Sentence) as raised:
        check(name)
    assert str(raised.value) == sentence


def test_a_bare_name_needs_an_open_lesson(learner: Learner) -> None:
    """After a restart of the kernel the set-up cell comes first."""
    learner.new_kernel()
    with pytest.raises(Sentence) as raised:
        check("Gain")
    assert str(raised.value) == (
        "A bare name belongs to an open lesson. None is open in this kernel. Run the set-up cell at the top of the notebook."
    )


@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_bytes(b"junk")])
def test_damaged_cases_ask_to_fetch_again(learner: Learner, damage: Any) -> None:
    """Missing and damaged are one to the learner."""
    damage(learner.checks / "cases.safetensors")
    with pytest.raises(Sentence) as raised:
        check("Gain")
    assert str(raised.value) == (
        "The checks of Gain lie in checks/cases.safetensors beside the notebook. It is missing or damaged. Fetch the assignment again."
    )


def test_prints_are_collected_and_shown_once(learner: Learner, capfd: Any) -> None:
    """A noisy right answer passes; its lines are shown once, with their number."""
    noisy = GOOD_GAIN.replace(
        "        return", "        print('seen'); os.sys.stderr.write('an error')\n        return"
    )
    run(noisy)
    caught = capfd.readouterr()
    assert caught.err == ""
    assert "  your code printed: seen\n" in caught.out
    assert "lines in all: a check asks many questions)" in caught.out


def test_warnings_and_logs_stay_off_stderr(learner: Learner, capfd: Any) -> None:
    """nbgrader takes anything on stderr for a failure; TensorFlow's own handler has kept the true stderr."""
    handler = logging.StreamHandler(os.fdopen(os.dup(2), "w"))
    logging.getLogger("noise").addHandler(handler)
    noisy = GOOD_GAIN.replace(
        "        return", "        warnings.warn('w'); logging.getLogger('noise').error('e')\n        return"
    )
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            run(noisy)
    finally:
        logging.getLogger("noise").removeHandler(handler)
        handler.stream.close()
    caught = capfd.readouterr()
    assert [str(w.message) for w in warned] == []
    assert caught.err == ""
    assert "your code printed" not in caught.out
    assert logging.root.manager.disable == logging.NOTSET


def test_an_endless_print_is_not_kept() -> None:
    """A loop that prints a gigabyte before it is interrupted takes no gigabyte."""
    held = CHECK.Printed()
    for _ in range(100):
        assert held.write("x" * 10_000) == 10_000
    assert len(held.getvalue()) <= 2 * CHECK.MOST_KEPT


def test_leaving_python_is_an_answer_lost_and_not_a_dead_kernel(learner: Learner, capsys: Any) -> None:
    """exit() in an answer ends the check, with the judge's sentence for it."""
    refused("def area(w, h):\n    raise SystemExit(3)", "area")
    assert "Your code ended the Python process." in capsys.readouterr().out


def test_an_interrupted_check_says_what_to_look_for(learner: Learner) -> None:
    """The learner's way out of an endless loop is the kernel's interrupt."""
    assert refused("def area(w, h):\n    raise KeyboardInterrupt", "area") == (
        "A check needs area to come back. It was interrupted while it ran. Look for a loop that never ends."
    )


def test_a_check_that_fails_by_itself_is_nobodys_mistake(learner: Learner, capsys: Any) -> None:
    """A damaged probe is a fault of ours: no verdict, and it says so."""
    (learner.checks / "probes").mkdir()
    (learner.checks / "probes" / "area.py").write_text("1 / 0", encoding="utf-8")
    assert refused("def area(w, h):\n    return w * h", "area") == "No verdict on area: see above."
    assert capsys.readouterr().out == (
        "? no verdict: area · an example\n"
        "The check of area stopped by itself (ZeroDivisionError: division by zero).\n"
        "This is not your fault and costs nothing. Restart the kernel and try again; if it stays, tell your instructor.\n"
    )


def test_an_exercises_own_probe_puts_the_question(learner: Learner, capsys: Any) -> None:
    """checks/probes/Name.py is loaded and called in place of the plain call."""
    (learner.checks / "probes").mkdir()
    (learner.checks / "probes" / "area.py").write_text(
        "def probe(answer, w, h):\n    return answer(h, w)", encoding="utf-8"
    )
    run("def area(w, h):\n    return w * h if w > h else 'turned'", "area")
    assert "✓ passed here: area" in capsys.readouterr().out
