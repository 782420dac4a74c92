"""``autograder verify``: a sentence for each thing of an exercise that is not proved."""

from __future__ import annotations

import re
import subprocess

import pytest

from autograder.course.course import Course
from autograder.faults import AuthorFault
from autograder.proof.exercise_proof import prove
from tests.support.little_exercise import HIDDEN, LESSON, TASK, write_lesson
from tests.support.paths import AUTOGRADER

NUMBERS = {"    yield call(3)\n    yield call(-5)": "    yield call(int(rng.choice([2, 4])))"}


@pytest.fixture
def proof_of(tmp_path, warm_sandbox):
    """``proof_of(task change, hidden change)``: the unproved sentences of the little exercise so changed."""

    def proof(task: dict[str, str] | None = None, hidden: dict[str, str] | None = None):
        texts = []
        for text, changes in ((TASK, task or {}), (HIDDEN, hidden or {})):
            for old, new in changes.items():
                assert text.count(old) == 1, old
                text = text.replace(old, new)
            texts.append(text)
        write_lesson(tmp_path, LESSON, *texts)
        lesson, files = Course.open(tmp_path).exercise("90_proof/double")
        return prove(warm_sandbox, lesson, files, b"seed")

    return proof


def test_a_proved_exercise_has_nothing_unproved(proof_of):
    proof = proof_of()
    # Three right answers are its author's, four the model answer in other forms.
    assert (6, 6, 1, 1, 7, 7, []) == (
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
    (
        {},
        {
            'points={"values": 2}': 'points={"values": 2}, takes=dict(x=whole(1)), returns=(int, float)',
            "import Function, call": "import Function, call, whole",
        },
        "The model answer, broken in one way (another type: float for int), must be refused. Received: right.",
    ),
    (
        {},
        {
            'points={"values": 2}': 'points={"values": 2}, takes=dict(y=whole(1))',
            "import Function, call": "import Function, call, whole",
        },
        "takes= names the arguments of the stub, in their order. Received y for x.",
    ),
    (
        {"_came_in = x + x": "_came_in = x + x if double.__name__ else 0"},
        {},
        "The model answer as a partial must get full marks, by hidden and public questions.",
    ),
    ({'r"""Think."""': 'r""" """'}, {}, "three hints. Received an empty one: nudge"),
    ({"Three times is `x + x + x`.": "\ntwice_the_value_that_came_in = x + x\n"}, {}, "never the answer"),
    ({"2 minutes": "3 minutes"}, {}, "The task's heading says (core, 2 minutes, easy)"),
]


@pytest.mark.parametrize(("task", "hidden", "sentence"), UNPROVED, ids=[row[2] for row in UNPROVED])
def test_what_is_not_proved_is_reported(proof_of, task, hidden, sentence):
    assert any(sentence in found for found in proof_of(task, hidden).unproved)


def test_a_mistake_that_some_draws_hide_is_reported(proof_of):
    """2 + 2 is 2 * 2; the proof's own draw may be another number."""
    (found,) = [sentence for sentence in proof_of(hidden=NUMBERS).unproved if "every draw" in sentence]
    assert re.search(r"Received square, which [2-6]\d of 100 draws hide at values.", found)


def test_anything_unproved_gives_exit_code_1(root, tmp_path):
    write_lesson(tmp_path, hidden=HIDDEN.replace('"x // 2"', '"2 * x"'))
    done = subprocess.run([AUTOGRADER, "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (1, True) == (done.returncode, "The wrong answer 'half' must be refused" in done.stdout)


DECLARED = {
    'points={"values": 2}': 'points={"values": 2}, takes=dict(x=whole(1)), returns=(int, float)',
    "import Function, call": "import Function, call, whole",
}
FREE = 'exercise.free("another type: float for int", reason="A float is as good.")'


def test_what_the_text_frees_may_be_right(proof_of):
    """The same, recorded with its reason."""
    proof = proof_of(hidden=DECLARED | {'OLD = "x + x"': f'{FREE}\nOLD = "x + x"'})
    assert [] == [sentence for sentence in proof.unproved if "broken" in sentence]
    assert [1, 0] == proof.spoilt["contract: another type"]


def test_what_is_free_has_a_reason(proof_of):
    free = FREE.replace("A float is as good.", "yes")
    with pytest.raises(AuthorFault, match=r"recorded with a sentence that says why. Received for .* in double: 'yes'"):
        proof_of(hidden=DECLARED | {'OLD = "x + x"': f'{free}\nOLD = "x + x"'})
