"""The notebook lost its ending, and nobody made a folder for it."""

import json


def patch(folder, notebook):
    folder.rmdir()
    folder.write_text(json.dumps(notebook))
