"""Text that others wrote, as a terminal may show it: no markup of rich's, nothing that steers the terminal."""

from __future__ import annotations

from rich.text import Text


def visible(text: object) -> str:
    """``text`` with what is invisible or no letter written out (``\\x1b``), line ends kept. It can be printed in any encoding
    that has its letters.
    """
    return "".join(letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in str(text))


def cells(*values: object) -> list[Text]:
    """Cells of a table of rich's, which takes a plain string for markup."""
    return [Text(visible(value)) for value in values]
