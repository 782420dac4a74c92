"""Reading it would take long, and Python refuses."""

import json


def patch(folder, notebook):
    return json.dumps(notebook).replace('"metadata": {', '"metadata": {"n": ' + "9" * 100_000 + ", ", 1).encode()
