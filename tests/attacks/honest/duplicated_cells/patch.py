"""Copying a cell copies its grade id."""

import copy

from tests.support import corpus


def patch(folder, notebook):
    cells = notebook["cells"]
    stubs = {cell["id"]: cell["source"] for cell in corpus.release()["cells"]}
    for name, at, source in (
        ("ScaleShift", 0, "class ScaleShift(keras.layers.Layer):\n    pass  # my first try"),
        ("RunningMean", 1, stubs["RunningMean"]),
        ("PenalisedScale", 1, "".join(stubs["PenalisedScale"]) + "\n\n"),
    ):
        place = next(i for i, cell in enumerate(cells) if cell["id"] == name)
        cells.insert(place + at, copy.deepcopy(cells[place]) | {"source": source})
