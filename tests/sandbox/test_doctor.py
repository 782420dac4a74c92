"""The doctor: it passes here, its attacks can succeed, and each failure comes with its mend."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from autograder.cli import level_options
from autograder.faults import MachineFault, UsageFault
from autograder.sandbox import attacks, doctor, seccomp
from autograder.sandbox.attacks import ATTACKS, CANARY, canary
from autograder.sandbox.doctor import LIGHT, Probe, examine_machine, strongest
from autograder.sandbox.remedies import MENDS
from autograder.sandbox.sandbox import USER_NAMESPACES, Sandbox
from autograder.sandbox.session import CellResult
from tests.support.paths import AUTOGRADER

NAMES = [name for name, _, _ in ATTACKS]


@pytest.fixture(scope="module")
def report():
    return subprocess.run([AUTOGRADER, "doctor"], capture_output=True, text=True, check=False)


def test_this_machine_is_protected(report):
    """In CI on Linux anything less is red."""
    assert 0 == report.returncode, report.stdout + report.stderr
    assert "Level: protected. Other people's submissions can be graded here." in report.stdout
    assert "✗" not in report.stdout
    assert all(f"✓ {name} (protected)" in report.stdout for name in [*NAMES, "sandbox", "locks", "tensorflow"])


def test_the_same_as_json():
    done = subprocess.run([AUTOGRADER, "doctor", "--json"], capture_output=True, text=True, check=False)
    document = json.loads(done.stdout)
    assert ("protected", 0) == (document["level"], done.returncode)
    assert {"name", "level", "passed", "says", "mend", "levels"} == set(document["probes"][0])
    assert all(probe["passed"] and not probe["mend"] for probe in document["probes"])


@pytest.fixture(scope="module")
def open_sandbox():
    with Sandbox(preload=LIGHT, level="unprotected") as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("name", "achieved"),
    [
        ("processes", "A fork can read the grader's environment in /proc."),
        ("files", "A fork can read a file of this machine."),
        ("network", "A fork can reach this machine's loopback."),
        ("programs", "A fork can start other programs."),
        ("new namespaces", "A fork can make a user namespace, and have capabilities in it."),
    ],
)
def test_an_attack_succeeds_where_there_is_no_lock(open_sandbox, name, achieved):
    attack = next(attack for known, attack, _ in ATTACKS if known == name)
    with canary(), open_sandbox.fork() as session:
        assert achieved == attack(session)


def test_the_kernels_word_on_a_fork_without_locks(open_sandbox):
    """Root with all capabilities where the grader is root, and no filter in any case."""
    attack = {name: attack for name, attack, _ in ATTACKS}["identity"]
    with open_sandbox.fork() as session:
        assert attack(session).startswith(("A fork has the uids", "A fork has no seccomp filter"))


class Says:
    """A session whose cells tell what the test wants."""

    pid = 1

    def __init__(self, *values):
        self.values = list(values)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def close(self):
        return None

    def run_cells(self, cells, capture=False):
        value = self.values.pop(0) if self.values else None
        if isinstance(value, Exception):
            return [CellResult("probe", "error", type(value).__name__)]
        return [CellResult("probe", "ok", outputs=[{"text": json.dumps(value)}])]


def test_what_the_other_attacks_say_when_they_succeed(tmp_path, monkeypatch):
    known = {name: attack for name, attack, _ in ATTACKS}
    assert "A fork sees the grader's environment." == known["environment"](Says([True, False]))
    assert "A fork can trace or signal the grader." == known["processes"](Says(OSError(), 0, None))
    assert "A fork can trace or signal the grader." == known["processes"](Says(OSError(), -1, "sent"))
    assert "A fork can go beyond its cpu." == known["time"](Says(None))
    assert "A fork can go beyond its memory." == known["memory"](Says(None))

    class Writes(Says):
        def run_cells(self, cells, capture=False):
            path = cells[0].source.split("open('")[1].split("'")[0]
            if "'w'" in cells[0].source:
                Path(path).write_text("changed")
            return super().run_cells(cells, capture)

    assert "A fork can write a file of this machine." == known["files"](Writes(OSError(), None))


def test_a_fork_that_is_ended_in_another_way_than_by_the_limit(open_sandbox):
    with open_sandbox.fork() as session:
        ended = attacks._limit("import os; os._exit(3)", "memory")(session)
    assert (
        "A fork that goes beyond its memory was ended otherwise: exit: cell probe: it ended its process with code 3."
        == ended
    )


def test_the_canary_is_there_only_while_the_probes_run():
    import os

    with canary():
        assert os.environ[CANARY]
    assert CANARY not in os.environ


def sandboxes(start: str = "", fork: str = "", values: object = None):
    """Something that opens sandboxes which fail at one step, by level, or whose forks say ``values``."""

    class Fake:
        def __init__(self, preload=(), level="protected"):
            if start:
                raise MachineFault(start)
            self.level = level

        def fork(self, limits=None):
            if fork:
                raise MachineFault(fork)
            return Says(values)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    return Fake


def failed(found) -> dict[tuple[str, str], Probe]:
    return {(probe.name, probe.level): probe for probe in found.probes if not probe.passed}


def test_a_sandbox_that_does_not_start_reports_its_own_remedy():
    namespaces = f"The sandbox could not start. It said: no\nThe system forbids user namespaces. {USER_NAMESPACES}"
    found = examine_machine(sandboxes(start=namespaces), full=False)
    assert "unprotected" == found.level
    assert "unprivileged_userns=0" in failed(found)["sandbox", "protected"].mend
    missing = examine_machine(sandboxes(start="No bwrap was found. Install it, for example with apt."), full=False)
    assert "Install it, for example with apt." in failed(missing)["sandbox", "protected"].mend
    other = examine_machine(sandboxes(start="Something else."), full=False)
    assert MENDS["sandbox"] == failed(other)["sandbox", "protected"].mend


def test_a_fork_that_cannot_lock_itself():
    found = examine_machine(sandboxes(fork="The kernel refused: making namespaces."), full=False)
    probe = failed(found)["locks", "protected"]
    assert "The kernel refused: making namespaces." == probe.says
    assert probe.mend.startswith("Let the kernel make namespaces for a process without privileges. On Ubuntu,")


@pytest.mark.parametrize("name", NAMES)
def test_each_attack_that_succeeds_costs_the_level_and_tells_its_mend(name, monkeypatch):
    fake = [(n, lambda session, n=n: "achieved" if n == name else "", says) for n, _, says in ATTACKS]
    monkeypatch.setattr(doctor, "ATTACKS", tuple(fake))
    monkeypatch.setattr(doctor, "_failed", lambda sandbox, attack: attack(None))
    found = examine_machine(sandboxes(), full=False)
    assert ("unprotected", "achieved", MENDS[name]) == (
        found.level,
        failed(found)[name, "protected"].says,
        failed(found)[name, "limited"].mend,
    )


def test_a_fault_of_the_sandbox_during_an_attack_is_a_failure():
    assert "The kernel refused." == doctor._failed(sandboxes(fork="The kernel refused.")(), lambda session: "")


def test_a_processor_without_a_table(monkeypatch):
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "riscv64")
    found = examine_machine(sandboxes(), full=False)
    assert "unprotected" == found.level
    assert "no table of system calls for the processor riscv64." == failed(found)["processor", "any"].says
    assert failed(found)["processor", "any"].mend.startswith("Grade on a machine with an x86-64 or aarch64 processor")


def test_without_landlock_the_level_is_still_protected_but_never_limited(monkeypatch):
    monkeypatch.setattr(doctor.landlock, "version", lambda: 0)
    monkeypatch.setattr(doctor, "ATTACKS", ())
    found = examine_machine(sandboxes(), full=False)
    assert "protected" == found.level
    assert "This kernel has no Landlock; the other locks remain." == failed(found)["landlock", "any"].says
    assert "Linux has Landlock since 5.13" in failed(found)["landlock", "any"].mend
    assert "unprotected" == examine_machine(sandboxes(start="no"), full=False).level


def test_a_sandbox_in_which_tensorflow_does_not_compute_grades_nothing(monkeypatch):
    monkeypatch.setattr(doctor, "ATTACKS", ())
    found = examine_machine(sandboxes(values="wrong"))
    probe = failed(found)["tensorflow", "protected"]
    assert ("unprotected", "TensorFlow does not compute in a fork: wrong.") == (found.level, probe.says)
    assert "make clean setup" in probe.mend


def test_the_strongest_level_that_works_is_taken_and_the_first_fault_is_reported():
    assert "protected" == strongest("protected", "limited")
    with pytest.raises(MachineFault, match=r"^first$"):
        strongest("protected", "limited", open_sandbox=sandboxes(start="first"))


def test_on_another_system_one_sentence_says_where_it_works(monkeypatch):
    monkeypatch.setattr(level_options.sys, "platform", "darwin")
    with pytest.raises(UsageFault, match=r"needs Linux. Received darwin. Use a container, a virtual machine or WSL 2"):
        level_options.choose_level(trust=True)


def test_trusted_code_needs_no_sandbox():
    assert "unprotected" == level_options.choose_level(trust=True)
