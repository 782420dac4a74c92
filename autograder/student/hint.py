"""``hint``: which idea, then which line, then a sibling problem; never the answer."""

from __future__ import annotations

from autograder.student.command import command
from autograder.student.display_card import show
from autograder.student.lesson_checks import resolve_address
from autograder.student.notebook_card import Card, Part, Prose, Title, Words
from autograder.student.progress_db import Event, store

ORDER = ("nudge", "locate", "show")
AIMS = {"nudge": "which idea", "locate": "which line", "show": "a sibling problem"}


@command
def hint(name: str) -> None:
    """Show the next hint to the exercise ``name``; the second and third ask for a check of a changed answer before.

    Each call shows the hints that were given already. Raises Sentence for a name that the lesson does not have.
    """
    lesson, exercise = resolve_address(name)
    hints = lesson.exercise(exercise).get("hints", {})
    order = [step for step in ORDER if step in hints]
    if not order:
        show(Card([Title(f"{exercise} has no hints.")]))
        return
    done = store().events(lesson=lesson.name, name=exercise)
    given = min(given_hints(done), len(order))
    parts: list[Part] = []
    if given < len(order) and (given == 0 or tried_since(done)):
        store().add(lesson.name, "hint", exercise, step=order[given])
        given += 1
    elif given < len(order):
        parts.append(
            Words(f'The next hint opens after a try: change your answer and run `check("{exercise}")`, then ask again.')
        )
    else:
        parts.append(
            Words(f'These are all the hints. `solution("{exercise}")` says whether the solution is open to you.')
        )
    hint_parts: list[Part] = [Title(exercise, "hints")]
    for number, step in enumerate(order[:given], 1):
        hint_parts += [Title(f"{number} of {len(order)}: {step} ({AIMS[step]})"), Prose(hints[step])]
    show(Card(hint_parts + parts))


def given_hints(done: list[Event]) -> int:
    """How many hints these events of one exercise hold."""
    return sum(e.kind == "hint" for e in done)


def tried_since(done: list[Event]) -> bool:
    """True when a check of a written answer (not of the stub) came after the last hint, or the exercise is passed."""
    last = max((i for i, e in enumerate(done) if e.kind == "hint"), default=-1)
    after = any(e.kind == "check" and not e.data.get("stub") for e in done[last + 1 :])
    return after or has_passed(done)


def has_passed(done: list[Event]) -> bool:
    """True when some check of the exercise was passed."""
    return any(e.kind == "check" and e.data.get("passed") for e in done)
