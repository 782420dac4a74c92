"""After Windows, a version control that converts, and a Macintosh of the last century."""

import json


def patch(folder, notebook):
    for number, cell in enumerate(notebook["cells"]):
        end = "\r" if number % 2 else "\r\n"
        cell["source"] = "".join(cell["source"]).replace("\n", end)
    return json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()
