"""The examples of a task are run beside its model answer, and asked of each answer: a sentence for each that is not so."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.course.task_examples import Example
from autograder.proof.example_proof import keeps_promise, prove_examples
from tests.support.little_exercise import HEADING, HIDDEN, LESSON, TASK, write_lesson


def example(*lines: str) -> str:
    return "\n".join(["*Example.*", "", "```python", *lines, "```"])


@pytest.fixture
def examples_of(tmp_path, warm_sandbox):
    """``examples_of(prose, hidden, probe)``: the unproved sentences of the little exercise with this text."""

    def proved(prose: str, hidden: str = HIDDEN, probe: str | None = None) -> list[str]:
        folder = write_lesson(tmp_path, LESSON, TASK.replace(HEADING, f"{HEADING}\n\n{prose}"), hidden)
        if probe is not None:
            (folder / "probe.py").write_text(probe)
        lesson, files = Course.open(tmp_path).exercise("90_proof/double")
        return list(prove_examples(warm_sandbox, lesson, files, files.exercise.exam(b"seed")))

    return proved


def test_examples_that_hold_and_are_asked_leave_nothing_unproved(examples_of):
    prose = example(
        "double(3)           # 6",
        "double(-5)          # -10",
        "double(np.ones(2))  # [2, 2]",
        "double(object())    # raises TypeError",
    )
    assert [] == examples_of(prose)


def test_a_text_that_says_something_else_than_the_model_answer_is_reported(examples_of):
    (found,) = examples_of(example("double(3)   # 7"))
    assert "Received for `double(3)`: 6. The text says: 7. Correct one of the two." in found


def test_an_error_that_the_text_does_not_promise_is_reported(examples_of):
    (found,) = examples_of(example("double([1][2])   # 7"))
    assert "Received for `double([1][2])`: IndexError: list index out of range. The text says: 7." in found


def test_a_promised_error_that_does_not_come_is_reported(examples_of):
    (found,) = examples_of(example("double(3)   # raises ValueError"))
    assert "Received for `double(3)`: 6. The text says: raises ValueError." in found


def test_the_examples_run_in_order_and_in_one_process(examples_of):
    """The second one sees what the first has left."""
    assert [] == examples_of(
        example("seen = []", "seen.append(1)", "double(seen)   # [1, 1]", "double(seen * 2)   # [1, 1, 1, 1]")
    )


def test_a_block_that_does_not_run_is_reported(examples_of):
    (found,) = examples_of(example("missing.thing()", "double(3)   # 6"))
    assert "Received NameError in example 1" in found and "Write out all that the block needs" in found


def test_a_block_that_ends_its_process_is_reported(examples_of):
    (found,) = examples_of(example("import os", "os._exit(3)", "double(3)   # 6"))
    assert "The examples of a task run beside its model answer. Received a process that ended" in found


def test_a_result_that_no_text_can_show_is_reported(examples_of):
    (found,) = examples_of(example("double", "(double, 1)   # (0, 1)"))
    assert (
        "The result of an example is a number, a text, an array, or a list or dict of them. Received: function."
        in found
    )


def test_an_example_that_is_no_case_is_reported(examples_of):
    (found,) = examples_of(example("double(4)   # 8"))
    assert "Each example of the task is among its cases" in found
    assert "Received none for `double(4)`. Yield it in the cases of hidden.py." in found


@pytest.mark.parametrize(("case", "unproved"), [('["four", 4]', 0), ('"ask", [1, 4, 2]', 0), ('"ask", [1, 2], 5', 1)])
def test_a_case_of_a_probe_may_hold_more_than_the_arguments(examples_of, case, unproved):
    """The probe takes the question apart; that the number is in it is enough."""
    hidden = HIDDEN.replace("yield call(-5)", f"yield call({case})").replace("def double(x):", "def double(*x):")
    hidden = (
        hidden.replace("def square(x):", "def square(*x):")
        .replace("return x * x", "return None")
        .replace("2 * x", "None")
    )
    assert unproved == len(
        examples_of(example("double(4)   # 8"), hidden, "def probe(answer, *x):\n    return answer(x)\n")
    )


def test_a_rounded_result_need_not_be_a_case(examples_of):
    assert [] == examples_of(example("double(4)   # about 8"))


def test_a_call_in_running_text_is_reported(examples_of):
    (found,) = examples_of("*Example.* `double(3)` gives 6.")
    assert (
        "An example that can be run is a block of Python" in found
        and "Received `double(3)` in the running text." in found
    )


def test_a_comment_without_a_value_is_reported(examples_of):
    (found,) = examples_of(example("double(3)   # twice"))
    assert "The comment of an example begins with its result" in found


@pytest.mark.parametrize(
    ("promised", "found", "kept"),
    [
        (6, 6.0, True),
        (6, True, False),
        (True, True, True),
        (True, 1, False),
        (None, None, True),
        (0, None, False),
        ("a", "a", True),
        ([1, 2], [1.0, 2.0], True),
        ((1, 2), [1, 2], True),
        ([1, 2], [1, 2, 3], False),
        ([[1, 2]], [[1, "2"]], False),
        ({"a": 1, "b": None}, {"b": None, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1}, 1, False),
        ((None, 8), [None, 8], True),
        (1.0, 1.001, False),
    ],
)
def test_a_promise_is_kept_by_content(promised, found, kept):
    assert kept == keeps_promise(Example("", "f()", promised), ["value", found])


def test_about_leaves_room():
    assert keeps_promise(Example("", "f()", [1, 8], about=True), ["value", [1.1, 7]])
    assert not keeps_promise(Example("", "f()", [1, 8], about=True), ["value", [1.1, 4]])
