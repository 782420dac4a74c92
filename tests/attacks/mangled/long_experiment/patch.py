"""A table pasted as a literal."""

from tests.support.corpus import code


def patch(folder, notebook):
    notebook["cells"].append(code("table = [" + "0.5, " * 40_000 + "]", "table"))
