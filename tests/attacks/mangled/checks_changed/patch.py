"""A check's cell is ours, whatever stands in it."""

import copy

from tests.support.corpus import place


def patch(folder, notebook):
    cells = notebook["cells"]
    cells[place(notebook, "check-ScaleShift")]["source"] = "class ScaleShift:\n    pass"
    cells[place(notebook, "check-RunningMean")]["source"] = ""
    cells[place(notebook, "check-PenalisedScale")]["source"] = "raise SystemExit"
    cells += [copy.deepcopy(cells[place(notebook, "check-tracking_report")]) for _ in range(3)]
