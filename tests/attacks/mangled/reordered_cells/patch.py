"""The last first."""


def patch(folder, notebook):
    notebook["cells"].reverse()
