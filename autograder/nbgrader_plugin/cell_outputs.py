"""What a cell of a stranger's course left behind, from the sandbox's word for it to nbformat's. The sandbox is not believed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

IMAGES = ("image/png", "image/jpeg")
UNREADABLE = "An output of this cell is none that a notebook may hold, so the cell counts as failed."


def to_nbformat(received: Sequence[Any], count: int) -> list[NotebookNode]:
    """The outputs as a notebook holds them, in their order. ``count`` is the cell's execution count.

    Of rich outputs only text and bitmaps stay: HTML, SVG and JavaScript would run in the instructor's browser. An
    output that no notebook may hold becomes an error, so that it never earns a point.
    """
    return [_output(raw, count) or error_output("UnreadableOutput", UNREADABLE) for raw in received]


def error_output(name: str, message: str, traceback: Sequence[str] = ()) -> NotebookNode:
    """An error output, for which nbgrader gives no points. Without a traceback the message is shown as one."""
    return new_output("error", ename=name, evalue=message, traceback=list(traceback) or [f"{name}: {message}"])


def failed(output: NotebookNode) -> bool:
    """True for an output that is an error."""
    return bool(output.output_type == "error")


def _output(raw: Any, count: int) -> NotebookNode | None:
    if not isinstance(raw, Mapping):
        return None
    kind = raw.get("output_type")
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        text = _text(raw.get("text"))
        return None if text is None else new_output("stream", name=raw["name"], text=text)
    if kind == "error":
        lines = raw.get("traceback")
        plain = [str(line) for line in lines] if isinstance(lines, list) else []
        return error_output(str(raw.get("ename")), str(raw.get("evalue")), plain)
    if kind == "display_data":
        return new_output("display_data", data=_display_data(raw.get("data")))
    if kind == "execute_result":
        data = _display_data(raw.get("data"))
        # nbgrader reads partial credit from this text and gives up on the whole submission where there is none.
        return new_output("execute_result", data=data, execution_count=count) if data.get("text/plain") else None
    return None


def _display_data(data: Any) -> dict[str, str]:
    if not isinstance(data, Mapping):
        return {}
    data_by_type = {}
    text = _text(data.get("text/plain"))
    if text is not None:
        data_by_type["text/plain"] = text
    for kind in IMAGES:
        image = _text(data.get(kind))
        if image is not None and _is_base64(image):
            data_by_type[kind] = image
    return data_by_type


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _text(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value if isinstance(value, str) else None
