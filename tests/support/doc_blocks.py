"""A document taken apart: its fenced blocks, which tests follow, its sections, and its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

AUTHORING = ROOT / "docs" / "authoring.md"
BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<kind>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^(?P=fence)$', re.M | re.S
)


@dataclass(frozen=True)
class Block:
    """A fenced block: ``title`` names the file it goes to, or is empty. One of kind "diff" changes that file."""

    kind: str
    title: str
    text: str

    def exchange(self, text: str) -> str:
        """``text`` with the change of this diff made. The lines that it begins from occur in ``text`` once."""
        lines = self.text.splitlines(keepends=True)
        assert self.kind == "diff" and all(line[0] in " +-\n" for line in lines)
        old = "".join(line[1:] or "\n" for line in lines if line[0] != "+")
        new = "".join(line[1:] or "\n" for line in lines if line[0] != "-")
        assert text.count(old) == 1, f"{self.title} has these lines {text.count(old)} times:\n{old}"
        return text.replace(old, new)


class Document:
    """``blocks`` in their order; ``prose`` is what is left without them."""

    def __init__(self, path: Path) -> None:
        self.text = path.read_text(encoding="utf-8")
        self.blocks = [Block(m["kind"], m["title"] or "", m["text"]) for m in BLOCK.finditer(self.text)]
        self.prose = BLOCK.sub("", self.text)

    def section(self, heading: str) -> str:
        """The text under ``## heading``."""
        return self.text.split(f"\n## {heading}\n")[1].split("\n## ")[0]

    def of_engine(self) -> list[Block]:
        """The blocks that are about a file of the engine."""
        return [block for block in self.blocks if block.title.startswith("autograder/")]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its two lines of head."""
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[2:]]
