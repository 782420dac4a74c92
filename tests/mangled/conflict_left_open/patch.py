"""The last mark is gone."""

from tests.corpus import place


def patch(folder, notebook):
    cell = notebook["cells"][place(notebook, "ScaleShift")]
    cell["source"] = "<<<<<<< HEAD\n" + cell["source"] + "\n=======\nclass ScaleShift(keras.layers.Layer):\n    pass"
