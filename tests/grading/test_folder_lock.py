"""One run at a time on a folder of results, and what a killed one leaves."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.faults import MachineFault
from autograder.grading.folder_lock import FILE, folder_lock
from autograder.results.write_errors import write_errors_as_faults
from autograder.whole_files import sweep, write_whole


def test_the_folder_is_made_and_the_claim_leaves_no_file(tmp_path: Path) -> None:
    """While it holds, its file says by whom."""
    out = tmp_path / "deep" / "out"
    with folder_lock(out):
        assert f"process {os.getpid()} on " in (out / FILE).read_text()
        (out / "result").write_text("x")
    assert ["result"] == [p.name for p in out.iterdir()]


def test_a_command_that_wrote_nothing_leaves_no_folder(tmp_path: Path) -> None:
    """A wrong command changes nothing; a folder that was there before stays."""
    for _ in range(2):
        with folder_lock(tmp_path / "out"):
            pass
        assert not (tmp_path / "out").exists()
    (tmp_path / "there").mkdir()
    with folder_lock(tmp_path / "there"):
        pass
    assert (tmp_path / "there").exists()


def test_many_who_want_one_folder_have_it_one_after_the_other(tmp_path: Path) -> None:
    """Also when each holder removes the file that the next is waiting for."""
    inside, most, sentences = [], [], []

    def work(number: int) -> None:
        for _ in range(20):
            with folder_lock(tmp_path, sentences.append):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (120, 1) == (len(most), max(most))
    assert all(sentence.startswith(f"One run at a time writes to {tmp_path}. Another is") for sentence in sentences)
    assert [] == list(tmp_path.iterdir())


def test_two_folders_are_two_claims(tmp_path: Path) -> None:
    """A trial does not wait for the course."""
    with folder_lock(tmp_path / "a", pytest.fail), folder_lock(tmp_path / "b", pytest.fail):
        pass


def test_an_error_inside_gives_the_folder_back(tmp_path: Path) -> None:
    """So does Ctrl-C."""
    with suppress(KeyboardInterrupt), folder_lock(tmp_path):
        raise KeyboardInterrupt
    with folder_lock(tmp_path, pytest.fail):
        pass


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    """Nothing elsewhere is written to."""
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"), folder_lock(tmp_path):
        pass
    assert (tmp_path / "elsewhere").read_text() == "mine"


@pytest.mark.parametrize(("code", "goes_on"), [(errno.ENOLCK, True), (errno.EIO, False)])
def test_a_filesystem_without_locks_does_not_stop_the_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, goes_on: bool
) -> None:
    """Some network filesystems have none; any other error is one."""

    def flock(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", flock)
    if goes_on:
        with folder_lock(tmp_path):
            pass
        return
    with pytest.raises(OSError, match="Input/output"), folder_lock(tmp_path):
        pass


KILLED = """
import os, signal, sys
from pathlib import Path
from autograder.whole_files import write_whole
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_whole(Path(sys.argv[1]), "half")
"""


def test_what_a_killed_run_had_half_written_is_swept_away(tmp_path: Path) -> None:
    """The old file is whole, and the part beside it does not stay for ever."""
    path = tmp_path / "verdicts" / "ann" / "v.json"
    write_whole(path, "old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    (left,) = [p for p in path.parent.iterdir() if p != path]
    assert left.name.startswith(".v.json.")
    assert path.read_text() == "old"
    sweep(tmp_path)
    assert [path] == list(path.parent.iterdir())


def test_a_folder_that_vanishes_while_a_file_is_written_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``nbgrader autograde --force`` removes folders beside us."""
    path, real = tmp_path / "ann" / "v.json", os.replace

    def replace(part: str, to: Path) -> None:
        monkeypatch.setattr(os, "replace", real)
        os.unlink(part)
        path.parent.rmdir()
        real(part, to)

    monkeypatch.setattr(os, "replace", replace)
    write_whole(path, "new")
    assert path.read_text() == "new"


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EDQUOT, "Free some space"),
        (errno.EROFS, "Allow writing there"),
        (errno.EACCES, "Allow writing there"),
        (errno.EIO, "Mend that"),
    ],
)
def test_what_the_system_refuses_is_a_sentence_with_a_mend(tmp_path: Path, code: int, mend: str) -> None:
    """The rule, what was received, one thing to try; the faults of others pass as they are."""
    with pytest.raises(MachineFault) as fault, write_errors_as_faults(tmp_path):
        raise OSError(code, os.strerror(code), "/some/file")
    assert f"at /some/file. {mend}, and run the same command again; what has been judged is kept." in str(fault.value)
    with pytest.raises(MachineFault, match=r"^as it is$"), write_errors_as_faults(tmp_path):
        raise MachineFault("as it is")


def test_nobody_reading_any_more_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    """``autograder grade … | head``."""
    with pytest.raises(BrokenPipeError), write_errors_as_faults(tmp_path):
        raise BrokenPipeError
