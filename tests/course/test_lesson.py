"""Lesson folders: what an author must mend is told with file and line."""

from __future__ import annotations

import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course
from autograder.faults import AuthorFault
from tests.support.miniature_course import change

LESSON = "lessons/01_mini/lesson.py"
TASK = "lessons/01_mini/double/task.py"
HIDDEN = "lessons/01_mini/double/hidden.py"


def read(root):
    return Course.open(root).lesson("01_mini")


def test_exercises_stand_where_the_text_puts_them(mini):
    """Claim: an exercise cell keeps its place among the others."""
    assert ["markdown", "code", "markdown", "exercise", "code", "code", "code", "exercise"] == [
        cell.kind for cell in read(mini).cells
    ]


def test_prose_keeps_its_backslashes(mini):
    r"""Claim: LaTeX in r\"\"\" cells arrives as it was written."""
    assert r"# Miniature $\alpha$" in read(mini).cells[0].source


def test_a_solution_is_the_answer_without_markers(mini):
    """Claim: the code between the markers is kept, and only their lines go."""
    assert (
        "def double(x):\n    twice_as_much = x + x\n    return twice_as_much" == read(mini).exercises[0].task.solution
    )


def test_our_stub_is_nbgraders(mini):
    """Claim: what we call the stub is what ClearSolutions leaves, for each answer."""
    from nbgrader.preprocessors import ClearSolutions

    tasks = [files.task for files in read(mini).exercises]
    meta = {"nbgrader": {"solution": True}}
    notebook = new_notebook(cells=[new_code_cell(task.answer, metadata=meta) for task in tasks])
    cleared, _ = ClearSolutions().preprocess(notebook, {})
    assert [cell.source for cell in cleared.cells] == [task.stub for task in tasks]


def test_quizzes_are_read(mini):
    """Claim: questions arrive by table."""
    assert ["01.E1"] == [question["id"] for question in read(mini).quizzes["exit"]]


def test_a_hint_that_is_not_written_yet_is_empty(mini):
    """Claim: a missing hint does not stop reading, so that verify can tell of all of them at once."""
    change(mini, TASK, 'r"""Think of a sum."""', 'r""" """')
    assert "" == read(mini).exercises[0].task.hints["nudge"].strip()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (LESSON, "double(21.0)", "double(21.0", r"lesson.py, line 18: the file as a whole must be valid Python"),
        (LESSON, "# Miniature", "Miniature", r"lesson.py, line 1: .*Received no title"),
        (LESSON, "5 minutes.", "Soon.", r"lesson.py, line 1: .*Received no minutes"),
        (LESSON, ' tags=["setup"]', "", r'it alone, has tags=\["setup"\]. Received 0 such cells'),
        (LESSON, "# %%\ndouble(21.0)", '# %% tags=["setup"]\ndouble(21.0)', r"line 17: .*Received 2 such cells"),
        (LESSON, "# %% tags", "# %%\nimport re\n\n# %% tags", r"Received 1 such cells in another place"),
        (LESSON, "# %%\ndouble(21.0)", '# %% colour="red"\ndouble(21.0)', r"line 17: a cell may say .*'colour': 'red'"),
        (LESSON, 'exercise="scale"', 'exercise="scall"', r"Received 'scall'. Folders with a task.py: double, scale"),
        (
            LESSON,
            'exercise="scale"',
            'exercise="double"',
            r"an exercise stands once in a lesson. Received double again",
        ),
        (LESSON, '# %% exercise="double"\n', '# %% exercise="double"\nx = 1\n', r"only marks a place and stays empty"),
        (
            TASK,
            "### BEGIN SOLUTION",
            "### BEGIN SOLUTON",
            r"task.py, line 9: solutions stand between.*'### END SOLUTION'",
        ),
        (TASK, "    ### END SOLUTION", "", r"task.py, line 6: this '### BEGIN SOLUTION' has no '### END SOLUTION'"),
        (TASK, "    twice_as_much = x + x", "    ### BEGIN SOLUTION", r"task.py, line 7: .*not nested"),
        (TASK, 'hint="show"', 'hint="shw"', r"Received a markdown cell with hint='shw'"),
        (TASK, 'hint="show"', 'hint="nudge"', r"each once. Received a markdown cell with hint='nudge'"),
        (TASK, "def double(x):", "def doubled(x):", r"task.py, line 4: the answer must define double"),
        (HIDDEN, "np.multiply(x, 2.0) / 1.0", "(", r"hidden.py, line \d+: the file as a whole must be valid Python"),
        (HIDDEN, 'points={"values": 2}', "points=POINTS", r"hidden.py, line 5: .*NameError: name 'POINTS'"),
        (
            HIDDEN,
            'mistake="squared", change',
            'mistake="cubed", change',
            r"hidden.py, line 24: A wrong answer is taken for a mistake",
        ),
    ],
)
def test_what_an_author_must_mend_is_reported_with_file_and_line(mini, name, old, new, sentence):
    """Claim: each slip has one sentence that leads to its place."""
    change(mini, name, old, new)
    with pytest.raises(AuthorFault, match=sentence):
        read(mini)


