"""It looks like JSON to the eye."""


def patch(folder, notebook):
    return repr(notebook).encode()
