"""The last mark is gone."""

from tests.support.corpus import place


def patch(folder, notebook):
    cell = notebook["cells"][place(notebook, "ScaleShift")]
    cell["source"] = "<<<<<<< HEAD\n" + cell["source"] + "\n=======\nclass ScaleShift(keras.layers.Layer):\n    pass"
