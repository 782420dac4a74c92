"""Renamed by a browser; Jupyter's own copy lies hidden beside it."""

import json


def patch(folder, notebook):
    (folder / "03_weights (1).ipynb").write_text(json.dumps(notebook))
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "03_weights-checkpoint.ipynb").write_text("{}")
    return False
