"""Everything was deleted."""


def patch(folder, notebook):
    notebook["cells"].clear()
