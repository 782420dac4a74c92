"""``autograder build``: the three editions of each lesson."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from autograder.course import Course, Lesson

READING = {
    "executed": "notebooks/ executed",
    "kept": "notebooks/ unchanged",
    "outdated": "notebooks/ is outdated: run again without --no-execute",
    "text": "nothing to execute",
}


def build(
    lessons: Annotated[list[str] | None, typer.Argument(help="Lessons; by default all of the course")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if anything differs")] = False,
    execute: Annotated[
        bool | None,
        typer.Option(
            "--execute/--no-execute",
            help="Execute the reading edition, always or never; by default when its lesson changed",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite edits by hand in source/")] = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Make source/, release/ and notebooks/ from the lessons, and prove that nothing hidden went into them."""
    from autograder.course import Course

    here = Course.open(course)
    names, pages = _wanted(here, lessons or [])
    wanted = [here.lesson(name) for name in names]  # all are read before the first is written or compared
    if check:
        done = _compare(here, wanted, pages, execute=bool(execute))
    else:
        done = _make(here, wanted, pages, execute=execute, force=force)
    if not done:
        raise typer.Exit(1)


def _make(course: Course, lessons: list[Lesson], pages: list[str], *, execute: bool | None, force: bool) -> bool:
    """Build ``lessons`` and ``pages`` and say what was written; False when the guard stopped one of them."""
    from autograder.editions.build_lesson import BuiltLesson, build_lesson
    from autograder.pages.built_page import BuiltPage
    from autograder.pages.claims_page import build_page
    from autograder.pages.glossary_page import build_glossary

    console = Console(highlight=False, soft_wrap=True)
    clean = True
    makers: dict[str, Callable[[], BuiltLesson | BuiltPage]]
    makers = {lesson.name: partial(build_lesson, course, lesson, execute, force) for lesson in lessons}
    of_pages = {course.claims: partial(build_page, course, execute), course.glossary: partial(build_glossary, course)}
    makers |= {path.stem: maker for path, maker in of_pages.items() if path is not None and path.stem in pages}
    for name, maker in makers.items():
        with console.status(Text(f"Building {name} …")):
            built = maker()
        if built.findings:
            clean = False
            for finding in built.findings:
                console.print(str(finding), markup=False)
            console.print(
                f"{name}: something hidden would have been released. Nothing was written.",
                style="bold red",
                markup=False,
            )
            continue
        for path in built.written:
            console.print(f"  {path}", markup=False)
        count = f"{len(built.written)} files written" if built.written else "up to date"
        console.print(f"{name}: {count}, {READING[built.reading]}", style="bold", markup=False)
    return clean


def _compare(course: Course, lessons: list[Lesson], pages: list[str], *, execute: bool) -> bool:
    """Compare ``lessons`` and ``pages`` with their committed editions and say what differs; True when nothing does."""
    console = Console(highlight=False, soft_wrap=True)
    same = True
    names = [*(lesson.name for lesson in lessons), *pages]
    for name, found in _compared(course.root, names, execute, console):
        same = same and not found
        for sentence in found:
            console.print(sentence, markup=False)
        if not found and name in pages:
            console.print(f"{name}: its page in notebooks/ is what lessons/ gives", style="bold", markup=False)
        elif not found:
            built_from = course.path_of(course.lesson(name))
            console.print(
                f"{name}: source/, release/ and notebooks/ are what {built_from} gives", style="bold", markup=False
            )
    return same


def _compared(root: Path, names: list[str], execute: bool, console: Console) -> Iterator[tuple[str, list[str]]]:
    """Each name with its differences, in order; as many at once as there are processors, each in a process of its own."""
    jobs = min(len(names), os.cpu_count() or 1)
    if jobs < 2:
        yield from ((name, _differences(root, name, execute)) for name in names)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        results = [(name, pool.submit(_differences, root, name, execute)) for name in names]
        try:
            for name, later in results:
                with console.status(f"Comparing {name} …"):
                    found = later.result()
                yield name, found
        finally:
            pool.shutdown(cancel_futures=True)


def _differences(root: Path, name: str, execute: bool) -> list[str]:
    from autograder.course import Course
    from autograder.editions.up_to_date import find_differences
    from autograder.pages.claims_page import page_differences
    from autograder.pages.glossary_page import glossary_differences

    course = Course.open(root)
    if course.glossary is not None and name == course.glossary.stem:
        return glossary_differences(course)
    if course.claims is not None and name == course.claims.stem:
        return page_differences(course, execute)
    return find_differences(course, course.lesson(name), execute)


def _wanted(course: Course, names: list[str]) -> tuple[list[str], list[str]]:
    """The lessons meant by ``names`` (all when empty), and the pages beside them that are meant."""
    pages = [path.stem for path in (course.claims, course.glossary) if path is not None]
    if not names:
        return list(course.lessons), pages
    return [name for name in names if name not in pages], [name for name in pages if name in names]
