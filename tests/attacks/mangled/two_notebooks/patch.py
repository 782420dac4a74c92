"""The first and the second download."""

import json


def patch(folder, notebook):
    for name in ("03_weights (1)", "03_weights_final"):
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
    return False
