"""The student copied the answers into an empty notebook."""

from tests.support.corpus import code, place


def patch(folder, notebook):
    names = ("ScaleShift", "RunningMean", "PenalisedScale", "tracking_report", "fix_1", "fix_2", "fix_3", "fix_4")
    together = "\n\n\n".join(notebook["cells"][place(notebook, name)]["source"] for name in names)
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": "My answers"}
    notebook["cells"] = [note, code(together, "all")]
