"""Threads that each drive a sandbox of their own through a common queue of tasks."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Generic, TypeVar

from autograder.faults import MachineFault
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
MOST_FAULTS = 3


class WorkerPool(Generic[Task, Outcome]):
    """``workers`` sandboxes at most, each opened by its thread; the first is opened before any work is promised."""

    def __init__(
        self, open_sandbox: Callable[[], Sandbox], workers: int, do: Callable[[Sandbox, Task], Outcome]
    ) -> None:
        self._open_sandbox, self._workers, self._do = open_sandbox, workers, do
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Task, Outcome | Exception]] = queue.SimpleQueue()
        self._stop = threading.Event()

    def work(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Exception]]:
        """Each task with its outcome, or with the exception that it met, as they come.

        A sandbox that no longer answers is replaced. Raises MachineFault at once when not even the first sandbox can be opened.
        All sandboxes are closed when the iterator ends or is closed.
        """
        if not tasks:
            return
        with ExitStack() as first:
            sandbox = first.enter_context(self._open_sandbox())
            stack = first.pop_all()
        for task in tasks:
            self._tasks.put(task)
        number = min(self._workers, len(tasks))
        threads = [
            threading.Thread(target=self._worker, args=(stack, sandbox) if i == 0 else (ExitStack(), None))
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

    def _worker(self, stack: ExitStack, sandbox: Sandbox | None) -> None:
        faults = 0
        try:
            while not self._stop.is_set():
                try:
                    task = self._tasks.get_nowait()
                except queue.Empty:
                    return
                try:
                    # After some faults in a row the sandbox is not the cause, and opening another only costs time.
                    if faults >= MOST_FAULTS:
                        raise MachineFault("The sandbox failed several times in a row.")
                    if sandbox is None:
                        sandbox = stack.enter_context(self._open_sandbox())
                    outcome: Outcome | Exception = self._do(sandbox, task)
                    faults = 0
                except Exception as fault:
                    outcome = fault
                    # What one submission can bring about must not cost the others their warm sandbox.
                    if sandbox is None or not _answers(sandbox):
                        faults += isinstance(fault, MachineFault)
                        sandbox = None
                        _close(stack)
                self._done.put((task, outcome))
        finally:
            _close(stack)


def _answers(sandbox: Sandbox) -> bool:
    """True when the sandbox still makes a fork and the fork runs a cell."""
    try:
        with sandbox.fork(sandbox.limits) as session:
            (result,) = session.run_cells([Cell("alive", "1")])
    except Exception:  # whatever it is, the sandbox does not answer
        return False
    return result.status == "ok"


def _close(stack: ExitStack) -> None:
    """A sandbox that cannot even be closed must not silence the thread that others wait for."""
    try:
        stack.close()
    except Exception:
        logging.getLogger("autograder").exception("A sandbox could not be closed.")
