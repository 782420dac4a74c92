"""Unmodified ``nbgrader autograde`` and ``generate_feedback`` with our steps: the same scores, comments and care."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.faults import MachineFault
from autograder.grading.fixed_sentences import NOT_JUDGED
from autograder.nbgrader_plugin import inline_tests, preprocessors
from tests.support.grading_course import LESSON, HereSandbox, answer, cell, hand_in, notebook
from tests.support.term import DOUBLE, SHIFT, Term


class Stock(Term):
    """The course as nbgrader alone sees it."""

    def nbgrader(self) -> NbGraderAPI:
        config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config())
        return NbGraderAPI(config=config)

    def autograde(self, student: str, lesson: str = LESSON) -> dict[str, Any]:
        return dict(self.nbgrader().autograde(lesson, student))


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stock]:
    preprocessors._course.cache_clear()
    preprocessors._exams.cache_clear()
    preprocessors._close()
    stock = Stock(tmp_path / "course")
    monkeypatch.setattr(preprocessors, "Sandbox", HereSandbox)
    # nbgrader calls alembic by its bare name: an activated environment has it on the PATH.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert stock.nbgrader().generate_assignment(LESSON)["success"]
    yield stock
    preprocessors._close()


def test_nbgrader_scores_as_we_do(stock: Stock, tmp_path: Path) -> None:
    """Partial credit and comments are those of ``autograder grade``."""
    given: dict[str, dict[str, str | None]] = {
        "right": {},
        "partly": {"double": answer("double", "4 * x")},
        "ends": {"double": "raise SystemExit"},
        "none": {"double": None, "shift": None},
    }
    ours = Term(tmp_path / "ours")
    for student, answers in given.items():
        stock.hand_in(student, **answers)
        ours.hand_in(student, **answers)
        assert stock.autograde(student)["success"]
    ours.grade()
    assert {s: ours.rows(s) for s in given} == {s: stock.rows(s) for s in given}


def test_a_mangled_notebook_does_not_fail_autograde(stock: Stock) -> None:
    """Checks deleted and duplicated, metadata forged, cells doubled: ours replaces it before nbgrader looks."""
    check = cell('check("shift")', "check-shift")
    check["metadata"]["nbgrader"] |= {"points": 1000, "grade": True, "schema_version": 99}
    cells = [cell(DOUBLE, "double"), cell(DOUBLE, "double"), check, check, cell(SHIFT, "shift", "markdown")]
    hand_in(stock.submitted, "ann", notebook(*cells))
    assert stock.autograde("ann")["success"]
    assert [4, 2] == [row[0] for row in stock.rows("ann").values()]


def test_files_beside_the_notebook_do_not_travel(stock: Stock, tmp_path: Path) -> None:
    """nbgrader copies what a link leads to; that copy must not stay, while the source's own files must."""
    (tmp_path / "secret").write_text("canary")
    folder = stock.hand_in("ann")
    (folder / "data.csv").symlink_to(tmp_path / "secret")
    (folder / "sub").mkdir()
    (folder / "sub" / "numpy.py").write_text("canary")
    (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    assert stock.autograde("ann")["success"]
    graded = stock.root / "autograded" / "ann" / LESSON
    kept = {p.relative_to(graded).as_posix() for p in graded.rglob("*") if p.is_file()}
    source = stock.root / "source" / LESSON
    built = {p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file()}
    assert built | {"timestamp.txt"} == kept


def test_what_the_machine_fails_on_is_retried_and_then_gets_no_grade(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One fault costs nothing; a lasting one writes no score and asks for a person."""
    stock.hand_in("ann", double="MACHINE = 1\n" + DOUBLE)
    fails = [1]
    monkeypatch.setattr(preprocessors, "Sandbox", lambda level: HereSandbox(level, fails=fails))
    assert stock.autograde("ann")["success"]
    assert 4 == stock.rows("ann")["double"][0]
    fails[0] = 2
    preprocessors._close()
    logged = stock.autograde("ann")
    assert (None, True, NOT_JUDGED) == stock.rows("ann")["double"]
    assert "double of ann was not judged: The parent died." in logged["log"]


def test_an_unreadable_notebook_is_refused_alone(stock: Stock) -> None:
    """nbgrader reports it, writes no score, and would go on with the next."""
    hand_in(stock.submitted, "ann", b'{"nbformat": 4, "cells": 5}')
    assert not stock.autograde("ann")["success"]
    assert (None, True, None) == stock.rows("ann")["double"]


def test_nbgraders_own_feedback_shows_the_advice(stock: Stock) -> None:
    """generate_feedback works on what we leave behind."""
    stock.hand_in("ann", double=answer("double", "4 * x"))
    assert stock.autograde("ann")["success"]
    assert stock.nbgrader().generate_feedback(LESSON, "ann")["success"]
    page = (stock.root / "pages" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert "A number is doubled once; here it happens twice" in page


def test_somebody_elses_assignment_is_run_whole_in_the_sandbox(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that is no lesson of ours goes to the runner of foreign courses, untouched by us."""
    sources: list[Any] = []

    def run(nb: Any, resources: dict[str, Any], sandbox: Any, timeout: int) -> Any:
        sources.append([c.source for c in nb.cells])
        resources[inline_tests.NOTES] = []
        return nb

    monkeypatch.setattr(inline_tests, "run_notebook", run)
    foreign = stock.root / "source" / "ps1"
    foreign.mkdir()
    (foreign / "p1.ipynb").write_text(
        json.dumps(notebook(cell("x = 1"), metadata={"kernelspec": {"name": "python3", "display_name": "x"}}))
    )
    assert stock.nbgrader().generate_assignment("ps1")["success"]
    hand_in(stock.submitted, "ann", notebook(cell("y = 2")), "ps1", "p1")
    assert stock.autograde("ann", "ps1")["success"]
    assert [["y = 2"]] == sources


def test_a_course_that_cannot_be_read_is_nobody_elses(stock: Stock) -> None:
    """A mistake in course.toml must not send our lessons down the way of foreign ones."""
    (stock.root / "course.toml").write_text("title =")
    preprocessors._course.cache_clear()
    stock.hand_in("ann")
    assert not stock.autograde("ann")["success"]


def test_outside_any_course_there_is_none(tmp_path: Path) -> None:
    """An nbgrader course without course.toml is somebody else's."""
    assert preprocessors._course(tmp_path) is None


def test_the_level_is_chosen_in_nbgraders_own_configuration(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less than the whole sandbox must be asked for by name, and the graded notebook tells what it was."""
    stock.hand_in("ann")
    config = stock.root / "nbgrader_config.py"
    plain = config.read_text()
    graded = stock.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb"
    monkeypatch.setattr(preprocessors, "strongest", lambda *allowed: allowed[-1])
    for wish, level in (("", "protected"), ("accept_limited", "limited"), ("i_trust_this_code", "unprotected")):
        config.write_text(plain + (f"\nc.Judge.{wish} = True\n" if wish else ""))
        preprocessors._close()
        preprocessors._limited_at_least.cache_clear()
        assert stock.autograde("ann")["success"]
        assert {"level": level} == json.loads(graded.read_text())["metadata"]["autograder"]


def test_a_sandbox_that_cannot_start_writes_no_grade(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a sandbox nothing of a student's runs."""

    def no_sandbox(level: str) -> Any:
        raise MachineFault("Install bubblewrap.")

    monkeypatch.setattr(preprocessors, "Sandbox", no_sandbox)
    stock.hand_in("ann")
    logged = stock.autograde("ann")
    assert (None, True, NOT_JUDGED) == stock.rows("ann")["double"]
    assert "Install bubblewrap." in logged["log"]
