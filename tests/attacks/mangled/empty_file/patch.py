"""The upload failed."""


def patch(folder, notebook):
    return b""
