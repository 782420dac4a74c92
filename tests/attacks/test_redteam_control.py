"""The control run: with the sandbox off, attacks of the corpus reach what they aim at; with it on, the very same text fails.

An attack that would never succeed proves nothing about the sandbox. So each text here is the answer cell of an entry of
tests/attacks/redteam, up to the class that it ends in, with a target that the test has planted put in the place of a word such as
``@PLACE@``; so told, it touches nothing else. All targets lie below the test's own folder or on the loopback.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.reply import AnswerLost
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell, CellResult
from tests.support import corpus

LIGHT = ("numpy", "IPython")
CANARY = "canary-9d27e1"
HIDDEN = "lessons/03_weights/scale_shift/hidden.py"
SUBMISSION = "submitted/nora/03_weights/03_weights.ipynb"
REACHED = "AssertionError"
"""Each text ends by asserting that it has reached nothing."""


class Sandboxes(NamedTuple):
    """The same fork server without its locks and with them. Both belong to the test's user."""

    off: Sandbox
    on: Sandbox


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[Sandboxes]:
    with Sandbox(preload=LIGHT, level="unprotected") as off, Sandbox(preload=LIGHT) as on:
        yield Sandboxes(off, on)


def attack(entry: str, exercise: str = "ScaleShift", **targets: object) -> str:
    """The entry's text, aimed at ``targets``: ``PLACE=path`` is put where it says ``@PLACE@``."""
    text = corpus.attack_text(corpus.ROOT / "tests" / "attacks" / "redteam" / entry / f"{exercise}.py")
    text = text.split("\n\n\nclass ")[0].replace("import keras\n", "")
    for word, target in targets.items():
        assert f"@{word}@" in text
        text = text.replace(f"@{word}@", str(target))
    assert not re.search(r"\"@[A-Z]+@\"", text), "each word must be aimed, or the text would look everywhere"
    return text


def run(sandbox: Sandbox, text: str) -> CellResult:
    with sandbox.fork() as session:
        (result,) = session.run_cells([Cell("attack", text)])
    return result


def succeeds_only_without_the_sandbox(sandboxes: Sandboxes, text: str, shows: str) -> None:
    """It reports ``shows`` where nothing holds it back, and ends well, having reached nothing, where the sandbox does."""
    free, held = run(sandboxes.off, text), run(sandboxes.on, text)
    assert (REACHED, True) == (free.ename, shows in free.evalue), free
    assert ("ok", "") == (held.status, held.ename), held


def plant(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CANARY, encoding="utf-8")


@pytest.mark.parametrize("name", [HIDDEN, SUBMISSION, "gradebook.db", ".course-secret"])
def test_a_secret_is_read_only_without_the_sandbox(sandboxes: Sandboxes, tmp_path: Path, name: str) -> None:
    """The reference, another student's work, everybody's points, and the seed of the hidden cases."""
    plant(tmp_path, name)
    succeeds_only_without_the_sandbox(sandboxes, attack("files_read_the_course", PLACE=tmp_path), CANARY)


@pytest.mark.parametrize("name", [HIDDEN, SUBMISSION, "gradebook.db"])
def test_the_course_is_changed_only_without_the_sandbox(sandboxes: Sandboxes, tmp_path: Path, name: str) -> None:
    """The text is run with the sandbox on first: afterwards nothing would be left to change."""
    plant(tmp_path, name)
    text = attack("files_write_the_course", PLACE=tmp_path)
    with corpus.unchanged(tmp_path):
        assert "ok" == run(sandboxes.on, text).status
    assert CANARY == (tmp_path / name).read_text(encoding="utf-8")
    free = run(sandboxes.off, text)
    assert REACHED == free.ename
    assert all(f"('{way}', '{tmp_path}/{name}')" in free.evalue for way in ("append", "truncate", "rename"))
    assert not (tmp_path / name).exists()