def test_a_hidden_file_without_an_exercise_is_reported(mini):
    """Claim: the name that is looked for is said."""
    (mini / HIDDEN).write_text("x = 1\n")
    with pytest.raises(
        AuthorFault, match=r"must set exercise to a Layer or a Function .*Received: nothing of that name"
    ):
        read(mini)


def test_a_hidden_file_that_imports_tensorflow_is_refused(mini, monkeypatch):
    """Claim: a reference cannot lean on what is taught."""
    (mini / "tf").mkdir()
    (mini / "tf" / "jax.py").write_text("")  # stands for any of the forbidden libraries, without their weight
    monkeypatch.syspath_prepend(str(mini / "tf"))
    change(mini, HIDDEN, "import numpy as np", "import numpy as np, jax")
    with pytest.raises(AuthorFault, match=r"a reference is NumPy alone.*Received an import of jax"):
        read(mini)
    del sys.modules["jax"]  # Keras, imported later, would take it for the library


def test_a_task_without_a_solution_is_refused(mini):
    """Claim: an answer that would be given away whole never gets as far as nbgrader."""
    change(mini, TASK, "    ### BEGIN SOLUTION\n", "")
    change(mini, TASK, "    ### END SOLUTION\n", "")
    with pytest.raises(AuthorFault, match=r"Received none, so the student would be given all of it"):
        read(mini)


def test_a_task_of_another_form_is_refused(mini):
    """Claim: the order of a task's cells is said with what was found."""
    (mini / TASK).write_text("# %%\nx = 1\n")
    with pytest.raises(AuthorFault, match=r"a task is a markdown cell, a code cell with the answer.*Received: code"):
        read(mini)


def test_a_file_that_is_missing_or_no_text_is_reported(mini):
    """Claim: absent and unreadable files have a sentence each."""
    (mini / HIDDEN).write_bytes(b"\xff\xfe")
    with pytest.raises(AuthorFault, match=r"hidden.py must be readable UTF-8 text"):
        read(mini)
    (mini / HIDDEN).unlink()
    with pytest.raises(AuthorFault, match=r"hidden.py is missing. double needs a file of that name"):
        read(mini)


def test_text_before_the_first_cell_is_reported(mini):
    """Claim: a file that does not begin with a cell is refused rather than half read."""
    path = mini / LESSON
    path.write_text("import re\n" + path.read_text())
    with pytest.raises(AuthorFault, match=r"each cell begins with a line '# %%'"):
        read(mini)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[exit]]", "[[exit]", r"quiz.toml must be valid TOML"),
        (
            "[[exit]]",
            "[[final]]",
            r"line 1: questions stand in \[\[retrieval\]\], \[\[exit\]\] or \[\[mixed\]\]. Received: final",
        ),
        ("answer = 0", "answer = 2", r"line 2: answer counts the options from 0. Received answer = 2 for 2 options"),
        ('why = ["Yes.", "That joins."]', 'why = ["Yes."]', r"one sentence for each option. Received 1 for 2"),
        ("answer = 0", 'answer = "4"', r"a question has the keys .* Received answer = '4'"),
        ("answer = 0", "answer = 0\npoints = 3", r"Received also: points"),
    ],
)
def test_a_wrong_quiz_is_reported_with_its_line(mini, old, new, sentence):
    """Claim: each slip in quiz.toml has a sentence."""
    change(mini, "lessons/01_mini/quiz.toml", old, new)
    with pytest.raises(AuthorFault, match=sentence):
        read(mini)


def test_ids_of_questions_differ(mini):
    """Claim: two questions cannot answer to one id."""
    path = mini / "lessons/01_mini/quiz.toml"
    path.write_text(path.read_text() + path.read_text().replace("[[exit]]", "[[retrieval]]"))
    with pytest.raises(AuthorFault, match=r"ids differ. Received '01.E1' twice"):
        read(mini)
