"""A shorter file was written over a longer one, and then the power went."""

import json


def patch(folder, notebook):
    return json.dumps(notebook).encode() + b"]\n}\n" + bytes(4096)
