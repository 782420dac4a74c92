"""The level "limited": no namespace, and yet a fork reads no secret, reaches no network, signals nobody, leaves nothing."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.grading_course import LESSON, answer, hand_in, make_course, released
from tests.support.other_user import ORDINARY, SYSTEM, run_as

AUTOGRADER = [sys.executable, "-c", "from autograder.cli.app import main; main()"]
USERS = [pytest.param(ORDINARY, id="an ordinary user")]
if os.geteuid() == 0:
    USERS.append(pytest.param(0, id="root, which gives root up"))

ATTACK = """
import json, os, sys
from pathlib import Path
from autograder.sandbox.attacks import ATTACKS, canary
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.doctor import LIGHT, _SMALL
with canary(), Sandbox(preload=LIGHT, level="limited") as sandbox:
    achieved = {}
    for name, attack, _ in ATTACKS:
        with sandbox.fork(_SMALL) as session:
            achieved[name] = attack(session)
print(json.dumps(achieved))
"""

APART = """
import json, os, time
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
def told(session, source):
    (result,) = session.run_cells([Cell("a", "import ctypes, json, os\\n" + source)], capture=True)
    said = [output["text"] for output in result.outputs if output["output_type"] == "stream"]
    return json.loads(said[0]) if said else result.ename
with Sandbox(preload=("numpy", "IPython"), level="limited") as sandbox:
    with sandbox.fork() as one, sandbox.fork() as two:
        told(one, "open('note', 'w').write('the answer')")
        place = told(one, "print(json.dumps(os.getcwd()))")
        seen = [
            told(two, f"print(json.dumps(open({place + '/note'!r}).read()))"),
            told(two, f"os.kill({one.pid}, 9)"), told(two, f"os.kill({os.getpid()}, 0)"),
            told(two, f"print(json.dumps(ctypes.CDLL(None).ptrace(16, {one.pid}, 0, 0)))"),
            told(two, f"open('/proc/{one.pid}/mem', 'rb')"),
            told(two, "print(json.dumps(ctypes.CDLL(None).shmget(4711, 4096, 0o1666)))"),
            told(two, "open('/dev/shm/note', 'w')"), told(one, "print(json.dumps('alive'))"),
        ]
        detach = '''
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"left-behind")
        import time
        while True: time.sleep(600)
    os._exit(0)
os.wait()'''
        told(two, detach)
    def named(name):
        found = []
        for p in os.listdir("/proc"):
            try: found.append(open(f"/proc/{p}/comm").read() == name + "\\n") if p.isdigit() else None
            except OSError: pass
        return any(found)
    end = time.monotonic() + 10
    while (named("left-behind") or os.path.exists(place)) and time.monotonic() < end: time.sleep(0.02)
    print(json.dumps([seen, named("left-behind"), os.path.exists(place)]))
"""


@pytest.mark.parametrize("uid", USERS)
def test_every_attack_of_the_doctor_fails(uid, tmp_path):
    done = run_as(uid, [sys.executable, "-c", ATTACK], tmp_path)
    assert "" == done.stderr
    assert set(json.loads(done.stdout).values()) == {""}, done.stdout


@pytest.mark.parametrize("uid", USERS)
def test_forks_are_kept_apart_and_leave_nothing(uid, tmp_path):
    """Neither file, signal, memory nor shared memory of one reaches another; a detached child and the folder are gone."""
    done = run_as(uid, [sys.executable, "-c", APART], tmp_path)
    assert "" == done.stderr
    answers, running, folder = json.loads(done.stdout)
    denied = "PermissionError"
    assert [denied, denied, denied, -1, denied, -1, denied, "alive"] == answers
    assert (False, False) == (running, folder)


def test_killing_itself_is_the_students_fault_here(tmp_path):
    """In a PID namespace the first process cannot; here it can, and nobody else can kill it."""
    program = """
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from autograder.reply import AnswerLost
with Sandbox(preload=("numpy", "IPython"), level="limited") as sandbox, sandbox.fork() as session:
    try: session.run_cells([Cell("a", "import os; os.kill(os.getpid(), 9)")])
    except AnswerLost as lost: print(lost)
