"""Worksheets, ``input`` in place of ``source``, and headings as a kind of cell."""


def patch(folder, notebook):
    cells = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            made = {"cell_type": "code", "input": text, "outputs": [], "language": "python", "collapsed": False}
        elif text.startswith("## "):
            made = {"cell_type": "heading", "level": 2, "source": text.partition("\n")[0][3:]}
        else:
            made = {"cell_type": "markdown", "source": text}
        cells.append({**made, "metadata": cell["metadata"]})
    notebook.clear()
    notebook |= {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "03_weights"},
        "worksheets": [{"metadata": {}, "cells": cells}],
    }
