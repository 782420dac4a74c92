"""One keystroke in Jupyter splits a cell, and which part keeps the marks differs from program to program."""

import copy
from itertools import pairwise

from tests.support.corpus import place


def patch(folder, notebook):
    def split(name, *at, marked=True):
        i = place(notebook, name)
        cell = notebook["cells"][i]
        lines = cell["source"].split("\n")
        starts = [0, *(next(k for k, line in enumerate(lines) if line.startswith(text)) for text in at), len(lines)]
        parts = []
        for number, (begin, end) in enumerate(pairwise(starts)):
            part = copy.deepcopy(cell)
            part["source"] = "\n".join(lines[begin:end])
            if number:
                part["id"] = f"{name}-{number}"
                part["metadata"] = part["metadata"] if marked else {}
            parts.append(part)
        notebook["cells"][i : i + 1] = parts

    split("ScaleShift", "    def call")
    split("RunningMean", "    def build", "    def call", marked=False)
    notebook["cells"][place(notebook, "PenalisedScale")]["source"] += "\n\n\nlayer = PenalisedScale(0.1)"
    split("PenalisedScale", "layer =")
    split("tracking_report", "    return {", marked=False)
