"""Half a character is missing somewhere, perhaps at the beginning."""

import json


def patch(folder, notebook):
    return json.dumps(notebook).encode("utf-16")[:-1]
