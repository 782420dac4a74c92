"""``figure``: the one way in which the course shows a figure, with words for those who do not see it."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.student.command import Sentence, command, type_name
from autograder.student.display_card import shell
from autograder.student.notebook_card import Card, Fold, Part, Picture, Table, Words

MOST_ROWS = 200
RULE = 'Every figure says in words what it shows: figure(fig, alt="Two falling curves; …").'


@command
def figure(fig: Any, alt: str = "", data: Mapping[str, Sequence[Any]] | None = None, title: str | None = None) -> None:
    """Show the Matplotlib figure ``fig`` as a PNG with the text alternative ``alt``, and close it.

    ``data`` maps column names to columns of one length; they can be opened as a table below. ``title`` is a caption.
    Raises Sentence for an empty ``alt``, something that is no figure, or columns of different lengths.
    """
    if not isinstance(alt, str) or not alt.strip():
        given = "none" if alt in ("", None) else "blanks" if isinstance(alt, str) else type_name(alt)
        raise Sentence(f"{RULE} Received {given}. Add alt= with the one thing that a reader should see.")
    if not hasattr(fig, "savefig") or not hasattr(fig, "axes"):
        raise Sentence(
            f"figure shows a Matplotlib figure. Received {type_name(fig)}. Try fig, ax = plt.subplots() and pass fig."
        )
    if hasattr(fig, "Figure"):
        raise Sentence("figure shows a Matplotlib figure. Received the module pyplot. Pass plt.gcf(), or better, fig.")
    parts: list[Part] = [Picture(_png(fig), alt.strip())]
    if title:
        parts.insert(0, Words(title))
    if data is not None:
        parts.append(Fold("The data of this figure as a table", [_table(data)]))
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    _display(Card(parts))


def _display(card: Card) -> None:
    if shell() is None:
        print(card)
        return
    from IPython.display import display

    # A card without its edge: a figure is part of the text, not something that is said about the learner's work.
    display({"text/html": "".join(p.html() for p in card.parts), "text/plain": str(card)}, raw=True)


def _png(fig: Any) -> bytes:
    held = io.BytesIO()
    # Without the version of Matplotlib in it, so that equal figures are equal files.
    fig.savefig(held, format="png", bbox_inches="tight", facecolor="white", metadata={"Software": None})
    return held.getvalue()


def _table(data: Mapping[str, Sequence[Any]]) -> Table:
    if not isinstance(data, Mapping) or not data:
        raise Sentence(
            f'The data of a figure are columns by name. Received {type_name(data)}. Try data={{"x": [1, 2], "y": [3, 4]}}.'
        )
    columns = {str(name): list(values) for name, values in data.items()}
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) != 1:
        given = ", ".join(f"{name}: {n}" for name, n in lengths.items())
        raise Sentence(
            f"The columns of a figure's data have one length. Received {given}. Cut or fill the shorter ones."
        )
    count = next(iter(lengths.values()))
    rows = [[_cell(values[i]) for values in columns.values()] for i in range(min(count, MOST_ROWS))]
    caption = f"The first {MOST_ROWS} of {count} rows." if count > MOST_ROWS else ""
    return Table(list(columns), rows, caption)


def _cell(value: Any) -> str:
    from autograder.student.prediction_match import plain

    plain_value = plain(value)
    return f"{plain_value:.6g}" if isinstance(plain_value, float) else str(plain_value)
