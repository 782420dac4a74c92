"""``parsons``: an ordering task is read with its faults, built without its proof, answered by letters, and proved."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from autograder import open_lesson, parsons, progress
from autograder.course import Course
from autograder.course.parsons_file import Parsons, read_parsons
from autograder.editions.build_lesson import build_lesson
from autograder.editions.release_checks import write_checks
from autograder.faults import AuthorFault
from autograder.proof.parsons_proof import prove_parsons, right_orders
from autograder.student.command import Sentence
from autograder.student.parsons import Pieces
from autograder.student.parsons import parsons as word
from autograder.student.progress_db import store
from tests.test_course_miniature import mini  # noqa: F401  (a fixture)
from tests.test_student_desk import Desk

TOML = '''\
[[parsons]]
id = "mean"
title = "The mean of some numbers"
task = """Put the lines in order, so that `mean` returns the *mean*."""
start = """
def mean(numbers):
"""
end = "    return total / count"
proof = "assert mean([1, 2, 6]) == 3"

[[parsons.piece]]
name = "zero"
code = "    total = 0"

[[parsons.piece]]
name = "loop"
code = """
    for number in numbers:
        total = total + number
"""
after = ["zero"]
why = "The loop adds to `total`, which must have a value by then."

[[parsons.piece]]
name = "count"
code = "    count = len(numbers)"
why = ""

[[parsons.piece]]
name = "empty"
extra = true
code = "    numbers = []"
why = "That throws the numbers away."
'''
START, TAKES = "def mean(numbers):\n", "    return total / count"
LOOP = "    for number in numbers:\n        total = total + number\n"
PLACE = "lessons/01_mini/parsons.toml"


def read(tmp_path: Path, text: str = TOML) -> dict[str, Parsons]:
    (tmp_path / "parsons.toml").write_text(text, encoding="utf-8")
    return read_parsons(tmp_path / "parsons.toml")


def changed(old: str, new: str) -> str:
    assert TOML.count(old) == 1, old
    return TOML.replace(old, new)


# -- reading ----------------------------------------------------------------------------------------------------------


def test_a_lesson_without_the_file_has_no_ordering_tasks(mini: Path) -> None:  # noqa: F811
    """Claim: parsons.toml is optional."""
    assert {} == Course.open(mini).lesson("01_mini").parsons


def test_ordering_tasks_are_read_with_their_lesson(mini: Path) -> None:  # noqa: F811
    """Claim: after, extra and why have defaults; code keeps its indentation."""
    (mini / PLACE).write_text(TOML, encoding="utf-8")
    task = Course.open(mini).lesson("01_mini").parsons["mean"]
    assert [("zero", (), False), ("loop", ("zero",), False), ("count", (), False), ("empty", (), True)] == [
        (piece.name, piece.after, piece.extra) for piece in task.pieces
    ]
    assert f"{START}    total = 0\n{LOOP}    count = len(numbers)\n{TAKES}" == task.assembled(task.wanted)


def test_every_order_that_after_allows_is_right(tmp_path: Path) -> None:
    """Claim: three places for count, and the loop never before zero."""
    task = read(tmp_path)["mean"]
    orders = [[piece.name for piece in order] for order in task.orders()]
    assert [["zero", "loop", "count"], ["zero", "count", "loop"], ["count", "zero", "loop"]] == orders
    assert all(task.allows(order) for order in task.orders())
    assert not task.allows(task.wanted[::-1])


FAULTS = [
    ("[[parsons]]\n", "[parsons\n", "parsons.toml must be valid TOML. Received"),
    ("[[parsons]]\n", "[[other]]\n[[parsons]]\n", "line 1: ordering tasks stand in [[parsons]]. Received: other."),
    ('title = "The mean of some numbers"', "", "line 1: an ordering task has the keys id, title, task, proof, piece"),
    ('title = "The mean of some numbers"', 'title = " "', "none of them empty. Received title = ' '"),
    ('title = "The mean of some numbers"', "title = 3", "title of an ordering task is text. Received title = 3."),
    (
        'id = "mean"',
        'id = "mean"\ncolour = 1',
        "an ordering task has the keys id, title, task, start, end, proof, piece.",
    ),
    ('id = "mean"', 'id = "the mean"', "an id is letters, digits, '_' and '-', as in \"block\". Received: 'the mean'."),
    (TOML[-30:], TOML[-30:] + TOML, "line 34: ids differ. Received 'mean' twice. Rename one of the two."),
    ('name = "loop"', "", "line 15: a piece has the keys name, code, none of them empty. Received name = None."),
    (
        'name = "loop"',
        'name = "loop"\nbefore = []',
        "line 15: a piece has the keys name, code, after, extra, why. Received also",
    ),
    ('after = ["zero"]', 'after = "zero"', "line 15: after of a piece is a list of names. Received after = 'zero'."),
    ('after = ["zero"]', "after = [1]", "line 15: after of a piece is a list of names. Received after = [1]."),
    ("extra = true", 'extra = "yes"', "line 29: extra of a piece is true or false. Received extra = 'yes'."),
    ('name = "count"', 'name = "loop"', "line 24: names of pieces differ within a task. Received 'loop' twice."),
    (
        "    count = len(numbers)",
        "    total = 0 ",
        "line 24: two pieces never hold the same code, for nobody could tell them apart. Received 'zero' and 'count'.",
    ),
    (
        "extra = true",
        'extra = true\nafter = ["zero"]',
        "line 29: an extra piece belongs nowhere, so it has no after. Received 'empty' with after = ['zero'].",
    ),
    (
        'after = ["zero"]',
        'after = ["zer"]',
        "line 15: after names other pieces of the task that are not extra. Received 'zer' for 'loop'. They are: zero, count.",
    ),
    ('after = ["zero"]', 'after = ["loop"]', "Received 'loop' for 'loop'. They are: zero, count."),
    ('after = ["zero"]', 'after = ["empty"]', "Received 'empty' for 'loop'. They are: zero, count."),
    ('after = ["zero"]', "", "line 1: some piece stands after another, or every order is right. Received no after."),
    (
        'code = "    total = 0"',
        'code = "    total = 0"\nafter = ["loop"]',
        "line 11: after makes no circle. Received: zero after loop after zero. Take one of these out.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS, ids=[row[2][:60] for row in FAULTS])
def test_what_an_author_must_mend_is_reported_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """Claim: each way in which the file can be wrong has one sentence, with the file's name."""
    with pytest.raises(AuthorFault) as raised:
        read(tmp_path, changed(old, new))
    assert "parsons.toml" in str(raised.value)
    assert sentence in str(raised.value)


