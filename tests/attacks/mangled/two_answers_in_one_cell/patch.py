"""Written where the student happened to be."""

from tests.support import corpus
from tests.support.corpus import place


def patch(folder, notebook):
    first, second = (notebook["cells"][place(notebook, name)] for name in ("ScaleShift", "RunningMean"))
    first["source"] += "\n\n\n" + second["source"]
    second["source"] = corpus.release()["cells"][place(corpus.release(), "RunningMean")]["source"]
