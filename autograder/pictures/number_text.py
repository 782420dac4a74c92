"""A number as it is written in a figure."""

from __future__ import annotations

from typing import Any


def number_text(value: Any, form: str = "g") -> str:
    """``value`` by the format ``form`` (``".1f"``, ``","``), with a true minus sign and without the minus of −0.

    What is no number is returned as text.
    """
    if isinstance(value, str):
        return value
    text = format(value, form)
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]
    return text.replace("-", "−")