def test_pieces_are_tables(tmp_path: Path) -> None:
    """Claim: a list of texts is told how pieces are written."""
    with pytest.raises(AuthorFault, match=r"pieces stand in \[\[parsons.piece\]\]"):
        read(tmp_path, TOML.partition("[[parsons.piece]]")[0] + 'piece = ["total = 0"]\n')


def test_there_is_a_letter_for_each_piece(tmp_path: Path) -> None:
    """Claim: a 27th piece is refused."""
    more = "".join(f'[[parsons.piece]]\nname = "{n}"\ncode = "x{n} = 1"\n' for n in range(23))
    with pytest.raises(
        AuthorFault, match=r"a task has at most 26 pieces, one for each letter\. Received 27\. Join some\."
    ):
        read(tmp_path, TOML + more)


# -- building ---------------------------------------------------------------------------------------------------------


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


def test_a_build_writes_ordering_tasks_and_leaves_other_lessons_alone(mini: Path) -> None:  # noqa: F811
    """Claim: they travel in checks/lesson.json; without parsons.toml nothing is added to it."""
    mean_task = mini / "release" / "01_mini" / "checks" / "lesson.json"
    for text in (None, TOML):
        if text is not None:
            (mini / PLACE).write_text(text, encoding="utf-8")
        course = Course.open(mini)
        assert [] == build_lesson(course, course.lesson("01_mini"), execute=False).findings
        assert (["mean"] if text else None) == (
            list(json.loads(mean_task.read_text(encoding="utf-8")).get("parsons", {})) or None
        )


