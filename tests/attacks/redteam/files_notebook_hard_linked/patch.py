import json
import os

from tests.support.corpus import LESSON


def patch(folder, notebook):
    elsewhere = folder.parent / "elsewhere.ipynb"
    notebook["metadata"]["title"] = "canary-hard-link"
    elsewhere.write_text(json.dumps(notebook), encoding="utf-8")
    os.link(elsewhere, folder / f"{LESSON}.ipynb")
