"""Between the task and the check. The other answers keep their names and are found by them."""

from tests.support.corpus import place


def patch(folder, notebook):
    cell = notebook["cells"][place(notebook, "ScaleShift")]
    cell["source"] = cell["source"].replace("ScaleShift", "Scaleshift")
    cell["metadata"] = {}