def test_pieces_that_are_an_answer_are_not_released(mini: Path) -> None:  # noqa: F811
    """Claim: the guard knows a line of an exercise's solution in a piece."""
    line = "twice_as_much = x + x"
    (mini / PLACE).write_text(changed("total = 0", line), encoding="utf-8")
    course = Course.open(mini)
    findings = build_lesson(course, course.lesson("01_mini"), execute=False).findings
    assert {"line of the solution of double"} == {finding.rule for finding in findings}


# -- answering --------------------------------------------------------------------------------------------------------

LETTERS = {"A": "loop", "B": "empty", "C": "count", "D": "zero"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose lesson has the task "03.mean", its pieces in a known order."""
    made = Desk(tmp_path, monkeypatch)
    made.content["parsons"] = {"mean": mean_task(tmp_path)}
    made.write()
    with redirect_stdout(StringIO()):
        open_lesson("03_weights")
    return made


def mean_task(tmp_path: Path) -> dict[str, Any]:
    """The task as a build writes it, with the order of LETTERS."""
    task = read(tmp_path)["mean"]
    pieces = {
        p.name: {"name": p.name, "code": p.code, "after": list(p.after), "extra": p.extra, "why": p.why}
        for p in task.pieces
    }
    texts = {"title": task.title, "task": task.task, "start": task.start, "end": task.end}
    return texts | {"pieces": [pieces[name] for name in LETTERS.values()]}


ASKED = """\
ordering task: The mean of some numbers
Put the lines in order, so that `mean` returns the *mean*.
The code begins with:
    def mean(numbers):
The pieces, in no order. Not all of them are needed. Each brings its indentation along.
  A)  for number in numbers:
          total = total + number
  B)  numbers = []
  C)  count = len(numbers)
  D)  total = 0
The code ends with:
        return total / count
Write the letters of the pieces, first to last, and run the cell again. For B before A that is \
`parsons("03.mean", order="B A")`. It carries no points.
"""
WRONG = """\
✗ not in order yet: A stands too early
The loop adds to `total`, which must have a value by then.
Your order is C A D. It gives this code, with the letter of its piece before each line:
        | def mean(numbers):
      C |     count = len(numbers)
    ✗ A |     for number in numbers:
    ✗ A |         total = total + number
      D |     total = 0
        |     return total / count
The pieces, in no order. Not all of them are needed. Each brings its indentation along.
  A)  for number in numbers:
          total = total + number
  B)  numbers = []
  C)  count = len(numbers)
  D)  total = 0
Change the letters and run the cell again, as often as you like.
The task again:
The mean of some numbers
Put the lines in order, so that `mean` returns the *mean*.
"""
RIGHT = """\
✓ in order: The mean of some numbers
    def mean(numbers):
        total = 0
        count = len(numbers)
        for number in numbers:
            total = total + number
        return total / count
