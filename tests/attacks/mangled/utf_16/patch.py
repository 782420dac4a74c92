"""With the mark at its beginning."""

import json


def patch(folder, notebook):
    notebook["cells"][0]["source"] = "# Übung ✓"
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")
