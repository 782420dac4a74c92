import json


def patch(folder, notebook):
    nested = json.loads("[" * 500 + "]" * 500)
    notebook["metadata"]["nested"] = nested
    notebook["metadata"]["kernelspec"]["huge-canary"] = "h" * 8_000_000
    for cell in notebook["cells"]:
        cell["metadata"]["nested"] = {"huge-canary": nested, **{f"key {number}": number for number in range(500)}}
