"""Nothing of it may stop the reader."""


def patch(folder, notebook):
    odd = [[], "none", 7, None, {"nbgrader": []}, {"nbgrader": {"grade_id": 7}}, {"nbgrader": {"grade_id": "x" * 1000}}]
    notebook["metadata"] = [1, 2]
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = odd[number % len(odd)]
