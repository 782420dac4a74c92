"""The bytes of a submitted notebook as JSON. What can be read in one way only is read, and said; the rest is refused."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from autograder.intake.refusal import Refused

CONFLICT = re.compile(r"^(<{7}|={7}|>{7})", re.MULTILINE)
BLANK = " \t\r\n"
# A file system that lost its power pads a file with these.
PADDING = BLANK + "\0"

COSTS = {"{": 240, "[": 72, ",": 60}
"""Bytes that Python takes for an object, an array and a value, by the letter that begins or parts them."""
MOST_COST = 160 << 20
"""More than the numbers of the largest picture that a notebook of 20 MB can hold as JSON."""
BLOCK = 1 << 18

UTF_16 = "The file was UTF-16 text; it was read all the same."
LATIN_1 = "The file was not UTF-8 text; it was read as Latin-1, which may have changed letters with accents."
TAIL = "What stood after the notebook's end was left out."
UNNAMED = "The notebook did not name its format; it was read as format 4."


def decode_notebook(raw: bytes) -> tuple[dict[str, Any], list[str]]:
    """The notebook's JSON object, and sentences on what was mended. Raises Refused."""
    text, repairs = _text(raw)
    _check_cost(text)
    if not text.strip(PADDING):
        raise Refused("A notebook holds cells. This file is empty. Save the notebook and hand it in again.")
    try:
        notebook, tail = _first(text)
    except json.JSONDecodeError as error:
        raise Refused(_why_not(text, error)) from None
    except (ValueError, RecursionError):
        raise Refused(
            "A notebook is strict JSON. This file holds numbers or nesting that no notebook has. "
            "Open it in JupyterLab, save it, and hand it in again."
        ) from None
    if not isinstance(notebook, dict):
        raise Refused("A notebook is a JSON object. This file holds something else. Hand in the .ipynb file itself.")
    if tail.startswith("{"):
        raise Refused(
            "A file holds one notebook. This one holds more after its end. Open it in JupyterLab, save it, and hand it in again."
        )
    if tail:
        repairs.append(TAIL)
    if "nbformat" not in notebook and isinstance(notebook.get("cells"), list):
        notebook["nbformat"] = 4  # no other format has its cells there
        repairs.append(UNNAMED)
    return notebook, repairs


def _text(raw: bytes) -> tuple[str, list[str]]:
    """UTF-8, as it should be; UTF-16 where its mark says so; Latin-1 where the file at least begins like a notebook."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), [UTF_16]
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        if (rest := raw.removeprefix(codecs.BOM_UTF8).lstrip()).startswith(b"{"):
            return rest.decode("latin-1"), [LATIN_1]
        raise Refused(
            "A notebook is UTF-8 text. This file is not. Open it in JupyterLab, save it, and hand it in again."
        ) from None


def _check_cost(text: str) -> None:
    """Refuse what would take too much memory once it is read. Raises Refused.

    Brackets and commas inside strings cost nothing, so strings are left out where the first count is too high.
    """
    if _cost(text) > MOST_COST and sum(map(_cost, _between_strings(text))) > MOST_COST:
        raise Refused(
            "A notebook holds cells and their outputs. This file holds millions of values, more than can be read at once. "
            "Clear its outputs (Kernel > Restart Kernel and Clear Outputs) and hand it in again."
        )


def _cost(text: str) -> int:
    return sum(each * text.count(letter) for letter, each in COSTS.items())


def _between_strings(text: str) -> Iterator[str]:
    """What stands outside strings, block by block; of a text that is no JSON, something like it."""
    text = text.replace("\\\\", "").replace('\\"', "")
    inside = False
    for start in range(0, len(text), BLOCK):
        parts = text[start : start + BLOCK].split('"')
        yield "".join(parts[1::2] if inside else parts[::2])
        inside ^= len(parts) % 2 == 0


def _first(text: str) -> tuple[Any, str]:
    """The JSON value with which ``text`` begins, and what follows it, stripped."""
    # NaN and Infinity, which Python and plotting tools write into outputs, are no JSON; no output is kept.
    decoder = json.JSONDecoder(parse_constant=lambda _: None)
    value, end = decoder.raw_decode(text, len(text) - len(text.lstrip(BLANK)))
    return value, text[end:].strip(PADDING)


def _why_not(text: str, error: json.JSONDecodeError) -> str:
    if CONFLICT.search(text):
        return (
            "A notebook is JSON. This file holds the marks of a merge conflict (<<<<<<<). "
            "Settle the conflict, open the notebook once, and hand it in again."
        )
    if not text.lstrip().startswith("{"):
        return "A notebook is JSON. This file does not begin like one. Hand in the .ipynb itself, not an export of it."
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "A notebook is JSON. This file ends in the middle, as after a broken copy. Save and hand it in again."
    return (
        f"A notebook is JSON. This file is damaged at line {error.lineno}, column {error.colno}. "
        f"Open it in JupyterLab, save it, and hand it in again."
    )
