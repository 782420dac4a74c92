"""Two cells of ours are edited."""


def patch(folder, notebook):
    setup, line = notebook["cells"][1], notebook["cells"][7]
    assert setup["metadata"]["tags"] == ["setup"]
    assert line["source"][0].startswith("class Line(")
    setup["source"] = "".join(setup["source"]).replace(
        "import numpy as np", "from keras import layers\nimport numpy as np"
    )
    line["source"] = "".join(line["source"]) + "\n\n\ndef last(shape):\n    return tuple(shape)[-1:]\n"
