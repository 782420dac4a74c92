"""Texts are parsed by several threads at once."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest

from autograder import parsing
from tests.support.paths import ROOT

TEXT = (ROOT / "lessons" / "03_weights" / "lesson.py").read_text(encoding="utf-8")


@pytest.fixture
def other_threads_run_while_memory_is_collected() -> Iterator[None]:
    """As a finalizer that waits for a file would let them."""
    before, wait = gc.get_threshold(), lambda *_: time.sleep(0.0001)
    gc.set_threshold(50)
    gc.callbacks.append(wait)
    yield
    gc.callbacks.remove(wait)
    gc.set_threshold(*before)


@pytest.mark.usefixtures("other_threads_run_while_memory_is_collected")
def test_threads_that_parse_at_once_do_not_disturb_each_other() -> None:
    """Python 3.11's own parser raises SystemError here."""
    met: list[BaseException] = []

    def work() -> None:
        for _ in range(10):
            try:
                parsing.parse(TEXT)
            except BaseException as error:
                met.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == met


def test_a_text_that_is_no_python_is_refused_with_its_file() -> None:
    """Callers tell the line and the file."""
    with pytest.raises(SyntaxError) as raised:
        parsing.parse("x = (", "answer.py")
    assert ("answer.py", 1) == (raised.value.filename, raised.value.lineno)
