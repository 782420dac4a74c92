"""Deeper than any reader's stack."""

import json


def patch(folder, notebook):
    deep = "[" * 100_000 + "]" * 100_000
    return json.dumps(notebook).replace('"metadata": {', f'"metadata": {{"deep": {deep}, ', 1).encode()
