"""What memory, output, processes and files a fork may use."""

from __future__ import annotations

from autograder.reply import AnswerLost
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Cell
from tests.support.lost_answers import lost


def test_a_memory_bomb_is_ended(sandbox):
    source = (
        "import time\nhoard = []\nwhile True:\n    hoard.append(bytearray(b'x') * (16 << 20))\n    time.sleep(0.01)"
    )
    ended = lost(sandbox, source, Limits(memory=256 << 20))
    assert ("memory", "cell c: it used more than 256 MiB") == (ended.how, ended.detail)


def test_memory_of_children_counts_and_shared_pages_count_once(sandbox):
    """Ten idle children of a fork that holds 100 MiB share its pages and stay under 300 MiB; one that fills its own does not."""
    before = "import os, time\nhold = bytearray(b'x') * (100 << 20)"
    idle = "for _ in range(10):\n    if os.fork() == 0: time.sleep(100)\ntime.sleep(0.5)"
    with sandbox.fork(Limits(memory=300 << 20)) as session:
        assert ["ok", "ok"] == [r.status for r in session.run_cells([Cell("a", before), Cell("b", idle)])]
    greedy = "if os.fork() == 0:\n    more = bytearray(b'x') * (300 << 20)\n    time.sleep(100)\ntime.sleep(100)"
    assert "memory" == lost(sandbox, greedy, Limits(memory=300 << 20), before).how


def test_a_wish_for_more_than_the_address_space_is_an_error_of_the_cell(sandbox):
    with sandbox.fork() as session:
        results = session.run_cells([Cell("a", "x = bytearray(10 << 30)"), Cell("b", "1 + 1")])
    assert [("error", "MemoryError"), ("ok", "")] == [(r.status, r.ename) for r in results]


def test_an_output_flood_is_ended(sandbox):
    ended = lost(sandbox, "while True: print('x' * 10_000)", Limits(output=10_000))
    assert ("output", "cell c: it printed without end") == (ended.how, ended.detail)


def test_a_fork_bomb_stays_in_its_sandbox(sandbox):
    """Processes are counted for each fork alone, so the next one has all of its own."""
    source = "import os\nwhile True:\n    if os.fork() == 0:\n        while True: os.fork()"
    with sandbox.fork(Limits(cpu=2, wall=10, processes=64)) as session:
        try:
            (result,) = session.run_cells([Cell("a", source)])
            assert ("error", "BlockingIOError") == (result.status, result.ename)
        except AnswerLost as ended:
            assert "cpu" == ended.how
    with sandbox.fork(Limits(processes=8)) as after:
        assert "ok" == after.run_cells([Cell("b", "import os\npid = os.fork() or os._exit(0)\nos.wait()")])[0].status


def test_a_file_has_its_largest_size_and_no_core_is_dumped(sandbox):
    with sandbox.fork(Limits(file_size=1 << 20)) as session:
        results = session.run_cells(
            [
                Cell("a", "open('/tmp/x', 'wb').write(bytes(2 << 20))"),
                Cell("b", "import resource\nassert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)"),
                Cell("c", "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))"),
            ]
        )
    assert ["OSError", "", "ValueError"] == [result.ename for result in results]
