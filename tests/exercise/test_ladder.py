"""The ladder's table: each rung has one file, words for everybody, and no page shows its bare name in their place."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from autograder.course import Course
from autograder.course.lesson import Lesson
from autograder.exercise import Function, Layer, call
from autograder.exercise.exam import Exam
from autograder.exercise.ladder import ANYWHERE, FUNCTION, LADDERS, LAYER, OF_LAYERS, Traits, facts_of
from autograder.faults import AuthorFault
from autograder.judge.rungs import FunctionRung, LayerRung, function_rung, layer_rung
from autograder.results.class_report import render_report
from autograder.results.feedback_page import render_page
from autograder.student.check import not_yet
from autograder.student.verdict_card import verdict_card
from autograder.verdicts import Evidence, ExerciseVerdict, Mistaken, Right, SubmissionVerdict
from tests.support.paths import ROOT

WORDS = re.compile(r"[A-Z]\S* \S+ .*[^.\s]")
"""A sentence of three words or more, without its full stop."""


class Texts(HTMLParser):
    """The text of a page, element by element, blanks as one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.texts.append(text)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    course = Course.open(ROOT)
    return [course.lesson(name) for name in course.lessons]


def exams(lesson: Lesson) -> dict[str, Exam]:
    """Each exercise with its rungs, a point on each; cases take time and are not shown here."""
    made = {}
    for files in lesson.exercises:
        exercise = files.exercise
        made[files.name] = Exam(exercise.kind, files.name, exercise.rungs(), (), title=exercise.title)
    return made


def failing(exam: Exam, number: int) -> ExerciseVerdict:
    """The verdict that stops at the rung of this number, or at the last one."""
    names = [rung.name for rung in exam.rungs]
    number = min(number, len(names) - 1)
    outcome = Mistaken(names[number], "Advice.", evidence=Evidence("a case"))
    return ExerciseVerdict(exam.name, outcome, 1, 4, tuple(names[:number]))


# -- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [*LAYER, *FUNCTION], ids=lambda row: row.words)
def test_each_rung_has_words(row: Any) -> None:
    """Claim: a sentence, and for each fact what it means."""
    assert WORDS.fullmatch(row.words)
    assert all(name.isidentifier() and meaning.strip() for name, meaning in row.facts.items())


@pytest.mark.parametrize("kind", ["layer", "function"])
def test_each_rung_has_one_file_that_climbs_it(kind: Any) -> None:
    """Claim: judge/rungs/NAME.py, under the same name; and no file of a rung that the ladder lacks."""
    find, base = (layer_rung, LayerRung) if kind == "layer" else (function_rung, FunctionRung)
    names = [row.name for row in LADDERS[kind]]
    assert len(set(names)) == len(names)
    for name in names:
        rung = find(name)
        assert (name, True) == (rung.name, isinstance(rung, base))
        assert type(rung).__module__ == f"autograder.judge.rungs.{name}"
    files = {path.stem for path in (ROOT / "autograder" / "judge" / "rungs").glob("*.py")} - {"__init__", "rung"}
    assert files == {row.name for row in (*LAYER, *FUNCTION)}


def test_a_rung_reports_its_own_facts_and_those_of_every_rung() -> None:
    """Claim: an author's own rung of a function reports what every rung does."""
    assert {**OF_LAYERS, **LAYER[0].facts} == dict(facts_of("layer", "builds"))
    assert dict(ANYWHERE) == dict(facts_of("function", "a rung of its own"))


def test_a_rung_on_which_nothing_can_be_shown_is_left_out() -> None:
    """Claim: a layer without weights has no rung about weights, unless it is to be paid for owning none."""
    bare = [row.name for row in LAYER if row.applies(Traits())]
    assert ["builds", "shapes", "values", "losses", "inputs", "gradients", "saves", "everywhere", "graph"] == bare
    paid = [row.name for row in LAYER if row.applies(Traits(paid=frozenset({"weights"})))]
    assert {"weights"} == set(paid) - set(bare)
    everything = Traits(weights=True, fixed_starts=True, trainable=True, state=True)
    assert list(LAYER) == [row for row in LAYER if row.applies(everything)]
    assert [False, True] == [FUNCTION[-1].applies(Traits(changeable_arguments=given)) for given in (False, True)]


def test_an_author_takes_rungs_off_by_name() -> None:
    """Claim: without= works for both kinds."""
    layer = Layer("L", title="an example", minutes=1, difficulty="easy", points={}, without=("saves", "graph"))
    layer.case(3, 2)
    layer.reference(lambda x, w, training: x)
    assert {"saves", "graph"}.isdisjoint(row.name for row in layer.active())
    function = Function("f", title="an example", minutes=1, difficulty="easy", points={}, without=("inputs", "shapes"))
    function.cases(lambda rng: [call([1])])
    assert ["runs", "values"] == [row.name for row in function.active()]


# -- every page -------------------------------------------------------------------------------------------------------


def test_the_course_has_rungs_of_authors_own(lessons: list[Lesson]) -> None:
    """Claim: what the tests below say of every rung, they say of these as well."""
    engines = {row.name for row in (*LAYER, *FUNCTION)}
    rungs = {rung.name for lesson in lessons for exam in exams(lesson).values() for rung in exam.rungs}
    assert len(rungs - engines) >= 30
    assert 68 <= sum(len(lesson.exercises) for lesson in lessons)