"""


@pytest.mark.parametrize("order", [..., None, "", "  ", []])
def test_an_unanswered_task_shows_its_pieces_and_how_to_answer(desk: Desk, capsys: Any, order: Any) -> None:
    """Claim: task, fixed code, lettered pieces and the line to write, as plain text; nothing is kept."""
    parsons("03.mean", order=order)
    assert ASKED == capsys.readouterr().out
    assert [] == store().events(kind="parsons")


def test_a_wrong_order_shows_its_code_and_the_reason(desk: Desk, capsys: Any) -> None:
    """Claim: the verdict, the code under the letters that were given, and the pieces again."""
    parsons("03.mean", order="C A D")
    assert WRONG == capsys.readouterr().out


@pytest.mark.parametrize("order", ["D C A", "d,c,a", "DCA", " D; C A ", ["D", "c", "A"], ("D", "C", "A")])
def test_letters_may_be_written_in_any_way(desk: Desk, capsys: Any, order: Any) -> None:
    """Claim: spaces, commas, case and lists are one."""
    parsons("03.mean", order=order)
    assert RIGHT == capsys.readouterr().out


@pytest.mark.parametrize("order", ["DAC", "DCA", "CDA"])
def test_any_order_that_after_allows_is_in_order(desk: Desk, capsys: Any, order: str) -> None:
    """Claim: count may stand anywhere."""
    parsons("03.mean", order=order)
    assert capsys.readouterr().out.startswith("✓ in order: ")


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("D B A C", "B does not belong into this code\nThat throws the numbers away.\n"),
        ("A B D C", "A stands too early\nThe loop adds"),
        ("B A D C", "B does not belong into this code\n"),
        (
            "D C",
            "1 piece is missing\nWhat you have is in a right order so far. Look for what the code does not do yet.\n",
        ),
        ("A", "2 pieces are missing\n"),
        ("D D A C", "D stands twice\nA piece is used once at most. Take one of the two out.\n"),
        ("D K A", "there is no piece K\nThe pieces have the letters A to D. Write one of these in the place of `K`.\n"),
        ("A K D", "A stands too early\n"),
    ],
)
def test_the_first_thing_that_is_wrong_is_reported(desk: Desk, capsys: Any, order: str, sentence: str) -> None:
    """Claim: in reading order, and one thing at a time."""
    parsons("03.mean", order=order)
    assert capsys.readouterr().out.startswith(f"✗ not in order yet: {sentence}")


def test_a_piece_waits_for_what_its_own_needs_wait_for(desk: Desk, capsys: Any) -> None:
    """Claim: where the piece between two is missing, the outer two still have an order."""
    pieces = desk.content["parsons"]["mean"]["pieces"]
    pieces[2] |= {"after": ["loop"], "why": "Count when the loop is done."}
    desk.write()
    open_lesson("03_weights")
    capsys.readouterr()
    parsons("03.mean", order="C D")
    assert "C stands too early\nCount when the loop is done.\n" in capsys.readouterr().out


def test_a_task_may_need_all_of_its_pieces_and_no_fixed_code(desk: Desk, capsys: Any) -> None:
    """Claim: what is not there is not announced."""
    task = desk.content["parsons"]["mean"]
    task |= {"start": "", "end": "", "pieces": [piece for piece in task["pieces"] if not piece["extra"]]}
    desk.write()
    open_lesson("03_weights")
    capsys.readouterr()
    parsons("03.mean")
    out = capsys.readouterr().out
    assert "All of them are needed." in out
    assert "The code begins" not in out and "The code ends" not in out


def test_answers_are_kept_and_counted_by_progress(desk: Desk, capsys: Any) -> None:
    """Claim: each try is an event, a solved task counts once, and only lessons with tasks have the column."""
    for order in ("A", "DAC", "D C A"):
        parsons("03.mean", order=order)
    assert [("A", False), ("DAC", True), ("DCA", True)] == [
        (event.data["order"], event.data["right"]) for event in store().events(kind="parsons", name="mean")
    ]
    capsys.readouterr()
    progress()
    out = capsys.readouterr().out
    assert "  quiz questions answered  ordering tasks solved\n" in out
    assert "  0 of 3                   1 of 1\n" in out


def test_a_lesson_made_before_there_were_ordering_tasks_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claim: its lesson.json is read as before, and there is nothing to copy."""
    Desk(tmp_path, monkeypatch)
    open_lesson("03_weights")
    with pytest.raises(Sentence) as raised:
        parsons("03.mean")
    assert 'The ordering tasks of this lesson are none. Received "03.mean". Copy one of these.' == str(raised.value)


