"""Processes of ours that judge submissions at the same time, each with a sandbox of its own."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")

LANES = 2
"""Submissions that are judged at once, each with a sandbox of its own, and never more than the processors that CI has."""


class Lanes:
    """A context manager around processes of ours that each do one task at a time, so that nothing of a task is counted or
    changed by another. What a task raises comes out of its Future; one that ends its process fails alone.
    """

    def __init__(self, number: int = LANES) -> None:
        self._number = number
        self._idle: queue.SimpleQueue[ProcessPoolExecutor] = queue.SimpleQueue()
        for _ in range(number):
            self._idle.put(_lane())
        self._threads = ThreadPoolExecutor(number)
        self._begun: list[Future[Any]] = []

    def __enter__(self) -> Lanes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)
        for _ in range(self._number):
            self._idle.get().shutdown()

    def begin(self, do: Callable[Given, Found], *args: Given.args, **more: Given.kwargs) -> Future[Found]:
        """Tasks are begun in the order in which they come."""
        future = self._threads.submit(self._one, do, *args, **more)
        self._begun.append(future)
        return future

    def each(self, do: Callable[Given, Found], *args: Given.args, **more: Given.kwargs) -> list[Found]:
        """What each process finds, when all that was begun before is done."""
        wait(self._begun)
        lanes = [self._idle.get() for _ in range(self._number)]
        try:
            return [future.result() for future in [lane.submit(do, *args, **more) for lane in lanes]]
        finally:
            for lane in lanes:
                self._idle.put(lane)

    def _one(self, do: Callable[Given, Found], *args: Given.args, **more: Given.kwargs) -> Found:
        lane = self._idle.get()
        try:
            return lane.submit(do, *args, **more).result()
        except BrokenProcessPool:
            lane.shutdown()
            lane = _lane()
            raise
        finally:
            self._idle.put(lane)


def _lane() -> ProcessPoolExecutor:
    # Spawned: a fork would inherit the locks of our threads, and whatever the other tests have imported.
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A process whose pytest was killed would wait for its next task for ever, and its sandbox with it."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
