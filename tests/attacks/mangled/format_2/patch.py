"""Fifteen years old."""


def patch(folder, notebook):
    cells = notebook.pop("cells")
    notebook |= {"nbformat": 2, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
