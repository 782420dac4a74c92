"""Marks as text cells around two cells with one grade id."""

import copy

from tests.support.corpus import place


def patch(folder, notebook):
    def mark(text):
        return {"cell_type": "markdown", "id": text[0] * 7, "metadata": {}, "source": text}

    at = place(notebook, "ScaleShift")
    theirs = notebook["cells"][at]
    ours = copy.deepcopy(theirs)
    ours["source"] = ours["source"].replace("self.scale * inputs", "inputs")
    both = [mark("`<<<<<<< local`"), ours, mark("`=======`"), theirs, mark("`>>>>>>> remote`")]
    notebook["cells"][at : at + 1] = both
