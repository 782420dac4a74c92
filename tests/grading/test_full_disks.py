"""A disk that is full, and a gradebook that nobody may write: one sentence, nothing by halves, and the next run goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.support.fault_course import (
    STUDENTS,
    Done,
    FaultCourse,
    Row,
    as_root,
    book,
    enter_by_hand,
    litter,
    one_sentence,
    sound,
    verdicts,
)
from tests.support.mount_space import MountSpace
from tests.support.process_table import nothing_left

PAGE = 4096


@dataclass(frozen=True)
class Undisturbed:
    course: FaultCourse
    out: Path
    rows: dict[str, dict[str, Row]]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    course = FaultCourse(tmp_path_factory.mktemp("disk") / "course")
    course.run_undisturbed()
    kept = course.out.with_name("undisturbed")
    course.out.rename(kept)
    return Undisturbed(course, kept, book(kept))


@dataclass(frozen=True)
class Step:
    """What a run on a disk of some size came to."""

    done: Done
    verdicts: dict[str, bytes]
    pages: int
    book: dict[str, dict[str, Row]] | None
    litter: list[str]


@pytest.fixture(scope="module")
def filled(undisturbed: Undisturbed) -> list[Step]:
    """The same command on a disk that ends amid the verdicts, amid the pages, amid the gradebook, and on a large one."""
    course, steps = undisturbed.course, []
    course.out.mkdir()
    with _disk(undisturbed) as sizes:
        for number, (before, fetch) in enumerate(sizes):
            with nothing_left():
                done = course.run(before=before)
            out = course.out.with_name(f"step-{number}")
            fetch(out)
            sound(out)
            pages = len(list(out.glob("pages/*/*/*.html")))
            rows = book(out) if (out / "gradebook.db").exists() else None
            steps.append(Step(done, verdicts(out), pages, rows, litter(out)))
    shutil.rmtree(course.out)
    return steps


@contextmanager
def _disk(undisturbed: Undisturbed) -> Iterator[Iterator[tuple[list[str], Callable[[Path], object]]]]:
    """The words before the command, and what copies its results to a folder, for four sizes of disk.

    Root has a real small disk; for anybody else the kernel refuses files above a size, which grows from one kind of
    file to the next.
    """
    out = undisturbed.course.out
    if not as_root():
        largest = [max(p.stat().st_size for p in undisturbed.out.rglob(kind)) for kind in ("*.json", "*.html")]
        limits = [900, largest[0] + 100, largest[1] + 4096, 1 << 30]
        yield ((["prlimit", f"--fsize={limit}"], partial(shutil.copytree, out)) for limit in limits)
        return
    size = {kind: _size(undisturbed.out / kind) for kind in ("verdicts", "pages", "autograded")}
    half = size["verdicts"] // 2 // PAGE * PAGE
    sizes = [half, size["verdicts"] + size["pages"] // 2, sum(size.values()) + 8 * PAGE, 1 << 30]
    with MountSpace() as space:
        space.mount("-t", "tmpfs", "-o", f"size={sizes[0]}", "none", out)

        def each() -> Iterator[tuple[list[str], Callable[[Path], object]]]:
            for number in sizes:
                space.mount("-o", f"remount,size={number}", out)
                yield space.before, partial(space.fetch, out)

        yield each()


def _size(folder: Path) -> int:
    """What the files of ``folder`` take on a disk."""
    return sum(-(-path.stat().st_size // PAGE) * PAGE for path in folder.rglob("*") if path.is_file())


def test_a_disk_too_small_for_the_verdicts_ends_the_run_with_a_sentence(filled: list[Step]) -> None:
    """Those that fitted are whole and there; no gradebook says anything of them yet."""
    step = filled[0]
    assert "Free some space" in one_sentence(step.done)
    assert 0 < len(step.verdicts) < len(STUDENTS) or not as_root()
    assert (0, None) == (step.pages, step.book)


def test_a_disk_too_small_for_the_pages_keeps_the_verdicts(filled: list[Step], undisturbed: Undisturbed) -> None:
    """They need not be judged again."""
    step = filled[1]
    assert "Free some space" in one_sentence(step.done)
    assert verdicts(undisturbed.out) == step.verdicts
    assert step.pages < len(STUDENTS)


def test_a_disk_too_small_for_the_gradebook_keeps_verdicts_and_pages(filled: list[Step]) -> None:
    """The gradebook opens, and holds no score by halves."""
    step = filled[2]
    assert "Free some space" in one_sentence(step.done)
    assert (len(STUDENTS), len(STUDENTS)) == (len(step.verdicts), step.pages)
    assert not step.book


def test_with_room_the_same_command_completes(filled: list[Step], undisturbed: Undisturbed) -> None:
    """Everything is as it would have been, and nothing was judged a second time."""
    step = filled[3]
    assert step.done.code == 0, step.done.err
    assert f"{len(STUDENTS)} verdicts of an earlier run still held" in step.done.out
    assert (verdicts(undisturbed.out), undisturbed.rows) == (step.verdicts, step.book)
    assert len(STUDENTS) == step.pages


def test_a_full_disk_leaves_no_temporary_files(filled: list[Step]) -> None:
    """Not even while it is full."""
    assert [[], [], [], []] == [step.litter for step in filled]


@contextmanager
def _forbidden(path: Path) -> Iterator[list[str]]:
    """Nobody can write to ``path``: the words to put before a command for which this holds."""
    if as_root():  # whom no mode keeps from writing
        with MountSpace() as space:
            space.read_only(path)
            yield space.before
        return
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        yield []
    finally:
        path.chmod(mode)


@pytest.fixture
def renewed(undisturbed: Undisturbed) -> Iterator[FaultCourse]:
    """Results of an earlier run, with marks by hand, and one submission that was changed since."""
    course = undisturbed.course
    shutil.copytree(undisturbed.out, course.out)
    enter_by_hand(course.out)
    course.hand_in({"fay": STUDENTS["ann"]})
    yield course
    course.hand_in({"fay": STUDENTS["fay"]})
    shutil.rmtree(course.out)


def test_a_read_only_gradebook_is_reported_and_keeps_the_verdicts(renewed: FaultCourse) -> None:
    """Not one byte of it changes; with the right to write the same command completes."""
    path = renewed.out / "gradebook.db"
    before = path.read_bytes()
    with _forbidden(path) as words:
        done = renewed.run(before=words)
    assert "Allow writing there" in one_sentence(done)
    assert before == path.read_bytes()
    assert b'"points": 6.0' in verdicts(renewed.out)["fay"]
    done = renewed.run()
    assert done.code == 0, done.err
    rows = book(renewed.out)
    assert [4.0, 2.0] == [row[0] for row in rows["fay"].values()]
    assert (1.0, 3.5, "Well argued.") == (rows["bob"]["double"][0], rows["bob"]["double"][1], rows["bob"]["double"][4])
    sound(renewed.out)
    assert [] == litter(renewed.out)


def test_a_read_only_folder_for_results_is_reported_at_once(renewed: FaultCourse) -> None:
    """Before anything is judged, and with nothing changed."""
    before = {p: p.read_bytes() for p in renewed.out.rglob("*") if p.is_file()}
    with _forbidden(renewed.out) as words:
        done = renewed.run(before=words)
    assert "Allow writing there" in one_sentence(done)
    assert done.err.count("\n") == 1
    assert before == {p: p.read_bytes() for p in renewed.out.rglob("*") if p.is_file()}


def test_full_disks_are_real_where_they_can_be() -> None:
    """Root, as in CI, has mount namespaces; a machine that forbids them makes these tests fail, never be skipped."""
    if os.geteuid() == 0:
        with MountSpace() as space:
            space.mount("-t", "tmpfs", "none", "/mnt")
