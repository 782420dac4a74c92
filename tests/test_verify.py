"""``autograder verify``: clean for the course, and a sentence for each thing that is not proved."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.course.course import Course
from autograder.exercise import Layer
from autograder.grading.one_answer import judge_answer
from autograder.proof.exercise_proof import prove
from autograder.proof.lesson_text import prove_text
from autograder.proof.mistakes_across_seeds import mistakes_hidden_by_draws
from autograder.proof.rung_mutants import rung_mutants

AUTOGRADER = str(Path(sys.executable).with_name("autograder"))
HEADING = "### Exercise: `double` (core, 2 minutes, easy)"
TASK = f'''# %% [markdown]
r"""
{HEADING}
"""

# %%
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice_the_value_that_came_in = x + x
    return twice_the_value_that_came_in
    ### END SOLUTION

# %% [markdown] hint="nudge"
r"""Think."""

# %% [markdown] hint="locate"
r"""The last line."""

# %% [markdown] hint="show"
r"""Three times is `x + x + x`."""
'''
HIDDEN = """
from autograder.exercise import Function, call

exercise = Function("double", title="an example", minutes=2, difficulty="easy", points={"values": 2})


@exercise.cases
def cases(rng):
    yield call(3)
    yield call(-5)


@exercise.reference
def double(x):
    return 2 * x


@exercise.mistake("square", "It squares.")
def square(x):
    return x * x


OLD = "x + x"
exercise.wrong("the square", fails="values", mistake="square", change={OLD: "x * x"})
exercise.wrong("half", fails="values", change={OLD: "x // 2"})
exercise.wrong("same", fails="values", change={OLD: "x"})
exercise.wrong("zero", fails="values", change={OLD: "0"})
exercise.wrong("text", fails="shapes", change={OLD: "str(x)"})
exercise.wrong("raises", fails="runs", change={OLD: "x / None"})
exercise.right("times two", change={OLD: "2 * x"})
exercise.right("a sum", change={OLD: "sum([x, x])"})
exercise.right("a shift", change={OLD: "x * 4 // 2"})
"""
NUMBERS = {"    yield call(3)\n    yield call(-5)": "    yield call(int(rng.choice([2, 4])))"}
LESSON = '''# %% [markdown]
r"""
# 90 — Proof

5 minutes.
"""

# %% tags=["setup"]
import numpy as np

# %% exercise="double"
'''


@pytest.fixture
def proof_of(tmp_path, warm_sandbox):
    """``proof_of(task change, hidden change)``: the unproved sentences of the little exercise so changed."""

    def proof(task: dict[str, str] | None = None, hidden: dict[str, str] | None = None):
        folder = tmp_path / "lessons" / "90_proof" / "double"
        folder.mkdir(parents=True)
        (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
        (folder.parent / "lesson.py").write_text(LESSON)
        for name, text, changes in (("task.py", TASK, task or {}), ("hidden.py", HIDDEN, hidden or {})):
            for old, new in changes.items():
                assert text.count(old) == 1, old
                text = text.replace(old, new)
            (folder / name).write_text(text)
        lesson, files = Course.open(tmp_path).exercise("90_proof/double")
        return prove(warm_sandbox, lesson, files, b"seed")

    return proof


def test_a_proved_exercise_has_nothing_unproved(proof_of):
    proof = proof_of()
    assert (6, 6, 1, 1, 3, 3, []) == (
        proof.wrong, proof.refused, proof.advised, proof.alike, proof.right, proof.accepted, proof.unproved,
    )  # fmt: skip


def test_what_another_answer_left_behind_does_not_count(proof_of):
    """Known wrong answers share a fork; one that is right only there is judged again by itself."""
    world = "vars(__import__('sys'))"
    as_square = 'fails="values", mistake="square", change={OLD: '
    left = f'exercise.wrong("leaves a mark", {as_square}"x * x + {world}.setdefault(\'mark\', 0)"}})'
    found = f'exercise.wrong("finds it", {as_square}"x + x if \'mark\' in {world} else x * x"}})'
    old = 'exercise.wrong("half"'
    proof = proof_of(hidden={old: f"{left}\n{found}\n{old}"})
    assert (8, 8, 3, 3, []) == (proof.wrong, proof.refused, proof.advised, proof.alike, proof.unproved)


UNPROVED = [
    (
        {"twice_the_value_that_came_in = x + x": "twice_the_value_that_came_in = x + 1 + x + x - x"},
        {'OLD = "x + x"': 'OLD = "x + 1 + x + x - x"'},
        "The model answer must pass",
    ),
    (
        {"### BEGIN SOLUTION": "return 7\n    ### BEGIN SOLUTION"},
        {},
        "The untouched stub must be told that it is unwritten",
    ),
    ({}, {'{OLD: "x // 2"}': '{OLD: "x + x + 0"}'}, "The wrong answer 'half' must be refused"),
    ({}, {'"text", fails="shapes"': '"text", fails="values"'}, "'text' must fail at values"),
    ({}, {'{OLD: "x * x"}': '{OLD: "x * x * x"}'}, "'the square' must be taken for square"),
    (
        {},
        {'{OLD: "x * x"}': '{OLD: "x * x * x"}', 'mistake="square", ': ""},
        "no wrong answer that is taken for square",
    ),
    ({}, {'{OLD: "2 * x"}': '{OLD: "3 * x"}'}, "The right answer 'times two' must get full marks"),
    ({}, {'exercise.right("a shift", change={OLD: "x * 4 // 2"})': ""}, "at least 6 wrong and 3 right-but-different"),
    (
        {},
        {
            'points={"values": 2}': 'points={"values": 1, "large": 1}, rungs={"large": "It copes with large numbers"}',
            "yield call(-5)": 'yield call(-5)\n    yield call(99, rung="large")',
        },
        "Each rung must be failed by a wrong answer. Received none for large.",
    ),
    (
        {},
        {
            "yield call(-5)": "yield call(-5)\n    yield call(0)",
            'exercise.wrong("zero", fails="values", change={OLD: "0"})': "",
            'exercise.wrong("text", fails="shapes", change={OLD: "str(x)"})': "",
            'exercise.wrong("raises", fails="runs", change={OLD: "x / None"})': "",
        },
        "Each case must be failed by a wrong answer. Received none for double(0).",
    ),
    (
        {},
        {"yield call(3)": "yield call(3 if rng.random() < 0.45 else 2)", "    yield call(-5)\n": ""},  # 2 + 2 is 2 · 2
        "The learner's own check must give the advice of grading for 80% of the wrong answers that have one. Received: 0 of 1.",
    ),
    (
        {},
        {
            "@exercise.reference": '@exercise.after_pass("In one line")\ndef shown(x):\n    return 3 * x\n\n\n@exercise.reference'
        },
        "What is shown after a pass must give the reference's numbers.",
    ),
    ({'r"""Think."""': 'r""" """'}, {}, "three hints. Received an empty one: nudge"),
    ({"Three times is `x + x + x`.": "\ntwice_the_value_that_came_in = x + x\n"}, {}, "never the answer"),
    ({"2 minutes": "3 minutes"}, {}, "The task's heading says (core, 2 minutes, easy)"),
]


@pytest.mark.parametrize(("task", "hidden", "sentence"), UNPROVED, ids=[row[2] for row in UNPROVED])
def test_what_is_not_proved_is_reported(proof_of, task, hidden, sentence):
    assert any(sentence in sentence_of for sentence_of in proof_of(task, hidden).unproved)


PROSE = """
Write a function `double`. It may use `np.add`, `x` and `"any text"`; a list has `append`.

