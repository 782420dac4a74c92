def patch(folder, notebook):
    marked = [cell["metadata"]["nbgrader"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    for kind in ("solution", "grade"):
        group = [marks for marks in marked if marks[kind]]
        ids = [marks["grade_id"] for marks in group]
        for marks, name in zip(group, ids[1:] + ids[:1], strict=True):
            marks["grade_id"] = name
