"""Landlock as a fork uses it, each time in a process of its own, for it cannot be taken back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import landlock

PRELUDE = """
import ctypes, os, socket, sys
from autograder.sandbox import landlock
assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0
def tried(attempt):
    try: attempt()
    except PermissionError: return "refused"
    except OSError as error: return error.strerror
    return "done"
"""


def tried(source: str, *arguments: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", PRELUDE + source, *arguments], capture_output=True, text=True)
    assert "" == done.stderr
    return done.stdout.split()


@pytest.fixture
def places(tmp_path: Path) -> tuple[str, str, str]:
    """A folder to read, a folder to write, a folder that was not named; a file in each."""
    for name in ("read", "write", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")
    return str(tmp_path / "read"), str(tmp_path / "write"), str(tmp_path / "other")


def test_only_what_was_named_can_be_read_and_written(places):
    source = """
read, write, other = sys.argv[1:]
landlock.restrict([read, "/usr"], [write])
for folder in (read, write, other):
    print(tried(lambda: open(folder + "/file").read()), tried(lambda: open(folder + "/new", "w")), tried(lambda: os.listdir(folder)))
"""
    refused, done = "refused", "done"
    assert [done, refused, done, done, done, done, refused, refused, refused] == tried(source, *places)


def test_a_file_cannot_be_removed_cut_or_moved_out_of_what_may_only_be_read(places):
    source = """
read, write, other = sys.argv[1:]
landlock.restrict([read, "/usr"], [write])
print(tried(lambda: os.unlink(read + "/file")), tried(lambda: os.truncate(read + "/file", 0)))
print(tried(lambda: os.symlink("/", read + "/link")), tried(lambda: os.mkdir(read + "/folder")))
"""
    assert ["refused"] * 4 == tried(source, *places)


def test_programs_start_only_where_they_may(places):
    source = """
import subprocess
landlock.restrict(["/"], [], programs=sys.argv[1] == "yes")
print(tried(lambda: subprocess.run(["/bin/true"])))
"""
    assert ["refused"] == tried(source, "no")
    assert ["done"] == tried(source, "yes")


def test_no_signal_leaves_and_no_connection_is_made():
    """Both came with later versions; this kernel's is at least six, or the test says which it is."""
    assert landlock.version() >= landlock.SCOPED_SINCE, f"Landlock {landlock.version()}: nothing to try here"
    source = """
landlock.restrict(["/"], [])
print(tried(lambda: os.kill(os.getppid(), 0)), tried(lambda: socket.create_server(("127.0.0.1", 0))))
print(tried(lambda: os.kill(os.getpid(), 0)))
"""
    assert ["refused", "refused", "done"] == tried(source)


def test_a_path_that_is_not_there_is_left_out(places):
    assert ["done"] == tried("landlock.restrict(['/usr', '/no/such'], [])\nprint(tried(lambda: os.listdir('/usr')))")


def test_a_kernel_that_refuses_is_an_error():
    """Without no_new_privs, or the right to administer, no process may restrict itself."""
    source = """
import os
from autograder.sandbox import landlock
if os.getuid() == 0: os.setresuid(65534, 65534, 65534)
try: landlock.restrict(["/"], [])
except OSError as error: print(error)
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert "restricting files with Landlock: EPERM" in done.stdout
