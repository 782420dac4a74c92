"""A number between quotation marks is none."""


def patch(folder, notebook):
    notebook["nbformat"] = "four"
