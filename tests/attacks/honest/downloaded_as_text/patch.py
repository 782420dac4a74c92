"""Some browsers take a notebook for plain text."""

import json


def patch(folder, notebook):
    (folder / "03_weights.ipynb.txt").write_text(json.dumps(notebook))
    (folder / "notes.txt").write_text("What I thought.")
    return False
