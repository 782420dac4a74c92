"""nbgrader's database: made whole, written in one piece, its errors as sentences; late penalties with the scores."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, MissingEntry

from autograder.course.course import Course
from autograder.faults import MachineFault
from autograder.results import database
from autograder.results.database import database_fault, file_of, one_transaction, open_gradebook, with_timeout
from autograder.results.gradebook import GradebookWriter
from autograder.results.recorder import Recorder
from tests.support.grading_course import LESSON, answer
from tests.support.term import CONFIG, Term


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


def version(path: Path) -> list[tuple[str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    return found


def test_a_new_gradebook_appears_whole(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its version is noted nothing of it is in its place; nothing is left beside it."""
    existing: list[bool] = []
    real = database.Gradebook

    def spied(*args: str) -> Gradebook:
        existing.append((tmp_path / "gradebook.db").exists())
        return real(*args)

    monkeypatch.setattr(database, "Gradebook", spied)
    open_gradebook(url, "default_course").close()
    assert [False, True] == existing
    assert ["gradebook.db"] == [p.name for p in tmp_path.iterdir()]
    assert 1 == len(version(tmp_path / "gradebook.db"))


def test_a_gradebook_that_another_program_makes_meanwhile_is_kept(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Theirs may hold something already."""
    path, real = tmp_path / "gradebook.db", os.link

    def link(part: Path, to: Path) -> None:
        other = Gradebook(url)
        other.add_student("zoe")
        other.close()
        real(part, to)

    monkeypatch.setattr(os, "link", link)
    book = open_gradebook(url, "default_course")
    assert ["zoe"] == [student.id for student in book.students]
    book.close()
    assert [path] == list(tmp_path.iterdir())


def test_where_there_are_no_hard_links_it_is_made_nevertheless(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network shares and memory sticks have none."""

    def link(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    open_gradebook(url, "default_course").close()
    assert 1 == len(version(tmp_path / "gradebook.db"))


def test_what_a_killed_run_left_of_a_new_gradebook_is_removed(url: str, tmp_path: Path) -> None:
    """Its journal as well, and also when the gradebook itself was just in its place."""
    for _ in range(2):
        for name in (".gradebook.db.17.part", ".gradebook.db.17.part-journal"):
            (tmp_path / name).write_text("half")
        open_gradebook(url, "default_course").close()
        assert ["gradebook.db"] == [p.name for p in tmp_path.iterdir()]


def test_the_patience_of_an_address_is_the_instructors_where_it_names_one() -> None:
    """Other databases have their own."""
    assert "sqlite:////a/b.db?timeout=30" == with_timeout("sqlite:////a/b.db")
    for own in ("sqlite:////a/b.db?timeout=1", "postgresql://me:word@host/grades"):
        assert own == with_timeout(own)
    assert [Path("/a/b.db"), None, None] == [
        file_of(each) for each in ("sqlite:////a/b.db?timeout=1", "sqlite://", "postgresql://host/grades")
    ]


def test_steps_that_fail_in_the_middle_leave_nothing(url: str) -> None:
    """nbgrader commits after each; inside, all of it is one."""
    book = open_gradebook(url, "default_course")
    with pytest.raises(MissingEntry), one_transaction(book):
        book.add_student("ann")
        book.find_student("nobody")
    assert [] == book.students
    with one_transaction(book):
        book.add_student("ann")
        book.add_student("bob")
    book.add_student("cid")
    book.close()
    with Gradebook(url) as again:
        assert ["ann", "bob", "cid"] == sorted(student.id for student in again.students)


def test_one_piece_waits_for_another_writer_at_its_beginning(url: str, tmp_path: Path) -> None:
    """What it reads is then what the other has written."""
    book = open_gradebook(with_timeout(url), "default_course")
    other = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO student (id) VALUES ('ann')")
    threading.Timer(0.5, other.execute, ["COMMIT"]).start()
    begin = time.monotonic()
    with one_transaction(book):
        assert 0.4 < time.monotonic() - begin
        assert "ann" == book.find_student("ann").id
    book.close()
    other.close()


@pytest.mark.parametrize(
    ("says", "mend"),
    [
        ("database is locked", "Another program holds it"),
        ("attempt to write a readonly database", "Allow writing there and in its folder"),
        ("database or disk is full", "Free some space"),
        ("no such column: score", "nbgrader db upgrade"),
    ],
)
def test_what_the_database_says_becomes_a_sentence_with_a_mend(url: str, says: str, mend: str) -> None:
    """Its own words are found below those of SQLAlchemy and nbgrader."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import OperationalError

    try:
        try:
            raise OperationalError("UPDATE grade", {}, sqlite3.OperationalError(says))
        except OperationalError as error:
            raise InvalidEntry(*error.args)  # noqa: B904  (as nbgrader does)
    except InvalidEntry as error:
        sentence = str(database_fault(error, url))
    assert f"It could not be written: {says}. The verdicts are stored. " in sentence
    assert mend in sentence
    assert "UPDATE" not in sentence


LATE = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"


@pytest.fixture
def late(tmp_path: Path) -> Term:
    """A term in which ann handed in an hour late, where lateness costs all points."""
    term = Term(tmp_path / "course")
    toml = term.root / "course.toml"
    toml.write_text(toml.read_text() + "due = 2026-02-01T12:00:00Z\n")
    (term.root / "nbgrader_config.py").write_text(CONFIG + LATE)
    term.course = Course.open(term.root)
    term.recorder = Recorder(term.course, term.root)
    (term.hand_in("ann", double=answer("double", "4 * x")) / "timestamp.txt").write_text("2026-02-01 13:00:00 UTC")
    return term


def test_a_late_penalty_is_that_of_nbgraders_plugin(late: Term) -> None:
    """The configured one, held between nothing and the score; an extension takes it back."""
    for extension, penalty in ((0, 3.0), (2, 0.0), (0, 3.0)):
        late.grade()
        with Gradebook(f"sqlite:///{late.root / 'gradebook.db'}") as book:
            book.grant_extension(LESSON, "ann", hours=extension)
        late.grade()
        with Gradebook(f"sqlite:///{late.root / 'gradebook.db'}") as book:
            found = book.find_submission(LESSON, "ann")
            assert (3.0, penalty) == (found.score, found.late_submission_penalty)


def test_scores_and_penalty_are_entered_together(late: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends between them would leave a score that the student should not have."""

    def fails(*_: object) -> None:
        raise MemoryError

    late.grade()
    with Gradebook(f"sqlite:///{late.root / 'gradebook.db'}") as book:
        before = book.find_submission(LESSON, "ann").timestamp
    late.hand_in("ann")
    late.hand_in("bob")
    monkeypatch.setattr(GradebookWriter, "_late", fails)
    with pytest.raises(MemoryError):
        late.grade()
    assert 1 == late.rows("ann")["double"][0]
    with Gradebook(f"sqlite:///{late.root / 'gradebook.db'}") as book:
        assert ["ann"] == [student.id for student in book.students]
        assert (
            before
            == book.find_submission(LESSON, "ann").timestamp
            == datetime(2026, 2, 1, 13, tzinfo=UTC).replace(tzinfo=None)
        )


def test_a_gradebook_in_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """One sentence, whatever the database's own words are."""
    with pytest.raises(MachineFault, match=r"Scores are written to the gradebook .*unable to open database file"):
        open_gradebook(f"sqlite:///{tmp_path / 'none' / 'gradebook.db'}", "default_course")
