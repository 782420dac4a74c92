ODD = [7, None, [["nested"]], {"text": "x = 1"}, ["a", 3], True]


def patch(folder, notebook):
    for number, cell in enumerate(notebook["cells"]):
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade_id") == "ScaleShift" or not marks.get("solution"):
            cell["source"] = ODD[number % len(ODD)]
    notebook["cells"] += [None, 3, [], "cell", {}, {"cell_type": ["code"]}, {"cell_type": "heading", "source": "x"}]
