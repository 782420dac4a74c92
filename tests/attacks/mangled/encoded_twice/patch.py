"""JSON inside JSON."""

import json


def patch(folder, notebook):
    return json.dumps(json.dumps(notebook)).encode()
