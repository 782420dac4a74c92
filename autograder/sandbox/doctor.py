"""What the sandbox is worth on this machine, found out by trying: each probe attacks a lock, none looks for a program.

A probe passes when the attack fails. The level that follows is the strongest at which every probe that it needs passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from autograder.faults import Fault, MachineFault
from autograder.reply import AnswerLost
from autograder.sandbox import landlock, seccomp
from autograder.sandbox.attacks import ATTACKS, run_in_fork
from autograder.sandbox.limits import Limits
from autograder.sandbox.process_locks import Level
from autograder.sandbox.remedies import MENDS
from autograder.sandbox.sandbox import PRELOAD, USER_NAMESPACES, Sandbox
from autograder.sandbox.session import Session

LIGHT = ("numpy", "IPython")
Open = Callable[..., Sandbox]


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt and what came of it. ``mend`` is what to do where it failed; ``levels`` those that need it."""

    name: str
    level: str
    passed: bool
    says: str
    mend: str = ""
    levels: tuple[str, ...] = ("protected", "limited")

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"levels": list(self.levels)}


@dataclass(frozen=True, slots=True)
class Findings:
    """The level that grading other people's work has here, and the probes that say so."""

    level: Level
    probes: tuple[Probe, ...]


def strongest(*allowed: Level, open_sandbox: Open = Sandbox) -> Level:
    """The first of ``allowed`` at which a sandbox starts and a fork locks itself. Raises the first one's MachineFault."""
    first: MachineFault | None = None
    for level in allowed:
        try:
            with open_sandbox(preload=(), level=level) as sandbox, sandbox.fork():
                return level
        except MachineFault as fault:
            first = first or fault
    assert first is not None
    raise first


def examine_machine(open_sandbox: Open = Sandbox, full: bool = True) -> Findings:
    """Run the probes. ``full`` includes importing TensorFlow in the sandbox, which takes some seconds."""
    found = [_processor(), _landlock()]
    level: Level = "unprotected"
    levels: tuple[Level, ...] = ("protected", "limited")
    for tried in levels:
        if not all(p.passed for p in found if tried in p.levels and p.level == "any"):
            continue
        made = list(_tried(open_sandbox, tried))
        found += made
        if all(p.passed for p in made if tried in p.levels):
            level = tried
            break
    if full:
        found.append(_tensorflow(open_sandbox, level))
        if not found[-1].passed:
            level = "unprotected"
    return Findings(level, tuple(found))


def _probe(name: str, level: str, passed: bool, says: str, levels: tuple[str, ...] = ("protected", "limited")) -> Probe:
    return Probe(name, level, passed, says, "" if passed else MENDS[name], levels)


def _processor() -> Probe:
    try:
        name = seccomp.machine().name
    except seccomp.Unknown as error:
        return _probe("processor", "any", False, f"{error.strerror}.")
    return _probe("processor", "any", True, f"The system calls of {name} are known.")


def _landlock() -> Probe:
    version = landlock.version()
    says = f"Landlock has version {version}." if version else "This kernel has no Landlock; the other locks remain."
    return _probe("landlock", "any", version > 0, says, ("limited",))


def _tried(open_sandbox: Open, level: str) -> Iterator[Probe]:
    """The probes that need a sandbox of this level. Stops where nothing further can be tried."""
    try:
        sandbox = open_sandbox(preload=LIGHT, level=level).__enter__()
    except Fault as fault:
        yield Probe("sandbox", level, False, str(fault).splitlines()[0], _box_mend(level, str(fault)), (level,))
        return
    with sandbox:
        yield Probe("sandbox", level, True, "A fork server starts.", levels=(level,))
        try:
            sandbox.fork().close()
        except Fault as fault:
            yield Probe("locks", level, False, str(fault), MENDS["locks"].format(how=USER_NAMESPACES), (level,))
            return
        yield Probe("locks", level, True, "A fork locks itself.", levels=(level,))
        for name, attack, says in ATTACKS:
            failed = _failed(sandbox, attack)
            yield Probe(name, level, not failed, failed or says, MENDS[name] if failed else "", (level,))


def _box_mend(level: str, fault: str) -> str:
    """The fault's own last line says what to do, where it has more than one."""
    first, _, rest = fault.partition("\n")
    return rest or (first if "Install it" in first else MENDS["sandbox"])


def _failed(sandbox: Sandbox, attack: Callable[[Session], str]) -> str:
    """What an attack achieved that it should not; empty when the lock held."""
    try:
        with sandbox.fork(_SMALL) as session:
            return attack(session)
    except Fault as fault:
        return str(fault)


_SMALL = Limits(cpu=2, wall=15, exercise_cpu=2, exercise_wall=15, total_cpu=4, total_wall=60, memory=256 << 20)


def _tensorflow(open_sandbox: Open, level: str) -> Probe:
    compute = "import tensorflow as tf\ntell(float(tf.reduce_sum(tf.ones((2, 3)))))"
    try:
        with open_sandbox(preload=PRELOAD, level=level) as sandbox, sandbox.fork() as session:
            value = run_in_fork(session, compute)
    except (Fault, AnswerLost) as fault:
        value = str(fault).splitlines()[0]
    says = "TensorFlow computes in a fork." if value == 6.0 else f"TensorFlow does not compute in a fork: {value}."
    return _probe("tensorflow", level, value == 6.0, says)
