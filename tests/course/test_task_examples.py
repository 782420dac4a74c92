"""Examples in a task's text: which blocks count, what their comments promise, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.course.task_examples import Example, literal_arguments, read_examples, unwritten_examples
from autograder.course.task_file import read_task
from autograder.faults import AuthorFault
from tests.support.paths import ROOT


def block(*lines: str, said: str = "*Example.*") -> str:
    return "\n".join(["Write a function.", "", said, "", "```python", *lines, "```", ""])


def test_each_expression_with_a_comment_is_an_example():
    found = read_examples(block("double(3)   # 6", "double(-1)  # -2: a remark"))
    assert (Example("", "double(3)", 6), Example("", "double(-1)", -2)) == found


def test_what_has_no_comment_prepares_the_next_example():
    (first, second) = read_examples(block("v = box(1)", "fill(v)", "v     # 2", "fill(v)", "v   # 3"))
    assert (Example("v = box(1)\nfill(v)", "v", 2), Example("fill(v)", "v", 3)) == (first, second)


def test_a_comment_may_be_in_the_next_line():
    assert (Example("", "f(1)", (1, 2)),) == read_examples(block("f(1)", "# (1, 2)"))


@pytest.mark.parametrize(
    ("comment", "value"),
    [
        ("None: nobody watches it", None),
        ("[[1, 2], [0, 3]], at each x", [[1, 2], [0, 3]]),
        ('{"a": 1, "b": 2}', {"a": 1, "b": 2}),
        ('{"a": 1}: in any order', {"a": 1}),
        ("([1.0], [2.0])   (shown as lists)", ([1.0], [2.0])),
        ("[array([1., 2.], dtype=float32)]", [[1.0, 2.0]]),
        ('"a, b: c"', "a, b: c"),
        ("True", True),
    ],
)
def test_the_value_comes_first_and_the_remark_after_it(comment, value):
    (found,) = read_examples(block(f"f()   # {comment}"))
    assert (value, False, None) == (found.value, found.about, found.raises)


def test_a_rounded_value_and_an_error_are_promised_in_words():
    about, refused = read_examples(block("f(1)   # about [1, 2]", 'f("a")   # raises ValueError: no number'))
    assert ([1, 2], True) == (about.value, about.about)
    assert "ValueError" == refused.raises


def test_the_blocks_of_a_story_are_left_alone():
    story = "*The story.* It runs.\n\n```python\nprint(1)   # one\n```\n"
    assert () == read_examples(story)
    assert 1 == len(read_examples(story + block("f()   # 1")))


def test_a_comment_without_a_value_is_refused():
    with pytest.raises(AuthorFault, match=r"begins with its result, in Python.*Received '# the sum' beside `f\(1\)`"):
        read_examples(block("f(1)   # the sum"))


def test_a_block_that_is_no_python_is_refused():
    with pytest.raises(AuthorFault, match=r"An example of a task is Python\. Received, in line 1 of the block"):
        read_examples(block("f(1   # 2"))


def test_a_call_in_running_text_is_found_where_its_arguments_are_literals():
    prose = "Write `double(1)`.\n\n*Example.* `double(3)` gives 6, `double(x)` and `half(2)` do not count.\n\n`double(4)` neither."
    assert ["double(3)"] == list(unwritten_examples(prose, "double"))


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("f(1, (2, 3), b=False)", ((1, (2, 3)), {"b": False})),
        ("f(tf.ones(3))", None),
        ("g(1)", None),
        ("f.g(1)", None),
        ("f(", None),
        ("f", None),
    ],
)
def test_literal_arguments(call, arguments):
    assert arguments == literal_arguments(call, "f")


def test_the_course_has_no_example_that_nobody_runs():
    """All examples with a call are blocks, and there are many."""
    found = [read_examples(read_task(path).prose) for path in sorted(ROOT.glob("lessons/*/*/task.py"))]
    assert 80 < sum(map(len, found))
    assert 40 < np.count_nonzero([len(examples) for examples in found])
