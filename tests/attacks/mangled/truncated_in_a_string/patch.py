"""A full disk."""

import json


def patch(folder, notebook):
    text = json.dumps(notebook)
    return text[: text.index("class RunningMean") + 10].encode()
