"""A table pasted under the answer."""

from tests.support.corpus import place


def patch(folder, notebook):
    notebook["cells"][place(notebook, "ScaleShift")]["source"] += "\n\ntable = [" + "0.5, " * 40_000 + "]"
