"""nbgrader's database under our feet: made whole, waited for, written one piece at a time, and its errors as sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from tornado.log import app_log

from autograder.compat import flushed_not_committed, save_cells_within
from autograder.faults import MachineFault
from autograder.results.write_errors import FORBIDDEN, FULL
from autograder.whole_files import PART, place_once, sweep_parts

PATIENCE = "30"
"""Seconds to wait for another program that writes. SQLite's own 5 are short for a busy machine or a network's disk."""

REFUSED = (SQLAlchemyError, InvalidEntry, MissingEntry, OSError, CalledProcessError)
"""What nbgrader raises when it cannot write; the first two are one thing, said by different layers."""


def with_timeout(db_url: str) -> str:
    """The address of a database with a time to wait in it, unless it names one itself or is no SQLite's."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or "timeout" in url.query:
        return db_url
    return str(url.update_query_dict({"timeout": PATIENCE}).render_as_string(hide_password=False))


def open_gradebook(db_url: str, course_id: str) -> Gradebook:
    """The gradebook at ``db_url``, made if it is not there. Raises MachineFault."""
    try:
        with _tools_of_this_environment(), _quiet():
            _make(db_url, course_id)
            return Gradebook(db_url, course_id)
    except REFUSED as error:
        raise database_fault(error, db_url) from None


def _make(db_url: str, course_id: str) -> None:
    """Make a new database aside and put it in its place whole.

    nbgrader makes the tables first and a second later notes their version. A run that ends in between would leave a
    database that works, and that no later nbgrader could bring up to date.
    """
    path = file_of(db_url)
    if path is None:
        return
    sweep_parts(path.parent.glob(f".{path.name}.*{PART}*"))
    if path.exists():
        return
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        Gradebook(make_url(db_url).set(database=str(part)).render_as_string(hide_password=False), course_id).close()
        part.chmod(0o600)  # who shares it with others widens this once; it is never narrowed again
        place_once(part, path)
    finally:
        part.unlink(missing_ok=True)


def file_of(db_url: str) -> Path | None:
    """The file of an SQLite database; None for any other kind."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith((":", "file:")):
        return None
    return Path(url.database)


@contextmanager
def one_transaction(gradebook: Gradebook) -> Iterator[None]:
    """One transaction around steps of nbgrader's API, each of which would commit: all are written, or none.

    It begins by waiting for other writers, so that what is read inside still holds when it is written.
    """
    session = gradebook.db()
    session.commit()
    if gradebook.engine.dialect.name == "sqlite":
        session.execute(text("BEGIN IMMEDIATE"))
    try:
        with flushed_not_committed(session):
            with _quiet():
                yield
            session.flush()
        session.commit()
    except BaseException:
        session.rollback()
        raise


SaveCellsAtOnce = save_cells_within(one_transaction)
"""nbgrader's step that enters the cells of a notebook, in one transaction instead of one for each cell."""


def database_fault(error: BaseException, db_url: str) -> MachineFault:
    """The sentence for one of REFUSED."""
    # nbgrader wraps what SQLAlchemy has wrapped: the database's own words are the innermost.
    origin = getattr(error, "orig", None) or getattr(error.__context__, "orig", None)
    message = str(origin) if origin else f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
    where = file_of(db_url)
    return MachineFault(
        f"Scores are written to the gradebook{f' {where}' if where else ''}. It could not be written: {message}. "
        f"The verdicts are stored. {_mend(message)}, and run the same command again."
    )


def _mend(message: str) -> str:
    if "locked" in message:
        return "Another program holds it: end that program, or wait until it is done"
    if "readonly" in message or "unable to open" in message:
        return f"{FORBIDDEN} and in its folder"
    if "full" in message or "disk I/O" in message or "No space" in message:
        return FULL
    return "Mend the database (nbgrader db upgrade helps with an old one)"


@contextmanager
def _quiet() -> Iterator[None]:
    """nbgrader logs a traceback of each error before it raises it; ours is one sentence."""
    before, app_log.disabled = app_log.disabled, True
    try:
        yield
    finally:
        app_log.disabled = before


@contextmanager
def _tools_of_this_environment() -> Iterator[None]:
    """nbgrader runs ``alembic`` to make a database; the PATH lacks it where the environment is not activated."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
