import json


def patch(folder, notebook):
    notebook["metadata"]["nested"] = "HERE"
    return json.dumps(notebook).replace('"HERE"', "[" * 100_000 + "]" * 100_000).encode()
