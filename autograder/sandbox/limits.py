"""What one fork may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from autograder.faults import UsageFault

GIB = 1 << 30
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes: for one cell or question, for all questions of one exercise, and in all.

    ``cpu`` and ``wall`` hold for each cell and each question, ``exercise_cpu`` and ``exercise_wall`` for all questions
    of one exercise, the totals for a fork; grading hands out no more than the totals to all forks of a submission.
    ``total_idle`` are seconds by the clock in which it is waited for although it uses no processor and lacks none: asleep.
    The kernel keeps ``total_cpu`` (of one process), ``address_space``, ``file_size``, ``files`` and ``processes``
    (threads count); the trusted side keeps the seconds and ``memory`` (resident), children included, by looking on from
    outside. ``output`` is what a cell may print before the rest is cut; a cell that prints 64 times as much is ended.
    ``scratch`` is the size of /tmp and of /dev/shm. Few processes with
    few files, because what a pair of sockets holds stands in no account of memory. ``programs`` lets the code start other programs (``!ls``).
    Raises UsageFault for a wall limit under five times its CPU limit: a busy machine would then cost a student points.
    """

    cpu: float = 20.0
    wall: float = 100.0
    exercise_cpu: float = 60.0
    exercise_wall: float = 300.0
    total_cpu: float = 300.0
    total_wall: float = 1500.0
    total_idle: float = 180.0
    memory: int = 3 * GIB
    address_space: int = 8 * GIB
    file_size: int = 256 * MIB
    scratch: int = 256 * MIB
    processes: int = 64
    files: int = 256
    output: int = MIB
    programs: bool = False

    def __post_init__(self) -> None:
        for name, cpu, wall in (
            ("wall", self.cpu, self.wall),
            ("exercise_wall", self.exercise_cpu, self.exercise_wall),
            ("total_wall", self.total_cpu, self.total_wall),
        ):
            if wall < 5 * cpu:
                raise UsageFault(
                    f"A wall limit must be at least five times its CPU limit. Received {name}={wall:g} s "
                    f"for {cpu:g} CPU-seconds. Try {name}={5 * cpu:g}."
                )

    def less(self, cpu: float, wall: float, idle: float = 0.0) -> Limits:
        """What is left of the totals after so many CPU-seconds, seconds and idle seconds; never less than one of each."""
        left = max(5.0, self.total_wall - wall)
        total_cpu = max(1.0, min(self.total_cpu - cpu, left / 5))
        # Not `left` alone: five times its fifth may be the next larger float, and the limits would refuse themselves.
        total_idle = max(1.0, self.total_idle - idle)
        return replace(self, total_cpu=total_cpu, total_wall=max(left, 5 * total_cpu), total_idle=total_idle)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
