ODD = [99, -1, "3", None, 3.5, [3], {"3": 3}, 2**70]


def patch(folder, notebook):
    notebook["nbformat_minor"] = 99
    for number, cell in enumerate(notebook["cells"]):
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = ODD[number % len(ODD)]
