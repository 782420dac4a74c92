"""All cells are there, and yet nobody knows what else was."""

import json


def patch(folder, notebook):
    return json.dumps(notebook, indent=1).encode()[:-1]
