"""Threads that each drive a box of their own through a common queue of tasks."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Generic, TypeVar

from autograder.box.box import Box
from autograder.box.session import Cell
from autograder.faults import MachineFault

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
MOST_FAULTS = 3


class Crew(Generic[Task, Outcome]):
    """``workers`` boxes at most, each opened by its thread; the first is opened before any work is promised."""

    def __init__(self, open_box: Callable[[], Box], workers: int, do: Callable[[Box, Task], Outcome]) -> None:
        self._open_box, self._workers, self._do = open_box, workers, do
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Task, Outcome | Exception]] = queue.SimpleQueue()
        self._stop = threading.Event()

    def work(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Exception]]:
        """Each task with its outcome, or with the exception that it met, as they come.

        A box that no longer answers is replaced. Raises MachineFault at once when not even the first box can be opened.
        All boxes are closed when the iterator ends or is closed.
        """
        if not tasks:
            return
        with ExitStack() as first:
            box = first.enter_context(self._open_box())
            stack = first.pop_all()
        for task in tasks:
            self._tasks.put(task)
        number = min(self._workers, len(tasks))
        threads = [
            threading.Thread(target=self._worker, args=(stack, box) if i == 0 else (ExitStack(), None))
            for i in range(number)
        ]
        try:
            for thread in threads:
                thread.start()
            for _ in tasks:
                yield self._done.get()
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _worker(self, stack: ExitStack, box: Box | None) -> None:
        faults = 0
        try:
            while not self._stop.is_set():
                try:
                    task = self._tasks.get_nowait()
                except queue.Empty:
                    return
                try:
                    # After some faults in a row the box is not the cause, and opening another only costs time.
                    if faults >= MOST_FAULTS:
                        raise MachineFault("The box failed several times in a row.")
                    if box is None:
                        box = stack.enter_context(self._open_box())
                    outcome: Outcome | Exception = self._do(box, task)
                    faults = 0
                except Exception as fault:
                    outcome = fault
                    # What one submission can bring about must not cost the others their warm box.
                    if box is None or not _answers(box):
                        faults += isinstance(fault, MachineFault)
                        box = None
                        _close(stack)
                self._done.put((task, outcome))
        finally:
            _close(stack)


def _answers(box: Box) -> bool:
    """True when the box still makes a fork and the fork runs a cell."""
    try:
        with box.fork(box.limits) as session:
            (result,) = session.run_cells([Cell("alive", "1")])
    except Exception:  # whatever it is, the box does not answer
        return False
    return result.status == "ok"


def _close(stack: ExitStack) -> None:
    """A box that cannot even be closed must not silence the thread that others wait for."""
    try:
        stack.close()
    except Exception:
        logging.getLogger("autograder").exception("A box could not be closed.")
