"""Two cells of ours are edited."""


def patch(folder, notebook):
    (setup,) = (cell for cell in notebook["cells"] if cell["metadata"].get("tags") == ["setup"])
    (line,) = (cell for cell in notebook["cells"] if "".join(cell["source"]).startswith("class Line("))
    setup["source"] = "".join(setup["source"]).replace(
        "import numpy as np", "from keras import layers\nimport numpy as np"
    )
    line["source"] = "".join(line["source"]) + "\n\n\ndef last(shape):\n    return tuple(shape)[-1:]\n"
