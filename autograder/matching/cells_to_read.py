"""How much of a submission is read as Python: Python's parser takes milliseconds for a page, one thread at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from autograder.intake import SubmittedCell
from autograder.matching.python_names import MOST_PARSED

MOST_READ = 500_000
"""Characters of all cells that may be parsed: many times what the longest honest notebook has, and about a second."""


def cells_to_read(cells: Sequence[SubmittedCell], exercises: Collection[str]) -> tuple[list[SubmittedCell], list[str]]:
    """The cells, those emptied that go beyond ``MOST_READ``, and a sentence where there are such.

    Cells marked as answers are read first, the last of them before the others, because it counts; copies cost nothing.
    """
    marked = [i for i, cell in enumerate(cells) if cell.grade_id in exercises]
    others = [i for i, cell in enumerate(cells) if cell.grade_id not in exercises]
    kept, seen, left = list(cells), set[str](), MOST_READ
    cut = 0
    for i in (*reversed(marked), *others):
        source = cells[i].source
        if source in seen or len(source) > MOST_PARSED:  # the latter are never parsed
            continue
        if len(source) > left:
            kept[i] = replace(cells[i], source="")
            cut += 1
        else:
            seen.add(source)
            left -= len(source)
    sentence = f"The cells held more than {MOST_READ:,} characters; {cut} of them were left out."
    return kept, [sentence] if cut else []
