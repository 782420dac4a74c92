"""``progress`` and the one small file behind it: whole after a crash, shared by two notebooks, never in the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from autograder import hint, open_lesson, predict, progress, quiz
from autograder.student.progress_db import Store, store
from tests.support.learner import Learner


def test_progress_before_anything_says_where_to_begin(learner: Learner, capsys: Any) -> None:
    """An empty table would tell nothing."""
    progress()
    assert capsys.readouterr().out == "Progress\nNo lesson has been opened yet. The set-up cell of a lesson opens it.\n"


def test_progress_counts_what_was_done(learner: Learner, capsys: Any) -> None:
    """Each exercise, prediction and question once, hints as often as they were given."""
    open_lesson("03_weights")
    for passed in (False, True, True):
        store().add("03_weights", "check", "Gain", passed=passed)
    hint("Gain")
    predict("03.P1", 1)
    predict("03.P1", 2)
    quiz("03.exit", answers=["a", ""])
    quiz("03.exit", answers=["b", ""])
    store().add("04_nesting", "opened", title="Nesting", exercises=["Repeat"], quizzes={})
    capsys.readouterr()
    progress()
    assert capsys.readouterr().out == (
        "Progress\n"
        "  lesson   exercises passed  hints used  predictions made  quiz questions answered\n"
        "  -------  ----------------  ----------  ----------------  -----------------------\n"
        "  Weights  1 of 2            1           1                 1 of 3\n"
        "  Nesting  0 of 1            0           0                 0 of 0\n"
        "Counted on this machine; grading asks more than the checks here do.\n"
    )


def test_the_file_lies_in_the_users_data_folder_by_default(learner: Learner, monkeypatch: Any, tmp_path: Path) -> None:
    """Outside the assignment's folder, which nbgrader submits whole."""
    monkeypatch.delenv("AUTOGRADER_STATE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert store().path.name == "progress.sqlite3"
    assert tmp_path in store().path.parents
    assert learner.folder not in store().path.parents


def test_nothing_is_written_beside_the_notebook(learner: Learner) -> None:
    """What nbgrader would submit stays what was fetched."""
    before = sorted(p.name for p in learner.folder.rglob("*"))
    open_lesson("03_weights")
    hint("Gain")
    assert sorted(p.name for p in learner.folder.rglob("*")) == before


WRITER = """
import sys
from pathlib import Path
from autograder.student.progress_db import Store
kept = Store(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    kept.add("03_weights", "check", sys.argv[2], n=n)
    print(n, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def test_a_kill_in_mid_write_loses_no_event_that_was_delivered(tmp_path: Path) -> None:
    """Ten writers are ended by SIGKILL while they write; all that they reported is there, in order, in a sound file."""
    path = tmp_path / "progress.sqlite3"
    for attempt in range(10):
        process = writer(path, str(attempt), 100_000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 * attempt)
        process.send_signal(signal.SIGKILL)
        delivered = 1 + len(process.stdout.read().splitlines())
        process.wait()
        kept = [e.data["n"] for e in Store(path).events(name=str(attempt))]
        assert kept == list(range(len(kept)))
        assert delivered <= len(kept) <= delivered + 1
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_notebooks_write_at_once(tmp_path: Path) -> None:
    """Every event of both is kept."""
    path = tmp_path / "new folder" / "progress.sqlite3"
    both = [writer(path, name, 150) for name in ("left", "right")]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    for name in ("left", "right"):
        assert [e.data["n"] for e in Store(path).events(name=name)] == list(range(150))


NOT_KEPT = "Your progress is not being kept: its file progress.sqlite3 cannot be written ("
MEND = (
    "). Everything else works. To keep it, set the environment variable AUTOGRADER_STATE to a folder of yours and restart the "
    "kernel.\n"
)


def test_where_nothing_can_be_written_words_go_on_and_say_so_once(learner: Learner, capsys: Any) -> None:
    """A home that is read-only: here a file stands where the folder would be made."""
    learner.state.write_text("in the way", encoding="utf-8")
    open_lesson("03_weights")
    out = capsys.readouterr().out
    assert out.startswith("● open: Weights\n")
    assert NOT_KEPT in out
    assert out.endswith(MEND)
    hint("Gain")
    predict("03.P1", 1)
    progress()
    out = capsys.readouterr().out
    assert NOT_KEPT not in out
    assert "  Weights  0 of 2            1           1                 0 of 3\n" in out
    assert learner.state.read_text(encoding="utf-8") == "in the way"


def test_a_file_of_another_make_is_left_alone(learner: Learner, capsys: Any) -> None:
    """An SQLite file whose table differs is neither written nor moved."""
    learner.state.mkdir()
    with closing(sqlite3.connect(learner.state / "progress.sqlite3")) as file:
        file.execute("CREATE TABLE events (other TEXT)")
    progress()
    assert f"{NOT_KEPT}no such column" in capsys.readouterr().out
    assert [p.name for p in learner.state.iterdir()] == ["progress.sqlite3"]


def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(learner: Learner, capsys: Any) -> None:
    """Nothing is lost, no journal is left for the new file, and the event that met the damage is kept."""
    learner.state.mkdir()
    (learner.state / "progress.sqlite3").write_bytes(
        b"this is no database, and it is longer than a header of SQLite is" * 40
    )
    (learner.state / "progress.sqlite3-journal").write_bytes(b"left by a crash")
    (learner.state / "progress.damaged-1.sqlite3").write_bytes(b"an earlier one")
    open_lesson("03_weights")
    assert capsys.readouterr().out.endswith(
        "The file of your progress was damaged. It was renamed to progress.damaged-2.sqlite3, and a new one begun beside it: passed "
        "exercises count again when you run their checks.\n"
    )
    names = {p.name for p in learner.state.iterdir()}
    assert names == {
        "progress.sqlite3",
        "progress.damaged-1.sqlite3",
        "progress.damaged-2.sqlite3",
    }
    assert [e.kind for e in store().events()] == ["opened"]


def test_reading_a_damaged_file_mends_it_as_well(learner: Learner, capsys: Any) -> None:
    """progress() only reads, and finds nothing in the new file."""
    learner.state.mkdir()
    (learner.state / "progress.sqlite3").write_bytes(b"junk" * 1000)
    progress()
    out = capsys.readouterr().out
    assert "No lesson has been opened yet." in out
    assert "was renamed to progress.damaged-1.sqlite3" in out


def test_a_file_that_another_notebook_has_mended_is_not_moved_again(learner: Learner, tmp_path: Path) -> None:
    """Two notebooks meet the same damage; the second must not move the first one's new file."""
    path = tmp_path / "progress.sqlite3"
    path.write_bytes(b"junk" * 1000)
    late = Store(path)
    inode = path.stat().st_ino
    Store(path).add("03_weights", "check", "Gain")
    late._move_aside(inode)
    assert [e.name for e in late.events()] == ["Gain"]


def test_a_file_that_is_damaged_again_at_once_is_given_up(learner: Learner, monkeypatch: Any, capsys: Any) -> None:
    """A failing disk: the event lasts as long as the kernel."""

    def damaged(self: Store) -> sqlite3.Connection:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_bytes(b"junk" * 1000)
        raise sqlite3.DatabaseError("file is not a database")

    monkeypatch.setattr(Store, "_open", damaged)
    open_lesson("03_weights")
    assert f"{NOT_KEPT}it was damaged twice{MEND}" in capsys.readouterr().out
    assert [e.kind for e in store().events()] == ["opened"]