def test_the_learners_card_shows_words_alone(lessons: list[Lesson]) -> None:
    """Claim: each line is a symbol, the word for it, the rung's words and its points; for each rung of each exercise."""
    for lesson in lessons:
        for exam in exams(lesson).values():
            assert len({rung.words for rung in exam.rungs}) == len(exam.rungs), exam.name
            for number, failed in enumerate(exam.rungs):
                assert WORDS.fullmatch(failed.words), (exam.name, failed)
                verdict = failing(exam, number)
                card = verdict_card(exam, verdict, 1)
                lines = str(card).splitlines()[2 : 2 + len(exam.rungs)]
                html = Texts(card.html()).texts
                for place, rung in enumerate(exam.rungs):
                    state = ("✓ passed", "✗ failed", "· not reached")[(place >= number) + (place > number)]
                    points = (
                        f" ({rung.points:g} point{'' if rung.points == 1 else 's'} in grading)" if rung.points else ""
                    )
                    assert (
                        f"  {state:<{len('· not reached') if number < len(exam.rungs) - 1 else 8}}  {rung.words}{points}"
                        in lines
                    )
                    assert rung.words + points in html and rung.name not in html, (exam.name, rung.name)
                assert not_yet(exam, verdict) == (
                    f"Not yet: {exam.name} passes {number} of {len(exam.rungs)} checks. The advice above is about the one that "
                    f'fails: "{failed.words}".'
                )


def test_the_feedback_page_shows_words_alone(lessons: list[Lesson]) -> None:
    """Claim: passed or not, each rung of each exercise is a line of words."""
    for lesson in lessons:
        made = exams(lesson)
        for number in range(max(len(exam.rungs) for exam in made.values())):
            verdicts = tuple(failing(exam, number) for exam in made.values())
            right = tuple(ExerciseVerdict(v.exercise, Right(), 4, 4, ()) for v in verdicts)
            for given in (verdicts, right):
                submission = SubmissionVerdict("ann", lesson.name, "protected", given)
                texts = Texts(render_page(lesson, made, submission, {})).texts
                for exam in made.values():
                    for rung in exam.rungs:
                        assert rung.words in texts and rung.name not in texts, (exam.name, rung.name)


def test_the_class_report_shows_words_alone(lessons: list[Lesson]) -> None:
    """Claim: what was not passed is said in the rung's words, for each rung of each exercise."""
    for lesson in lessons:
        made = exams(lesson)
        for number in range(max(len(exam.rungs) for exam in made.values())):
            verdicts = tuple(failing(exam, number) for exam in made.values())
            submission = SubmissionVerdict("ann", lesson.name, "protected", verdicts)
            texts = Texts(render_report([lesson], [submission], {}, lambda _: None)).texts
            for exam, verdict in zip(made.values(), verdicts, strict=True):
                rung = exam.rungs[len(verdict.passed)]
                assert f"not passed: {rung.words}" in texts
                assert {rung.name, f"not passed: {rung.name}"}.isdisjoint(texts), (exam.name, rung.name)


# -- a rung of an author's own ----------------------------------------------------------------------------------------


def own(rungs: dict[str, str], *named: str) -> Function:
    exercise = Function("f", title="an example", minutes=1, difficulty="easy", points={"values": 1}, rungs=rungs)
    exercise.cases(lambda rng: [call(1), *(call(2, rung=name) for name in named)])
    exercise.reference(lambda x: x)
    return exercise


def test_a_rung_of_an_authors_own_has_the_authors_words() -> None:
    """Claim: they follow "values" in order of appearance, with their sentences."""
    exercise = own({"refuses": "It refuses text", "nested": "It reads lists"}, "nested", "refuses")
    assert [
        ("runs", "It can be called and returns"), ("shapes", "It returns the promised kind of value"),
        ("values", "It returns the right values"), ("nested", "It reads lists"), ("refuses", "It refuses text"),
    ] == [(rung.name, rung.words) for rung in exercise.rungs()]  # fmt: skip


@pytest.mark.parametrize(
    ("rungs", "named", "sentence"),
    [
        (
            {},
            ("nested",),
            "A rung of an author's own has a sentence, which pages show. Received none for nested of f. Write "
            'rungs={"nested": "It …"}.',
        ),
        (
            {"nested": "It reads lists", "refuses": "  "},
            ("nested", "refuses"),
            "A rung of an author's own has a sentence, which pages show. Received none for refuses of f. Write "
            'rungs={"refuses": "It …"}.',
        ),
        (
            {"nested": "It reads lists"},
            (),
            'A rung of an author\'s own has cases. Received none for nested of f. Yield a call(…, rung="nested"), or take its '
            "sentence out of rungs=.",
        ),
        (
            {"inputs": "It leaves lists alone"},
            ("inputs",),
            "A rung of an author's own has a name that the ladder does not have. Received inputs for f. Choose another.",
        ),
    ],
)
def test_a_rung_of_an_authors_own_that_is_incomplete_is_refused(
    rungs: dict[str, str], named: tuple[str, ...], sentence: str
) -> None:
    """Claim: no sentence, no cases, or a name that is taken: no lesson with such an exercise can be read or built."""
    for refuses in (own(rungs, *named).active, own(rungs, *named).rungs, lambda: own(rungs, *named).exam(b"seed")):
        with pytest.raises(AuthorFault) as raised:
            refuses()
        assert sentence == str(raised.value)
