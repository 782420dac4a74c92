import json


def patch(folder, notebook):
    notebook["metadata"]["odd"] = [float("nan"), float("-inf"), "HERE"]
    return json.dumps(notebook).replace('"HERE"', "9" * 10_000).encode()