"""
    done = run_as(ORDINARY, [sys.executable, "-c", program], tmp_path)
    assert "signal: cell a: it was ended with SIGKILL\n" == done.stdout, done.stderr


def test_a_fork_server_that_is_killed_takes_all_with_it(tmp_path):
    """Forks, what they detached, and the middle processes between."""
    program = """
import os, signal, time
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.usage import UsageMeter
from autograder.sandbox.session import Cell
with Sandbox(preload=("numpy", "IPython"), level="limited") as sandbox:
    with sandbox.fork() as session:
        session.run_cells([Cell("a", "import os\\nif os.fork() == 0:\\n    os.setsid()\\n    while True: pass")])
        below = UsageMeter(sandbox._process.pid).tree()
        assert len(below) >= 4, below
        os.kill(sandbox._process.pid, signal.SIGKILL)
        end = time.monotonic() + 10
        alive = lambda: [p for p in below[1:] if os.path.exists(f"/proc/{p}") and "Z" not in open(f"/proc/{p}/stat").read().split()[2]]
        while alive() and time.monotonic() < end: time.sleep(0.02)
        print(alive())
"""
    done = run_as(ORDINARY, [sys.executable, "-c", program], tmp_path)
    assert "[]\n" == done.stdout, done.stderr


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that another user reaches as well; pytest's own are its owner's alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def without_namespaces(open_path: Path) -> str:
    """A PATH on which bubblewrap says what it says where AppArmor forbids user namespaces."""
    folder = open_path / "bin"
    folder.mkdir()
    (folder / "bwrap").write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    (folder / "bwrap").chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    return f"{folder}:{SYSTEM}"


def test_the_doctor_names_this_level_and_the_mend(without_namespaces, tmp_path):
    done = run_as(ORDINARY, [*AUTOGRADER, "doctor", "--json"], tmp_path, without_namespaces)
    document = json.loads(done.stdout)
    assert (1, "limited") == (done.returncode, document["level"])
    assert "--accept-limited" in document["means"]
    (failed,) = [probe for probe in document["probes"] if not probe["passed"]]
    assert ("sandbox", "protected") == (failed["name"], failed["level"])
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in failed["mend"]
    assert {"identity", "files", "network", "processes"} <= {
        p["name"] for p in document["probes"] if p["level"] == "limited"
    }


def test_other_peoples_work_is_graded_only_where_this_level_was_accepted(without_namespaces, open_path, tmp_path):
    """Refused with the mend and the flag; with the flag it is graded, and the level stands with the score."""
    course = make_course(open_path / "course")
    stubs = {files.name: files.task.stub for files in course.lesson(LESSON).exercises}
    right = {"double": answer("double", "2 * x"), "shift": answer("shift", "x + 1")}
    hand_in(open_path / "submitted", "ann", released(right, stubs))
    if os.geteuid() == 0:
        for path in (open_path / "course", *(open_path / "course").rglob("*")):
            os.chown(path, ORDINARY, ORDINARY)
    grade = [*AUTOGRADER, "grade", str(open_path / "submitted"), "--course", str(open_path / "course"), "--jobs", "1"]
    refused = run_as(ORDINARY, grade, tmp_path, without_namespaces)
    assert 2 == refused.returncode
    assert "`autograder doctor` tries each lock; --accept-limited goes on" in refused.stderr
    assert "The system forbids user namespaces" in refused.stderr
    graded = run_as(ORDINARY, [*grade, "--accept-limited"], tmp_path, without_namespaces)
    assert 0 == graded.returncode, graded.stderr
    stored = json.loads((open_path / "course" / "verdicts" / "ann" / f"{LESSON}.json").read_text())
    assert ("limited", 6) == (stored["level"], stored["points"])
    assert "limited" in (open_path / "course" / "report.html").read_text()
