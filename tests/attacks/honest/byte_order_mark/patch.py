"""UTF-8 with a byte order mark, as some editors on Windows save it."""

import json


def patch(folder, notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8-sig")
