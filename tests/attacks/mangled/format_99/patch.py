"""What its cells would mean then, nobody knows."""


def patch(folder, notebook):
    notebook["nbformat"] = 99
