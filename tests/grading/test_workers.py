"""The pool of sandboxes: faults, sandboxes that fail or cannot be closed, and a run that is abandoned."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from autograder.faults import MachineFault
from autograder.grading.workers import MOST_FAULTS, WorkerPool
from tests.support.grading_course import HereSandbox


class Dead(HereSandbox):
    """A sandbox that makes no fork."""

    def fork(self, limits: Any) -> Any:
        raise MachineFault("gone")


def test_a_pool_stops_opening_sandboxes_that_fail() -> None:
    """Work that is left comes back with the fault instead of waiting for ever."""
    opened: list[HereSandbox] = []

    def open_sandbox() -> Any:
        opened.append(Dead())
        return opened[-1]

    def do(sandbox: Any, task: int) -> int:
        raise MachineFault("dead")

    outcomes = list(WorkerPool(open_sandbox, 1, do).work(range(6)))
    assert (6, MOST_FAULTS) == (len(outcomes), len(opened))
    assert {"dead", "The sandbox failed several times in a row."} == {str(outcome) for _, outcome in outcomes}


@pytest.mark.parametrize("fault", [MachineFault("too busy"), RuntimeError("boom")])
def test_a_sandbox_that_still_answers_is_kept_after_a_fault(fault: Exception) -> None:
    """Submissions that meet faults, however many in a row, cost the next ones neither a sandbox nor their turn."""
    opened: list[HereSandbox] = []

    def open_sandbox() -> Any:
        opened.append(HereSandbox())
        return opened[-1]

    def do(sandbox: Any, task: int) -> int:
        if task < 2 * MOST_FAULTS:
            raise fault
        return task

    outcomes = dict(WorkerPool(open_sandbox, 1, do).work(range(2 * MOST_FAULTS + 1)))
    assert (1, 2 * MOST_FAULTS) == (len(opened), outcomes.pop(2 * MOST_FAULTS))
    assert {fault} == set(outcomes.values())


def test_a_sandbox_that_cannot_be_closed_does_not_stop_the_pool(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the work goes on."""

    class Stuck(HereSandbox):
        def __exit__(self, *_: object) -> None:
            raise OSError("stuck")

    assert [(1, 1), (2, 2)] == list(WorkerPool(Stuck, 1, lambda _, task: task).work([1, 2]))  # type: ignore[arg-type]
    assert "A sandbox could not be closed." in caplog.text


def test_an_abandoned_pool_leaves_no_thread() -> None:
    """Ctrl-C in the middle of a class ends the sandboxes."""
    before = threading.active_count()
    work = WorkerPool(HereSandbox, 2, lambda _, task: task).work(range(50))  # type: ignore[arg-type]
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert before == threading.active_count()
