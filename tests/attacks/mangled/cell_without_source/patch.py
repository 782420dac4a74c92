"""Neither a string nor a list: nothing at all."""

from tests.support.corpus import place


def patch(folder, notebook):
    del notebook["cells"][place(notebook, "ScaleShift")]["source"]
