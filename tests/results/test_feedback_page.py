"""The student's page and the instructor's: what they say, what they must not say, and that they can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from autograder.course.lesson import Lesson
from autograder.exercise.exam import Exam
from autograder.grading.exams import draw_exams
from autograder.grading.fixed_sentences import NOT_JUDGED, UNANSWERED
from autograder.results.class_report import render_report, short_note
from autograder.results.feedback_page import mistake_name, prose, render_page, template_environment
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Outcome, Right, SubmissionVerdict
from tests.support.grading_course import LESSON, make_course
from tests.support.paths import ROOT

TWICE = Mistaken("values", "Doubled twice: look at `x < y`.", "twice", "M01", Evidence("double(777)", "canary", "1554"))


class Page(HTMLParser):
    """A page taken apart: tags with attributes, headings, ids, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.text = re.sub(r"\s+", " ", " ".join(self.words))
        self.ids = [a["id"] for _, a in self.tags if "id" in a]
        self.levels = [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    course = make_course(tmp_path_factory.mktemp("course"))
    globals()["EXAMS"] = dict(draw_exams(course, course.lesson(LESSON)).exams)
    return course.lesson(LESSON)


EXAMS: dict[str, Exam] = {}


def verdict(
    double: Outcome, points: float = 0, student: str = "ann", shift: Outcome | None = None
) -> SubmissionVerdict:
    passed = ("runs", "shapes", "values") if isinstance(double, Right) else ("runs", "shapes") if points else ()
    exercises = (
        ExerciseVerdict("double", double, points, 4, passed),
        ExerciseVerdict("shift", shift or Right(), 2 if shift is None else 0, 2, ("runs", "shapes", "values")),
    )
    return SubmissionVerdict(student, LESSON, "protected", exercises, ("The notebook had another name.",))


def page_of(lesson: Lesson, given: SubmissionVerdict, code: str | None = "def double(x): ...") -> Page:
    return Page(render_page(lesson, EXAMS, given, {"double": code, "shift": "def shift(x): ..."}))


def test_the_page_says_what_was_reached_and_what_to_try_next(lesson: Lesson) -> None:
    """Total, points, verdict as a word, the advice, the misconception, the checks, the code, what was mended."""
    text = page_of(lesson, verdict(TWICE, 1)).text
    for sentence in (
        "3 of 6 points", "1 of 2 exercises is right. Look at double first.", "Partly right", "1 of 4 points",
        "Doubled twice: look at x < y .", "M01 (twice)", "It returns the right values – not passed 3 p.",
        "It can be called and returns – passed 1 p.",
        "It returns the promised kind of value – passed", "def double(x): ...", "The notebook had another name.",
        "All 3 checks passed.",
    ):  # fmt: skip
        assert sentence in text.replace(" ,", ","), sentence


@pytest.mark.parametrize(
    ("outcome", "points", "says"),
    [
        (Right(), 4, "Every exercise is right. Well done."),
        (TWICE, 0, "Not yet right"),
        (Mistaken("runs", UNANSWERED, "unwritten"), 0, "Not answered"),
        (Mistaken("runs", "Look for a loop.", "lost_cpu"), 0, "not reached"),
        (Broken("canary"), 0, NOT_JUDGED),
        (Broken("canary"), 0, "1 not judged yet"),
        (Broken("canary"), 0, "no points yet"),
    ],
)
def test_each_verdict_has_its_words(lesson: Lesson, outcome: Outcome, points: float, says: str) -> None:
    """Colour is never the only code."""
    assert says in page_of(lesson, verdict(outcome, points)).text


def test_summaries_count_in_words(lesson: Lesson) -> None:
    """None, one, and all are said as a person would."""
    none = page_of(lesson, verdict(TWICE, 0, shift=TWICE)).text
    assert "None of 2 exercises is right yet; each card below says what to try next." in none


def test_an_exercise_without_points_says_so(lesson: Lesson) -> None:
    """Nought of nought points would look like a failure."""
    given = SubmissionVerdict("ann", LESSON, "protected", (ExerciseVerdict("double", Right(), 0, 0, ("runs",)),))
    text = page_of(lesson, given).text
    assert "no points" in text and "no points yet" not in text
    assert "The exercise is right. Well done." in text


def test_a_refused_submission_gets_its_sentence(lesson: Lesson) -> None:
    """It says what to do, and that nothing is lost."""
    text = page_of(lesson, SubmissionVerdict("ann", LESSON, "none", refused="This file is empty.")).text
    assert "Your submission could not be read" in text
    assert "This file is empty." in text
    assert "Nothing was graded, and nothing is lost" in text


def test_no_hidden_value_and_no_exception_text_reaches_the_student(lesson: Lesson) -> None:
    """Evidence and the reason of a failure are the instructor's."""
    for outcome in (TWICE, Broken("canary")):
        text = render_page(lesson, EXAMS, verdict(outcome), {"double": None, "shift": None})
        assert not re.search("canary|777|1554", text)


HOSTILE = "</code><script>alert(1)</script><img src=x onerror=alert(1)>\x00\u202e{{ 7*7 }}"


def test_nothing_of_a_students_is_markup(lesson: Lesson) -> None:
    """Code is shown as it was written, and does nothing; what is invisible is made visible."""
    found = page_of(lesson, verdict(TWICE, 1), HOSTILE)
    assert not {"script", "img"} & {tag for tag, _ in found.tags}
    assert "<script>alert(1)</script>" in found.text
    assert "{{ 7*7 }}" in found.text
    assert not re.search("[\x00\u202e]", found.text)
    assert "<code>a&lt;b</code> &lt;i&gt;" == str(prose("`a<b` <i>"))


def test_the_pages_are_self_contained_and_without_scripts(lesson: Lesson) -> None:
    """They open from a disk, offline, in any browser, and a policy forbids the rest."""
    texts = (
        render_page(lesson, EXAMS, verdict(TWICE), {}),
        render_report([lesson], [verdict(TWICE)], {}, lambda _: "feedback/ann.html"),
    )
    for text in texts:
        assert not re.search(r"<script|<link|<iframe|https?://|@import|url\(|\son\w+=", text)
        assert "default-src 'none'" in text


def test_the_pages_have_a_language_and_their_headings_in_order(lesson: Lesson) -> None:
    """A screen reader finds its way: one h1, no level skipped, unique ids, labelled scrollable regions."""
    for text in (
        render_page(lesson, EXAMS, verdict(TWICE), {"double": "x", "shift": "y"}),
        render_report([lesson], [verdict(TWICE)], {}, lambda _: None),
    ):
        found = Page(text)
        assert ("html", {"lang": "en"}) in found.tags
        assert 1 == found.levels.count(1) == found.levels[0]
        assert all(b <= a + 1 for a, b in zip(found.levels, found.levels[1:], strict=False))
        assert len(set(found.ids)) == len(found.ids)
        regions = [a for tag, a in found.tags if tag == "pre" or a.get("class") == "scroll"]
        assert regions
        for attributes in regions:
            assert ("0", "region") == (attributes["tabindex"], attributes["role"])
            assert set(str(attributes["aria-labelledby"]).split()) <= set(found.ids)
        assert not [
            a for _, a in found.tags if str(a.get("href", "")).startswith("#") and str(a["href"])[1:] not in found.ids
        ]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "card", "code")]
    + [(kind, f"{kind}-bg") for kind in ("right", "wrong", "none")],
)
def test_every_text_stands_out_from_its_ground(theme: int, ink: str, ground: str) -> None:
    """Contrast 4.5 : 1 (WCAG 2.2, 1.4.3) in both themes."""
    template_environment()
    css = (ROOT / "autograder" / "results" / "templates" / "page.html").read_text()
    root = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[theme]
    colours = {
        k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in re.findall(r"--([\w-]+): (#\w+)", root)
    }
    low, high = sorted((luminance(colours[ink]), luminance(colours[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_names_of_mistakes_are_words_and_ends_of_processes_are_none() -> None:
    """A name from the source reads like a phrase."""
    assert ["relu too early", None, None, None] == [
        mistake_name(n) for n in ("relu_too_early", "lost_cpu", "undefined", None)
    ]


def test_the_instructors_page_shows_the_class_and_its_misconceptions(lesson: Lesson) -> None:
    """Points, marks, shares of those who answered, faults of each kind apart, and what was seen."""
    verdicts = [
        verdict(TWICE, 1),
        verdict(Right(), 4, "bob"),
        verdict(Mistaken("runs", UNANSWERED, "unwritten"), 0, "cat"),
        verdict(Broken("KeyError: <b>"), 0, "dan"),
        SubmissionVerdict("eve", LESSON, "none", refused="This file is empty."),
        SubmissionVerdict("<odd>", "–", "none", refused="A student's folder is a real folder."),
    ]
    links = {"ann": "feedback/ann/a.html"}
    found = Page(
        render_report(
            [lesson],
            verdicts,
            {("bob", LESSON): ["timestamp.txt holds no time; it was ignored."]},
            lambda v: links.get(v.student),
        )
    )
    for sentence in (
        "6 submissions were handed in", "protected", "ann ◐ 1/4 ✓ 2/2 3/6 mended", "M01 · twice double 1 50 %",
        "dan , 01_tiny/double: KeyError: <b>", "eve , 01_tiny: This file is empty.", "<odd> , –: A student's folder",
        "bob , 01_tiny: timestamp.txt holds no time", "case: double(777) received: canary expected: 1554",
        "could not be read",
        "not judged in full, mended",
    ):  # fmt: skip
        assert sentence in found.text, sentence
    assert ("a", {"href": "feedback/ann/a.html"}) in found.tags


def test_what_ran_with_an_answer_is_shown_on_both_pages(lesson: Lesson) -> None:
    """Who reads the answer sees the text that made it right, escaped and in its order."""
    right = ExerciseVerdict("double", Right(), 4, 4, ("runs",), ("two = 2", "def helper(x):\n    return '<b>' \u202e"))
    given = SubmissionVerdict("ann", LESSON, "protected", (right, ExerciseVerdict("shift", Right(), 2, 2, ("runs",))))
    report = render_report([lesson], [given], {}, lambda _: None)
    for text in (render_page(lesson, EXAMS, given, {"double": "x", "shift": "y"}), report):
        found = Page(text)
        assert found.text.index("two = 2") < found.text.index("def helper(x): return '<b>' \N{REPLACEMENT CHARACTER}")
        assert len(set(found.ids)) == len(found.ids)
        assert all(set(str(a["aria-labelledby"]).split()) <= set(found.ids) for tag, a in found.tags if tag == "pre")
        assert not any(tag == "b" for tag, _ in found.tags)
    assert 2 == Page(render_page(lesson, EXAMS, given, {})).text.count(
        "Taken from another cell: it ran with your answer"
    )
    assert "Taken from other cells: this ran with the answers that need it ann double two = 2" in Page(report).text
    assert "Taken from" not in render_report([lesson], [verdict(TWICE)], {}, lambda _: None)


def test_an_unlocked_sandbox_is_named_on_both_pages(lesson: Lesson) -> None:
    """A score that could be tampered with says so."""
    given = SubmissionVerdict("ann", LESSON, "unprotected", (ExerciseVerdict("double", Right(), 4, 4, ("runs",)),))
    assert "Graded in the mode “unprotected”" in page_of(lesson, given).text
    assert "unprotected" == short_note(given)
    assert "1 submission was" in render_report([lesson], [given], {}, lambda _: None)
