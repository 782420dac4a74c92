"""From a file system that knows no small letters."""

import json


def patch(folder, notebook):
    (folder / "03_WEIGHTS.IPYNB").write_text(json.dumps(notebook))
    return False
