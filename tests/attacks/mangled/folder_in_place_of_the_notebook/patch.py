"""Unpacked by a program that makes a folder for everything."""

import json


def patch(folder, notebook):
    place = folder / "03_weights.ipynb"
    place.mkdir()
    (place / "03_weights.ipynb").write_text(json.dumps(notebook))
