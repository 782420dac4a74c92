"""Whether the committed editions are what the lessons give, and how the command says so."""

from __future__ import annotations

import shutil

import pytest

from autograder.faults import AuthorFault
from tests.support.build import run
from tests.support.miniature_course import change
from tests.support.miniature_editions import NAME, RELEASE, SOURCE, build, check


def test_a_fresh_build_compares_equal(built_once):
    """Claim: --check is silent right after a build."""
    assert [] == check(built_once)


def test_check_executes_on_demand(built):
    """Claim: with execute, a lesson that no longer runs is found although its editions are in place."""
    assert [] == check(built, execute=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (RELEASE, f"{RELEASE} differs from lessons/01_mini. Run: make build"),
        (SOURCE, f"{SOURCE} differs from lessons/01_mini. Run: make build"),
        ("source/.built/01_mini.json", "source/.built/01_mini.json differs from lessons/01_mini. Run: make build"),
        (f"notebooks/{NAME}.ipynb", f"notebooks/{NAME}.ipynb differs from lessons/01_mini. Run: make build"),
    ],
)
def test_a_changed_edition_is_named(built, name, expected):
    """Claim: each file that is not as the lesson gives it has its sentence."""
    (built / name).write_text(
        (built / name).read_text().replace("5 minutes", "6 minutes").replace('"files"', '"Files"')
    )
    assert [expected] == check(built)


def test_a_missing_edition_is_named(built):
    """Claim: files that are gone are told as such."""
    for name in (RELEASE, f"notebooks/{NAME}.ipynb"):
        (built / name).unlink()
    assert [
        f"{RELEASE} is missing, and lessons/01_mini gives it. Run: make build",
        f"notebooks/{NAME}.ipynb is missing, and lessons/01_mini gives it. Run: make build",
    ] == check(built)


def test_a_file_that_does_not_come_from_the_lesson_is_named(built):
    """Claim: what lies in source/ would travel to students, so it must come from the lesson."""
    (built / "source" / NAME / "notes.txt").write_text("mine")
    assert [f"source/{NAME}/notes.txt does not come from lessons/01_mini. Run: make build"] == check(built)


def test_a_reading_edition_of_an_earlier_lesson_is_named(built):
    """Claim: inputs are compared, not outputs."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    build(built, execute=False)
    assert [f"notebooks/{NAME}.ipynb was executed with an earlier lessons/01_mini. Run: make build"] == check(built)


def test_a_reading_edition_that_is_no_notebook_is_named(built):
    """Claim: a spoilt file is a difference, not a traceback."""
    (built / "notebooks" / f"{NAME}.ipynb").write_text("{")
    assert [f"notebooks/{NAME}.ipynb is no notebook. Run: make build"] == check(built)


def test_a_leak_that_was_committed_is_found_by_check(built):
    """Claim: --check runs the guard on the files as they are."""
    (built / "notebooks" / f"{NAME}.ipynb").write_text(
        (built / "notebooks" / f"{NAME}.ipynb").read_text().replace("double: passed", "twice_as_much = x + x")
    )
    found = check(built)
    assert 1 == len(found) and "line of the solution of double: twice_as_much = x + x" in found[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--check"], f"{NAME}: source/, release/ and notebooks/ are what lessons/01_mini gives\n"),
        ([], f"{NAME}: up to date, notebooks/ unchanged\n"),
        (["--execute"], f"{NAME}: up to date, notebooks/ executed\n"),
    ],
)
def test_the_command_says_how_things_stand(built, words, expected):
    """Claim: with everything in its place each way of calling it ends well, and says so."""
    done = run("--course", built, *words)
    assert (0, expected) == (done.exit_code, done.output)


def test_lessons_compared_at_once_are_reported_in_order(built):
    """Claim: each lesson is compared in a process of its own; a fault of the second comes out as it would alone."""
    text = (built / "course.toml").read_text()
    for name in ("02_more", "03_last"):
        shutil.copytree(built / "lessons" / NAME, built / "lessons" / name)
    more = text.replace("[[lesson]]", '[[lesson]]\npath = "lessons/02_more"\n[[lesson]]')
    (built / "course.toml").write_text(more + '\n[[lesson]]\npath = "lessons/03_last"\n')
    assert 0 == run("--course", built, "--no-execute", "02_more").exit_code
    done = run("--course", built, "--check")
    lines = [line.partition(" ")[0] for line in done.output.splitlines()]
    assert 1 == done.exit_code
    assert lines.index("notebooks/02_more.ipynb") < lines.index(f"{NAME}:") < lines.index("notebooks/03_last.ipynb")
    change(built, "lessons/03_last/lesson.py", "double(21.0)", "nobody(21.0)")
    failed = run("--course", built, "--check", "--execute", NAME, "03_last")
    assert isinstance(failed.exception, AuthorFault)
    assert "03_last runs through" in str(failed.exception) and "'nobody(21.0)'" in str(failed.exception)
