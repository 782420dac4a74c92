"""What may cross between the judge and a fork at most, and the error of whatever may not."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


class WireError(Exception):
    """Bytes that no honest peer sends, or values that may not be sent. The only error of reading and writing frames."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a frame may hold at most: nesting, JSON values, header bytes, bytes in all, arrays and their rank."""

    depth: int = 16
    nodes: int = 20_000
    header: int = 2 * MIB
    total: int = 256 * MIB
    arrays: int = 4096
    rank: int = 32


CAPS = Caps()
ANSWERS = Caps(total=64 * MIB)
"""For a question and its answer: the judge keeps what came back until the exercise is examined."""
CELLS = Caps(nodes=200_000, header=64 * MIB)
"""For a cell's source and outputs, pictures among them, which travel as JSON."""
OUTPUT_CAPS = Caps(depth=64, nodes=200_000, header=64 * MIB)
"""For one output of a cell: the specification of a chart nests deeper than any answer."""
