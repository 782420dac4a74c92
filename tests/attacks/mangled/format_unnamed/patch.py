"""The cells alone, in an object."""


def patch(folder, notebook):
    for key in set(notebook) - {"cells"}:
        del notebook[key]
