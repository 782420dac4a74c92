"""``autograder verify``: a sentence for each thing of a lesson's text that is not so."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.proof.lesson_text import prove_text
from tests.support.little_exercise import HEADING, LESSON, TASK, write_lesson

PROSE = """
Write a function `double`. It may use `np.add`, `x` and `"any text"`; a list has `append`.

```python
only_in_this_block = 3
```

Here `only_in_this_block` counts as code. `# So does no comment.`
"""
UNKNOWN_NAMES = [
    ("`np.ad`", "Received `np.ad` in the task of double: no np.ad in the lesson, Keras, TensorFlow or NumPy."),
    ("`doubble`", "Received `doubble` in the task of double: no doubble in the lesson"),
    ("`keras.layers.Dens`", "no keras.layers.Dens in the lesson"),
]


@pytest.fixture
def text_of(tmp_path, warm_sandbox):
    """``text_of(lesson change, task prose, quiz)``: the unproved sentences of the little lesson's text."""

    def proved(lesson: dict[str, str] | None = None, prose: str = "", quiz: str = ""):
        text = LESSON
        for old, new in (lesson or {}).items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        folder = write_lesson(tmp_path, text, TASK.replace(HEADING, HEADING + "\n" + prose))
        if quiz:
            (folder.parent / "quiz.toml").write_text(quiz)
        return list(prove_text(warm_sandbox, Course.open(tmp_path).lesson("90_proof")))

    return proved


SHORT = {"5 minutes": "2 minutes"}


def test_a_text_whose_minutes_add_up_and_whose_names_exist_has_nothing_unproved(text_of):
    assert [] == text_of(SHORT, PROSE)


@pytest.mark.parametrize(("prose", "sentence"), UNKNOWN_NAMES)
def test_a_name_that_exists_nowhere_is_reported(text_of, prose, sentence):
    (found,) = text_of(SHORT, prose)
    assert sentence in found and found.startswith("Names in the prose exist in the code.")


def test_minutes_that_do_not_add_up_are_reported(text_of):
    """Two for the exercise and next to nothing for reading; the title promises five."""
    (found,) = text_of()
    assert "A lesson takes the minutes that its title names" in found
    assert "Received 5 minutes for parts that add up to 2: reading at 150 words a minute" in found


def test_too_many_predictions_are_reported(text_of):
    cell = '\n# %%\npredict("90.P{}", ...)\n'
    asked = {'# %% exercise="double"\n': "".join(map(cell.format, range(6))) + '\n# %% exercise="double"\n'}
    (found,) = text_of({"5 minutes": "8 minutes"} | asked)
    assert "A lesson records at most 5 predictions, so that each is made with care. Received 6." in found


def test_a_quiz_of_another_length_is_reported(text_of):
    question = '[[exit]]\nid = "90.E1"\nquestion = "?"\noptions = ["a", "b"]\nanswer = 0\nwhy = ["y", "n"]\n'
    (found,) = text_of({"5 minutes": "3 minutes"}, quiz=question)
    assert "opens with 3 to 5 questions on earlier ones and closes with 3. Received 0 and 1." in found


def test_a_mixed_quiz_and_an_optional_appendix_are_beyond_the_minutes(text_of):
    """Two for the exercise and six for the questions make eight; four mixed questions and 600 words would make sixteen."""
    tables = ["retrieval"] * 3 + ["exit"] * 3 + ["mixed"] * 4
    question = '[[{0}]]\nid = "90.{1}"\nquestion = "?"\noptions = ["a", "b"]\nanswer = 0\nwhy = ["y", "n"]\n'
    quiz = "".join(question.format(table, i) for i, table in enumerate(tables))
    appendix = '\n# %% [markdown] tags=["optional"]\nr"""\n' + "word " * 600 + '\n"""\n\n# %% exercise="double"\n'
    assert [] == text_of({"5 minutes": "8 minutes", '\n# %% exercise="double"\n': appendix}, quiz=quiz)
