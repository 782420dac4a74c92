"""course.toml: what it says reaches the lessons, and what it must not say is told in one sentence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import datetime

import pytest

from autograder.course import Course
from autograder.faults import UsageFault
from tests.support.miniature_course import change


def test_a_course_is_found_from_a_folder_within_it(mini):
    """Claim: commands work anywhere in the course."""
    assert Course.open(mini / "lessons" / "01_mini").root == mini.resolve()


def test_a_lesson_carries_what_its_text_and_the_instructor_say(mini):
    """Claim: title and minutes come from the text; due date and header from course.toml."""
    lesson = Course.open(mini).lesson("01_mini")
    assert (r"Miniature $\alpha$", 5, datetime(2027, 3, 1, 12), "Ask in the forum.") == (
        lesson.title,
        lesson.minutes,
        lesson.due,
        lesson.header,
    )


def test_points_of_the_instructor_replace_those_of_the_author(mini):
    """Claim: [lesson.points] makes an extra count, and 0 makes an exercise an extra."""
    change(mini, "course.toml", "12:00:00\n", "12:00:00\n[lesson.points]\nScale = 4\ndouble = 0\n")
    double, scale = Course.open(mini).lesson("01_mini").exercises
    assert [(0.0, False), (4.0, True)] == [(e.max_points, e.core) for e in (double, scale)]


def test_an_extra_earns_nothing_by_default(mini):
    """Claim: core exercises carry the author's points, extras none."""
    assert [2.0, 0.0] == [e.max_points for e in Course.open(mini).lesson("01_mini").exercises]


def test_a_private_lesson_may_lie_outside_the_course(mini, tmp_path):
    """Claim: a path that leads elsewhere works, and leaves no machine's path in what is built."""
    os.rename(mini / "lessons" / "01_mini", tmp_path / "02_private")
    change(mini, "course.toml", "lessons/01_mini", "../02_private")
    course = Course.open(mini)
    assert ("02_private", "02_private") == (course.lessons[0], course.path_of(course.lesson("02_private")))


def test_an_exercise_is_found_by_its_address(mini):
    """Claim: LESSON/Name leads to the lesson and the exercise."""
    lesson, files = Course.open(mini).exercise("01_mini/Scale")
    assert ("01_mini", "Scale") == (lesson.name, files.name)


def test_the_secret_is_made_once_and_is_the_owners_alone(mini):
    """Claim: 32 bytes, the same each time, mode 0600, nothing left beside."""
    secret = Course.open(mini).secret()
    assert (32, secret) == (len(secret), Course.open(mini).secret())
    assert stat.S_IMODE((mini / ".course-secret").stat().st_mode) == 0o600
    assert [".course-secret"] == [p.name for p in mini.glob(".course-secret*")]


def test_reading_a_course_imports_no_tensorflow(mini):
    """Claim: hidden.py is read by the judge's side, which holds no TensorFlow."""
    code = (
        "import sys; from autograder.course import Course; from pathlib import Path;"
        f"Course.open(Path({str(mini)!r})).lesson('01_mini'); print('tensorflow' in sys.modules)"
    )
    assert "False" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()


def test_no_course_is_reported_in_one_sentence(tmp_path):
    """Claim: outside any course the message says what a course is and how to name one."""
    with pytest.raises(UsageFault, match=r"A course is a folder with a course.toml.*--course"):
        Course.open(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "Miniature"', 'title = "Mini', r"course.toml must be readable TOML. Received: .*line 1"),
        ('title = "Miniature"\n', "", r"needs a title and at least one \[\[lesson\]\]"),
        (
            'title = "Miniature"',
            'titel = "Miniature"',
            r"knows title, header, claims, glossary, lesson. Received: titel",
        ),
        ('header = "Ask in the forum."', "header = 3", r"header has another kind of value. Received: 3"),
        ("due = 2027-03-01T12:00:00", 'due = "soon"', r"lesson lessons/01_mini: due has another kind"),
        ('path = "lessons/01_mini"', "", r"Each \[\[lesson\]\] of course.toml has a path"),
        ("lessons/01_mini", "lessons/nowhere", r"'lessons/nowhere': there is no such folder"),
        ("12:00:00\n", '12:00:00\n[[lesson]]\npath = "lessons/01_mini"\n', r"'01_mini' twice"),
        ("12:00:00\n", "12:00:00\n[lesson.points]\nScale = -1\n", r"points are numbers from 0 on. Received Scale = -1"),
        ("12:00:00\n", "12:00:00\n[lesson.points]\nScall = 1\n", r"Received: Scall. It has double, Scale"),
    ],
)
def test_a_wrong_course_toml_is_reported_in_one_sentence(mini, old, new, sentence):
    """Claim: each way to get course.toml wrong has a sentence of its own, with what was received."""
    change(mini, "course.toml", old, new)
    with pytest.raises(UsageFault, match=sentence):
        Course.open(mini).lesson("01_mini")


def test_a_lesson_folder_that_nbgrader_cannot_name_is_refused(mini):
    """Claim: names with '+' or blanks are refused before nbgrader trips over them."""
    os.rename(mini / "lessons" / "01_mini", mini / "lessons" / "01 + mini")
    change(mini, "course.toml", "01_mini", "01 + mini")
    with pytest.raises(UsageFault, match="Received: '01 \\+ mini'"):
        Course.open(mini)


def test_unknown_names_are_answered_with_the_known_ones(mini):
    """Claim: a slip in a lesson's or exercise's name shows what there is."""
    course = Course.open(mini)
    with pytest.raises(UsageFault, match=r"Received '01_mni'. Try one of: 01_mini"):
        course.lesson("01_mni")
    with pytest.raises(UsageFault, match=r"'Scall'. It has: 01_mini/double, 01_mini/Scale"):
        course.exercise("01_mini/Scall")
    with pytest.raises(UsageFault, match=r"addressed as LESSON/Name. Received 'Scale'. Try 01_mini/Scale"):
        course.exercise("Scale")


def test_a_spoilt_secret_is_not_used(mini):
    """Claim: a secret file that holds something else is refused and kept."""
    (mini / ".course-secret").write_text("hello\n")
    with pytest.raises(UsageFault, match="64 hexadecimal digits"):
        Course.open(mini).secret()


def test_the_course_of_this_repository_opens(root):
    """Claim: the course that we ship is one."""
    assert "03_weights" in Course.open(root).lessons


def test_the_miniature_course_opens(mini):
    """Claim: the course that other tests change is itself sound."""
    assert ["double", "Scale"] == [files.name for files in Course.open(mini).lesson("01_mini").exercises]
