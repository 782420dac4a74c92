"""Each result in a cell of its own."""

from tests.support.corpus import code


def patch(folder, notebook):
    notebook["cells"] += [code("1 + 1", f"more-{k}") for k in range(3000 - len(notebook["cells"]))]
