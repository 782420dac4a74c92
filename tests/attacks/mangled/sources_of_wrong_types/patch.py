"""Valid JSON, and no notebook."""

from tests.support.corpus import place


def patch(folder, notebook):
    cells = notebook["cells"]
    cells[place(notebook, "RunningMean")]["source"] = {"text": "class RunningMean: pass"}
    cells[place(notebook, "PenalisedScale")]["source"] = ["class PenalisedScale:", 7]
    cells += [None, 7, {"cell_type": "heading", "source": "# end", "metadata": {}}]
