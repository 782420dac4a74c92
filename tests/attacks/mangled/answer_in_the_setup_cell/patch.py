"""Where the imports are."""

from tests.support.corpus import place


def patch(folder, notebook):
    answer = notebook["cells"].pop(place(notebook, "ScaleShift"))
    setup = notebook["cells"][1]
    setup["source"] = "".join(setup["source"]) + "\n\n\n" + answer["source"]