def test_a_start_up_script_is_planted_only_without_the_sandbox(sandboxes: Sandboxes, tmp_path: Path) -> None:
    """In a home of the test's own; the next kernel that starts there would run it."""
    text = attack("files_write_startup", PLACE=tmp_path)
    assert "ok" == run(sandboxes.on, text).status
    assert [] == list(tmp_path.iterdir())
    assert REACHED == run(sandboxes.off, text).ename
    assert "os._exit(9)" in (tmp_path / ".ipython/profile_default/startup/00.py").read_text(encoding="utf-8")


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, Callable[[], int]]]:
    """A TCP and a UDP port of one number on the loopback; yields it, and a count of those who came to either."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(type=socket.SOCK_DGRAM) as letters:
        port = server.getsockname()[1]
        letters.bind(("127.0.0.1", port))

        def answer() -> None:
            while (letter := letters.recvfrom(99))[0] != b"end":
                letters.sendto(b"answer", letter[1])
                came.append("udp")

        def welcome() -> None:
            while True:
                caller, _ = server.accept()
                with caller:
                    if caller.recv(3) == b"end":
                        return
                    came.append("tcp")

        threads = [threading.Thread(target=work) for work in (answer, welcome)]
        for thread in threads:
            thread.start()
        yield port, lambda: len(came)
        letters.sendto(b"end", ("127.0.0.1", port))
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.send(b"end")
        for thread in threads:
            thread.join()


def test_the_network_is_reached_only_without_the_sandbox(sandboxes: Sandboxes) -> None:
    """A port of the loopback, by TCP and by UDP."""
    with listening() as (port, came):
        text = attack("processes_sockets", PORT=port, NAME="nobody")
        assert ("ok", 0) == (run(sandboxes.on, text).status, came())
        free = run(sandboxes.off, text)
        assert (REACHED, True, True) == (free.ename, "'127.0.0.1'" in free.evalue, "'udp'" in free.evalue)
        assert 2 == came()


def test_a_local_socket_is_reached_only_without_the_sandbox(sandboxes: Sandboxes, tmp_path: Path) -> None:
    """One with an abstract name and one in a folder, as desktops and services have them."""
    abstract, path = f"canary-{os.getpid()}", str(tmp_path / "door")
    with socket.socket(socket.AF_UNIX) as one, socket.socket(socket.AF_UNIX) as two:
        one.bind("\0" + abstract)
        two.bind(path)
        for door, name in ((one, abstract), (two, path)):
            door.listen()
            succeeds_only_without_the_sandbox(sandboxes, attack("processes_sockets", PORT=1, NAME=name), name)


def test_another_process_is_looked_into_only_without_the_sandbox(sandboxes: Sandboxes) -> None:
    """Its environment, where tokens are kept, and its command line."""
    program = "import sys; print('ready', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", program],
        env={"TOKEN": CANARY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        assert other.stdout is not None
        other.stdout.readline()
        succeeds_only_without_the_sandbox(sandboxes, attack("processes_environment", PID=other.pid), CANARY)


@pytest.mark.parametrize("level", ["off", "on"])
def test_a_message_reaches_the_next_student_only_without_the_sandbox(
    sandboxes: Sandboxes, tmp_path: Path, level: str
) -> None:
    """Two forks of one fork server, one after the other: the first leaves a note and ends, the second looks for it."""
    sandbox = getattr(sandboxes, level)
    with pytest.raises(AnswerLost):
        run(sandbox, attack("processes_message_to_the_next", PLACE=tmp_path))
    found = run(sandbox, attack("processes_message_to_the_next", "RunningMean", PLACE=tmp_path))
    assert (REACHED if level == "off" else "") == found.ename
    assert (level == "off") == (tmp_path / "note").exists()


def test_each_entry_that_names_a_control_run_has_one() -> None:
    """And each that is used here says so."""
    named = {entry.name for entry in corpus.entries("redteam") if entry.facts.get("control")}
    used = set(re.findall(r"attack\(\s*\"([a-z_]+)\"", Path(__file__).read_text(encoding="utf-8")))
    assert used == named
