"""Copied from cell to cell."""


def patch(folder, notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["nbgrader"] = {"grade_id": "ScaleShift", "grade": True, "solution": True, "points": 100}