```python
only_in_this_block = 3
```

Here `only_in_this_block` counts as code. `# So does no comment.`
"""
SAID = [
    ("`np.ad`", "Received `np.ad` in the task of double: no np.ad in the lesson, Keras, TensorFlow or NumPy."),
    ("`doubble`", "Received `doubble` in the task of double: no doubble in the lesson"),
    ("`keras.layers.Dens`", "no keras.layers.Dens in the lesson"),
]


@pytest.fixture
def text_of(tmp_path, warm_sandbox):
    """``text_of(lesson change, task prose, quiz)``: the unproved sentences of the little lesson's text."""

    def proved(lesson: dict[str, str] | None = None, prose: str = "", quiz: str = ""):
        folder = tmp_path / "lessons" / "90_proof" / "double"
        folder.mkdir(parents=True)
        (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
        text = LESSON
        for old, new in (lesson or {}).items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder.parent / "lesson.py").write_text(text)
        (folder / "task.py").write_text(TASK.replace(HEADING, HEADING + "\n" + prose))
        (folder / "hidden.py").write_text(HIDDEN)
        if quiz:
            (folder.parent / "quiz.toml").write_text(quiz)
        return list(prove_text(warm_sandbox, Course.open(tmp_path).lesson("90_proof")))

    return proved


def test_a_mistake_that_some_draws_hide_is_reported(proof_of):
    """2 + 2 is 2 * 2; the proof's own draw may be another number."""
    (sentence_of,) = [sentence for sentence in proof_of(hidden=NUMBERS).unproved if "every draw" in sentence]
    assert re.search(r"Received square, which [2-6]\d of 100 draws hide at values.", sentence_of)