@pytest.mark.parametrize(
    ("address", "order", "sentence"),
    [
        ("04.mean", None, 'The ordering tasks of this lesson are "03.mean". Received "04.mean". Copy one of these.'),
        (
            3,
            None,
            'An ordering task is addressed by text; those of this lesson are "03.mean". Received an int. Use quotation marks.',
        ),
        (
            "03.mean",
            7,
            'The order is text with the letters of the pieces, or a list of letters. Received an int. Try order="B A".',
        ),
        (
            "03.mean",
            ["A", 2],
            "The order is text with the letters of the pieces, or a list of letters. Received a list that holds an int. "
            'Try order="B A".',
        ),
    ],
)
def test_the_word_says_what_it_takes(desk: Desk, address: Any, order: Any, sentence: str) -> None:
    """Claim: each wrong use has one sentence, and nothing is kept."""
    with pytest.raises(Sentence) as raised:
        parsons(address, order=order)
    assert sentence == str(raised.value)
    assert [] == store().events(kind="parsons")


def test_code_is_shown_and_not_obeyed_in_html(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: pieces are a list of code blocks with letters in text; tags in code are text."""
    cards: list[Any] = []
    monkeypatch.setitem(word.__wrapped__.__globals__, "show", cards.append)  # type: ignore[attr-defined]
    parsons("03.mean")
    html = cards[-1].html()
    assert 4 == html.count("<li ") == html.count(")</strong> <pre ")
    assert "<code>numbers = []</code>" in html
    assert "&lt;b&gt;" in Pieces([("A", "<b>")]).html()


# -- proving ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def unproved(mini: Path, warm_sandbox: Any) -> Any:  # noqa: F811
    """``unproved(text)``: what the proof of its task "mean" says."""

    def prove(text: str) -> list[str]:
        (mini / PLACE).write_text(text, encoding="utf-8")
        lesson = Course.open(mini).lesson("01_mini")
        return prove_parsons(warm_sandbox, lesson, lesson.parsons["mean"])

    return prove


def test_a_sound_task_has_nothing_unproved(unproved: Any) -> None:
    """Claim: three right orders pass; the extra piece and the exchanged pair fail."""
    assert [] == unproved(TOML)


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            'proof = "assert mean([1, 2, 6]) == 3"',
            'proof = "assert mean([1, 2, 6]) == 3\\nimport os\\nos._exit(3)"',
            ["Received a lost process (cell proof: it ended its process with code 3) for zero, loop, count."],
        ),
        (
            'after = ["zero"]\n',
            'after = ["count"]\n',
            [
                "Every order that after allows must pass the proof. Received UnboundLocalError in the proof (",
                ") for count, loop, zero. Add to after what this order lacks, or mend the proof.",
                "What stands before a piece that it needs must fail. Received no failure for zero, loop, count.",
            ],
        ),
        (
            'code = "    count = len(numbers)"',
            'code = "    count = len(numbers)"\nafter = ["zero"]',
            [
                "Received no why for 'count'. Write a sentence.",
                "What stands before a piece that it needs must fail. Received no failure for count, zero, loop. Take 'zero' "
                "out of the after of 'count', or sharpen the proof.",
            ],
        ),
        (
            "    numbers = []",
            "    spare = []",
            [
                "An extra piece must make the proof fail somewhere. Received none of the 4 places of 'empty' at which it does. "
                "Sharpen the proof, or the piece."
            ],
        ),
        ("That throws the numbers away.", " ", ["Received no why for 'empty'. Write a sentence."]),
    ],
)
def test_what_is_not_proved_of_a_task_is_reported(unproved: Any, old: str, new: str, sentences: list[str]) -> None:
    """Claim: a proof that is too weak or too strong, a needless after, a harmless extra and a missing reason are told."""
    unproved_sentences = unproved(changed(old, new))
    assert all(any(sentence in one for one in unproved_sentences) for sentence in sentences), unproved_sentences


def test_where_there_are_many_right_orders_a_fixed_sample_is_tried(tmp_path: Path) -> None:
    """Claim: 24 of them, each once, the same each time, the file's own among them."""
    more = "".join(f'[[parsons.piece]]\nname = "{n}"\ncode = "    x{n} = 1"\n' for n in range(3))
    task = read(tmp_path, TOML + more)["mean"]
    orders = right_orders(task)
    assert (24, 24, task.wanted) == (len(orders), len(set(orders)), orders[0])
    assert all(task.allows(order) for order in orders)
    assert orders == right_orders(task)
