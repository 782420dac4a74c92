import json


def patch(folder, notebook):
    return json.dumps(notebook).encode()[:-40_000]