def test_a_layers_mistake_that_some_draws_hide_is_reported():
    """max(x, slope * x) is right while the slope lies between 0 and 1."""
    layer = Layer("Slope", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    layer.weight("slope", lambda shape: (), draw=lambda rng, shape: np.float32(rng.uniform(0, 2)))
    layer.case(5, 3)
    layer.reference(lambda x, w, training: np.where(x > 0, x, w.slope * x))

    @layer.mistake("larger", "Let the sign choose.")
    def larger(x, w, training):
        return np.maximum(x, w.slope * x)

    layer.wrong("larger", fails="values", mistake="larger", code="")
    (said,) = mistakes_hidden_by_draws(layer, layer.wrongs)
    assert re.search(r"Received larger, which [2-7]\d of 100 draws hide at values.", said)


SHORT = {"5 minutes": "2 minutes"}


def test_a_text_whose_minutes_add_up_and_whose_names_exist_has_nothing_unproved(text_of):
    assert [] == text_of(SHORT, PROSE)


@pytest.mark.parametrize(("prose", "sentence"), SAID)
def test_a_name_that_exists_nowhere_is_reported(text_of, prose, sentence):
    (sentence_of,) = text_of(SHORT, prose)
    assert sentence in sentence_of and sentence_of.startswith("Names in the prose exist in the code.")


def test_minutes_that_do_not_add_up_are_reported(text_of):
    """Two for the exercise and next to nothing for reading; the title promises five."""
    (sentence_of,) = text_of()
    assert "A lesson takes the minutes that its title names" in sentence_of
    assert "Received 5 minutes for parts that add up to 2: reading at 150 words a minute" in sentence_of


def test_too_many_predictions_are_reported(text_of):
    cell = '\n# %%\npredict("90.P{}", ...)\n'
    asked = {'# %% exercise="double"\n': "".join(map(cell.format, range(6))) + '\n# %% exercise="double"\n'}
    (sentence_of,) = text_of({"5 minutes": "8 minutes"} | asked)
    assert "A lesson records at most 5 predictions, so that each is made with care. Received 6." in sentence_of


def test_a_quiz_of_another_length_is_reported(text_of):
    question = '[[exit]]\nid = "90.E1"\nquestion = "?"\noptions = ["a", "b"]\nanswer = 0\nwhy = ["y", "n"]\n'
    (sentence_of,) = text_of({"5 minutes": "3 minutes"}, quiz=question)
    assert "opens with 3 to 5 questions on earlier ones and closes with 3. Received 0 and 1." in sentence_of


def test_a_mixed_quiz_and_an_optional_appendix_are_beyond_the_minutes(text_of):
    """Two for the exercise and six for the questions make eight; four mixed questions and 600 words would make sixteen."""
    tables = ["retrieval"] * 3 + ["exit"] * 3 + ["mixed"] * 4
    question = '[[{0}]]\nid = "90.{1}"\nquestion = "?"\noptions = ["a", "b"]\nanswer = 0\nwhy = ["y", "n"]\n'
    quiz = "".join(question.format(table, i) for i, table in enumerate(tables))
    appendix = '\n# %% [markdown] tags=["optional"]\nr"""\n' + "word " * 600 + '\n"""\n\n# %% exercise="double"\n'
    assert [] == text_of({"5 minutes": "8 minutes", '\n# %% exercise="double"\n': appendix}, quiz=quiz)


@pytest.mark.parametrize("kind", ["layer", "function"])
def test_each_rung_of_a_model_answer_can_be_spoilt(warm_sandbox, root, kind):
    """One machine-made wrong answer for each rung of a ladder, refused at that very rung."""
    lesson, files = Course.open(root).exercise(
        "08_residual_block/BasicBlock" if kind == "layer" else "08_residual_block/residual_of"
    )
    exam = files.exercise.exam(b"seed", 5)
    spoilt = rung_mutants(exam, files.task.solution)
    assert {rung.name for rung in exam.rungs} - {"values", "layers", "state"} <= set(spoilt)
    for rung, source in spoilt.items():
        assert (rung, rung) == (rung, judge_answer(warm_sandbox, lesson, files, exam, source).outcome.rung)


def test_the_block_is_shown_in_twelve_lines(root):
    """As the lesson promises; verify holds them to the reference's numbers."""
    _, files = Course.open(root).exercise("08_residual_block/BasicBlock")
    assert (12, "The block in twelve lines of NumPy") == (
        files.exercise.formula_text.lines,
        files.exercise.formula_text.title,
    )


@pytest.fixture(scope="module")
def report(root):
    done = subprocess.run([AUTOGRADER, "verify", "--json"], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.timeout(1800)  # the fixture proves the whole course
def test_the_course_is_proved(report):
    """The main claim: every known wrong answer refused, with its advice; every right-but-different one accepted."""
    code, report_document = report
    assert [] == [sentence for row in report_document["exercises"] for sentence in row["unproved"]]
    assert (0, report_document["totals"]["wrong"], report_document["totals"]["right"]) == (
        code,
        report_document["totals"]["refused"],
        report_document["totals"]["accepted"],
    )
    assert report_document["totals"]["wrong"] >= 100


def test_anything_unproved_gives_exit_code_1(root, tmp_path):
    folder = tmp_path / "lessons" / "90_proof" / "double"
    folder.mkdir(parents=True)
    (tmp_path / "course.toml").write_text('title = "Proof"\n[[lesson]]\npath = "lessons/90_proof"\n')
    (folder.parent / "lesson.py").write_text(LESSON)
    (folder / "task.py").write_text(TASK)
    (folder / "hidden.py").write_text(HIDDEN.replace('"x // 2"', '"2 * x"'))
    done = subprocess.run([AUTOGRADER, "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (1, True) == (done.returncode, "The wrong answer 'half' must be refused" in done.stdout)
