"""What the learner has done, in one small SQLite file outside the assignment folders (nbgrader submits those whole).

The file is a list of events that only grows; everything else is counted from it. Nothing is read and then written
back, so two notebooks may write at once, and a process killed in mid-write loses at most the event it was writing.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = "AUTOGRADER_STATE"
FILE = "progress.sqlite3"
PATIENCE = 10.0
"""Seconds to wait for another notebook's write. A write takes milliseconds."""

# The rollback journal, SQLite's default, is kept: write-ahead logging is unsafe on the network homes of universities.
SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, lesson TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL
)
"""

_news: list[str] = []
_stores: dict[Path, Store] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done. ``kind``: opened, check, hint, solution, prediction, reveal, quiz or parsons; ``data`` are JSON values."""

    lesson: str
    kind: str
    name: str
    data: dict[str, Any]


class Store:
    """The events in one file. It never raises: where the file cannot be used, events last as long as the kernel."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._memory: list[Event] | None = None

    def add(self, lesson: str, kind: str, name: str = "", **data: Any) -> None:
        """Keep one event, in one short transaction."""
        row = (datetime.now(UTC).isoformat(timespec="seconds"), lesson, kind, name, json.dumps(data))
        for _ in range(2):  # the second time into the new file, where a damaged one was moved aside
            if self._memory is not None:
                break
            with self._mended():
                with closing(self._open()) as file, file:
                    file.execute("INSERT INTO events (at, lesson, kind, name, data) VALUES (?, ?, ?, ?, ?)", row)
                return
        if self._memory is None:
            self._give_up("it was damaged twice")
        self._kept().append(Event(lesson, kind, name, data))

    def events(self, lesson: str | None = None, kind: str | None = None, name: str | None = None) -> list[Event]:
        """All events that match what is given, oldest first."""
        found: list[Event] = []
        if self._memory is None:
            with self._mended(), closing(self._open()) as file:
                rows = file.execute("SELECT lesson, kind, name, data FROM events ORDER BY id").fetchall()
                found = [Event(a, b, c, json.loads(d)) for a, b, c, d in rows]
        if self._memory is not None:
            found = self._memory
        wanted = (("lesson", lesson), ("kind", kind), ("name", name))
        return [e for e in found if all(v is None or getattr(e, k) == v for k, v in wanted)]

    # -- inner ----------------------------------------------------------------------------------------------------

    def _kept(self) -> list[Event]:
        assert self._memory is not None
        return self._memory

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self.path, timeout=PATIENCE)
        try:
            file.execute(SCHEMA)
        except BaseException:
            file.close()
            raise
        return file

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Turn a failure of the file into a sentence: a damaged one is moved aside, an unusable one given up."""
        inode_before = _inode(self.path)
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            self._give_up(str(error).partition(":")[0])
        except (sqlite3.DatabaseError, ValueError) as error:
            try:
                self._move_aside(inode_before)
            except OSError:
                self._give_up(str(error))

    def _give_up(self, why: str) -> None:
        self._memory = []
        _news.append(
            f"Your progress is not being kept: its file {FILE} cannot be written ({why}). Everything else works. To keep "
            f"it, set the environment variable {FOLDER} to a folder of yours and restart the kernel."
        )

    def _move_aside(self, inode_before: int | None) -> None:
        if _inode(self.path) != inode_before:
            return  # another notebook has moved the damaged file already; the one that is there now is new
        number = 1
        while (aside := self.path.with_name(f"progress.damaged-{number}.sqlite3")).exists():
            number += 1
        os.replace(self.path, aside)  # a journal beside it was played back and removed when the file was opened
        _news.append(
            f"The file of your progress was damaged. It was renamed to {aside.name}, and a new one begun beside it: passed "
            f"exercises count again when you run their checks."
        )


def store() -> Store:
    """The store of this learner: in $AUTOGRADER_STATE, or in the user's data folder."""
    folder = os.environ.get(FOLDER)
    if folder:
        path = Path(folder) / FILE
    else:
        from platformdirs import user_data_path

        path = user_data_path("autograder", appauthor=False) / FILE
    return _stores.setdefault(path, Store(path))


def news() -> list[str]:
    """Sentences about the file that have not been shown yet; each is told once."""
    delivered = list(_news)
    _news.clear()
    return delivered


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None
