ODD = [[], 3, "nbgrader", None, {"grade_id": ["ScaleShift"]}, {"grade_id": {"a": 1}}, {"grade_id": 7}, True]


def patch(folder, notebook):
    for number, cell in enumerate(notebook["cells"]):
        if number % 9 == 8:
            cell["metadata"] = ODD[number % 4]
        else:
            cell["metadata"]["nbgrader"] = ODD[number % len(ODD)]
