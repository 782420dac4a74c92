"""Reading them would take half a gigabyte."""

import json


def patch(folder, notebook):
    many = ",".join(["{}"] * 6_400_000)
    return json.dumps(notebook).replace('"metadata": {', f'"metadata": {{"x": [{many}], ', 1).encode()
