"""The proof of an ordering task: every right order holds, and every kind of wrong one fails."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from autograder.course.lesson import Lesson
from autograder.course.parsons_file import Parsons, Piece
from autograder.reply import AnswerLost
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell

MOST_ORDERS = 24


def prove_parsons(sandbox: Sandbox, lesson: Lesson, task: Parsons) -> list[str]:
    """A sentence for each thing about ``task`` that is not proved; none is the proof.

    Each arrangement runs in a fork of its own, after the lesson's set-up cell. Raises MachineFault when the sandbox fails.
    """
    return [
        *_reasons(task),
        *_right(sandbox, lesson, task),
        *_extra(sandbox, lesson, task),
        *_early(sandbox, lesson, task),
    ]


def right_orders(task: Parsons) -> list[tuple[Piece, ...]]:
    """Every right order, or, where there are more than MOST_ORDERS, the file's own and others drawn, always the same."""
    found = list(islice(task.orders(), MOST_ORDERS + 1))
    if len(found) <= MOST_ORDERS:
        return found
    rng = random.Random(task.id)
    drawn = {found[0]: None}
    while len(drawn) < MOST_ORDERS:  # there are more than this, and each is drawn sooner or later
        order: list[Piece] = []
        while following := task.next_of(order):
            order.append(rng.choice(following))
        drawn[tuple(order)] = None
    return list(drawn)


def _reasons(task: Parsons) -> Iterator[str]:
    for piece in task.pieces:
        if (piece.extra or piece.after) and not piece.why.strip():
            yield f"What comes too early, or is extra, needs a reason. Received no why for '{piece.name}'. Write a sentence."


def _right(sandbox: Sandbox, lesson: Lesson, task: Parsons) -> Iterator[str]:
    for order in right_orders(task):
        if (failure := _failure(sandbox, lesson, task, order)) is not None:
            yield (
                f"Every order that after allows must pass the proof. Received {failure} for {_names(order)}. Add to after "
                f"what this order lacks, or mend the proof."
            )


def _extra(sandbox: Sandbox, lesson: Lesson, task: Parsons) -> Iterator[str]:
    first = next(task.orders())
    for extra in (piece for piece in task.pieces if piece.extra):
        places = ([*first[:at], extra, *first[at:]] for at in range(len(first) + 1))
        if all(_failure(sandbox, lesson, task, order) is None for order in places):
            yield (
                f"An extra piece must make the proof fail somewhere. Received none of the {len(first) + 1} places of "
                f"'{extra.name}' at which it does. Sharpen the proof, or the piece."
            )


def _early(sandbox: Sandbox, lesson: Lesson, task: Parsons) -> Iterator[str]:
    first = next(task.orders())
    for needed, piece in _pairs(first):
        order = [other for other in first if other is not piece]
        order.insert(order.index(needed), piece)
        if _failure(sandbox, lesson, task, order) is None:
            yield (
                f"What stands before a piece that it needs must fail. Received no failure for {_names(order)}. Take "
                f"'{needed.name}' out of the after of '{piece.name}', or sharpen the proof."
            )


def _pairs(order: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    by_name = {piece.name: piece for piece in order}
    for piece in order:
        for name in piece.after:
            yield by_name[name], piece


def _failure(sandbox: Sandbox, lesson: Lesson, task: Parsons, order: Sequence[Piece]) -> str | None:
    """What went wrong with this arrangement, or None when it survived its proof."""
    cells = [Cell("setup", lesson.setup), Cell("code", task.assembled(order)), Cell("proof", task.proof)]
    try:
        with sandbox.fork() as session:
            for result in session.run_cells(cells):
                if result.status == "error":
                    where = {"setup": " in the set-up cell", "code": " in the code", "proof": " in the proof"}[
                        result.id
                    ]
                    return f"{result.ename}{where}{f' ({result.evalue})' if result.evalue else ''}"
    except AnswerLost as lost:
        return f"a lost process ({lost.detail})"
    return None


def _names(order: Sequence[Piece]) -> str:
    return ", ".join(piece.name for piece in order)
