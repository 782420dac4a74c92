"""answers.py: whole known answers, read beside those of hidden.py; each faulty cell is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.course.answers_file import read_answers
from autograder.course.exercise_files import load_exercise
from autograder.exercise import Function, call
from autograder.exercise.known_answers import Answer
from autograder.faults import AuthorFault
from tests.support.miniature_course import change

CELLS = """\
# %% wrong="squared"
def double(x):
    return x * x


# %% wrong="by pow" mistake="squared"
def double(x):
    return pow(x, 2)


# %% wrong="a text" fails="shapes" mistake="squared"
def double(x):
    return str(x * x)


# %% wrong="half" fails="values"
def double(x):
    return x / 2


# %% right="a sum"
import math


def double(x):
    return math.fsum([x, x])
"""


def exercise() -> Function:
    made = Function("double", title="an example", minutes=1, difficulty="easy", points={"values": 1})
    made.cases(lambda rng: [call(3)])
    made.reference(lambda x: 2 * x)
    made.mistake("squared", "Twice.", formula=lambda x: x * x)
    made.wrong("zero", fails="values", code="zero")
    made.right("a product", code="product")
    return made


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "answers.py"


def test_cells_are_whole_answers_that_follow_those_of_hidden_py(answers: Path) -> None:
    """Claim: the name of a mistake, mistake= and fails= mean what they mean in hidden.py; the text is the cell's."""
    answers.write_text(CELLS, encoding="utf-8")
    known = read_answers(answers, exercise())
    assert [
        Answer("zero", "zero", {}, "values"),
        Answer("squared", "def double(x):\n    return x * x", {}, "values", "squared"),
        Answer("by pow", "def double(x):\n    return pow(x, 2)", {}, "values", "squared"),
        Answer("a text", "def double(x):\n    return str(x * x)", {}, "shapes", "squared"),
        Answer("half", "def double(x):\n    return x / 2", {}, "values"),
    ] == list(known.wrongs)
    assert [
        Answer("a product", "product"),
        Answer("a sum", "import math\n\n\ndef double(x):\n    return math.fsum([x, x])"),
    ] == list(known.rights)


def test_an_exercise_needs_no_answers_py(answers: Path) -> None:
    """Claim: then the known answers are those of hidden.py."""
    known = read_answers(answers, exercise())
    assert (["zero"], ["a product"]) == ([a.name for a in known.wrongs], [a.name for a in known.rights])


KIND = (
    'answers.py, line {}: a known answer is a code cell with right="NAME", or with wrong="NAME" and, unless that is the name of a '
    "mistake, fails= or mistake=. Received a {}. Correct the line that begins with # %%."
)
REFUSED = [
    ("# %%\nx = 1\n", KIND.format(1, "code cell with nothing")),
    ('# %% right="a" wrong="b"\nx = 1\n', KIND.format(1, "code cell with right='a', wrong='b'")),
    ('# %% right="a"\nx = 1\n\n# %% [markdown]\n# Text.\n', KIND.format(4, "markdown cell with nothing")),
    ('# %% right="a" fails="values"\nx = 1\n', KIND.format(1, "code cell with right='a', fails='values'")),
    ('# %% wrong="a" failz="values"\nx = 1\n', KIND.format(1, "code cell with wrong='a', failz='values'")),
    ("# %% right=3\nx = 1\n", KIND.format(1, "code cell with right=3")),
    ('# %% fails="values"\nx = 1\n', KIND.format(1, "code cell with fails='values'")),
    (
        '# %% right="a"\nx = 1\n\n# %% right="a"\nx = 2\n',
        "answers.py, line 4: names of answers differ within an exercise. Received 'a' twice. Give this one another name.",
    ),
    (
        '# %% wrong="a product" fails="values"\nx = 1\n',
        "answers.py, line 1: Names of answers differ within an exercise. Received 'a product' twice in double. Rename one.",
    ),
    (
        '# %% right="zero"\nx = 1\n',
        "answers.py, line 1: names of answers differ within an exercise. Received 'zero' twice. Give this one another name.",
    ),
    (
        '# %% right="a"\nx = 1\n\n# %% wrong="b"\nx = 2\n',
        "answers.py, line 4: A wrong answer says which rung refuses it. Received neither fails= nor a mistake for 'b' in double. "
        'Add fails="values", say.',
    ),
    (
        '# %% wrong="b" mistake="cubed"\nx = 2\n',
        "answers.py, line 1: A wrong answer is taken for a mistake of the exercise. Received 'cubed' for 'b' in double. Its "
        "mistakes are: squared.",
    ),
]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=[row[0].partition("\n")[0] for row in REFUSED])
def test_a_faulty_cell_is_refused_with_its_line(answers: Path, text: str, said: str) -> None:
    """Claim: the rule, what was received, one thing to try."""
    answers.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorFault) as raised:
        read_answers(answers, exercise())
    assert said == str(raised.value)


def test_the_answers_of_an_exercise_are_those_of_its_folder(mini: Path) -> None:
    """Claim: nothing is registered, and what grades a class never reads the file."""
    folder = mini / "lessons" / "01_mini" / "double"
    (folder / "answers.py").write_text('# %% right="a sum"\ndef double(x):\n    return sum([x, x])\n', encoding="utf-8")
    files = Course.open(mini).lesson("01_mini").exercises[0]
    assert ["by_product", "a sum"] == [a.name for a in files.known_answers().rights]
    (folder / "answers.py").write_text("this is no Python", encoding="utf-8")
    (files, _) = Course.open(mini).lesson("01_mini").exercises
    with pytest.raises(AuthorFault, match=r"answers.py, line 1: the file as a whole must be valid Python"):
        files.known_answers()


def test_what_makes_an_exercise_incomplete_is_said_when_its_file_is_read(mini: Path) -> None:
    """Claim: with the file, and with the line where an author's own code stopped."""
    hidden = "lessons/01_mini/double/hidden.py"
    change(mini, hidden, 'yield call(0.1, label="a number")', 'yield call(0.1, label="a number", rung="own")')
    with pytest.raises(AuthorFault, match=r"hidden.py, line 1: A rung of an author's own has a sentence"):
        load_exercise(mini / hidden)
    change(mini, hidden, 'yield call(0.1, label="a number", rung="own")', 'yield call({}["gone"])')
    with pytest.raises(AuthorFault, match=r"hidden.py, line 11: hidden.py must load. Received KeyError: 'gone'."):
        load_exercise(mini / hidden)
